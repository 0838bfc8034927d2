using Portal.Sip.Authentication;

namespace Portal.Sip;

/// <summary>An account of ours with somebody's registrar.</summary>
public sealed record OutboundRegistrationOptions
{
    /// <summary>Whose domain is registered with, such as <c>sip:carrier.example.com</c>: the Request-URI of the REGISTER.</summary>
    public required SipUri Registrar { get; init; }

    /// <summary>The address of record: From and To.</summary>
    public required SipUri AddressOfRecord { get; init; }

    /// <summary>Answers challenges; null: none is expected.</summary>
    public DigestCredentials? Credentials { get; init; }

    /// <summary>The servers to register through, in order, each found by RFC 3263; empty (the default): the registrar itself.</summary>
    public IReadOnlyList<SipUri> Servers { get; init; } = [];

    /// <summary>The user part of our Contact; null: that of the address of record.</summary>
    public string? ContactUser { get; init; }

    /// <summary>The lifetime asked for; default 1 h. The registrar may grant less, or demand more (423).</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest lifetime that a registrar may demand by 423; default 1 day.</summary>
    public TimeSpan LongestExpires { get; init; } = TimeSpan.FromDays(1);

    /// <summary><c>urn:uuid:…</c> that stays the same for this installation; with it the registration is made as RFC 5626 says. Null (the default): without.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Which of the flows of this instance; used with <see cref="InstanceId"/>. Default 1.</summary>
    public int FlowId { get; init; } = 1;

    /// <summary>Keep the flow open by CRLF (RFC 5626 §4.4); default true.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>The longest wait after the first failure, doubled with each further one (RFC 5626 §4.5); default 30 s. The wait is between half and all of it by chance.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait; default 30 min.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Spreads refreshes, retries and keep-alives; null: the process's random numbers.</summary>
    public Random? Random { get; init; }
}

/// <summary>Where a registration stands.</summary>
public enum OutboundRegistrationState
{
    /// <summary>Not started, or stopped: nothing is registered.</summary>
    Stopped,
    /// <summary>The first answer is awaited, or the first after the flow was lost.</summary>
    Registering,
    /// <summary>Calls reach us. A refresh leaves it so.</summary>
    Registered,
    /// <summary>Refused or not to be reached; tried again later.</summary>
    Failed,
}

/// <summary>A registration at a moment.</summary>
/// <param name="Since">When this state began.</param>
/// <param name="StatusCode">The last final answer; 0 before there was one. 408 and 503 also where nobody answered.</param>
/// <param name="Reason">What the last answer said, or what went wrong here.</param>
/// <param name="ExpiresAt">Until when calls reach us; null unless registered.</param>
/// <param name="NextAttempt">The next refresh or retry.</param>
/// <param name="Server">Who holds the registration, or was asked last.</param>
public sealed record OutboundRegistrationStatus(
    OutboundRegistrationState State, DateTimeOffset Since, int StatusCode = 0, string? Reason = null, DateTimeOffset? ExpiresAt = null, DateTimeOffset? NextAttempt = null, SipFlow? Server = null);
