using System.Net;

namespace Portal.Sip;

/// <summary>How servers are found.</summary>
public sealed record SipResolverOptions
{
    /// <summary>The name servers to ask, in order; null (the default): those of the system, read when the resolver is made.</summary>
    public IReadOnlyList<IPEndPoint>? NameServers { get; init; }

    /// <summary>How long one name server may think; each is asked twice. Default 2 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Believe the system's hosts file before DNS; default true.</summary>
    public bool UseHostsFile { get; init; } = true;

    /// <summary>The transports that may be chosen where a URI leaves it open, in order of preference; default UDP, TCP, TLS.</summary>
    public IReadOnlyList<SipTransportKind> Transports { get; init; } = [SipTransportKind.Udp, SipTransportKind.Tcp, SipTransportKind.Tls];

    /// <summary>Most servers a URI may lead to; what comes after is left out. Default 16.</summary>
    public int MaxTargets { get; init; } = 16;

    /// <summary>Draws among servers of the same priority by their weights (RFC 2782); null: the process's random numbers.</summary>
    public Random? Random { get; init; }
}
