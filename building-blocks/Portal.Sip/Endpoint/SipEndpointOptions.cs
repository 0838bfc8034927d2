using System.Net;
using Portal.Sip.Tracing;

namespace Portal.Sip;

/// <summary>An address to listen on. Port 0 takes a free one; with <see cref="SamePort"/> TCP takes the number UDP got.</summary>
public sealed record SipListen(SipTransportKind Transport, IPAddress Address, int Port);

/// <summary>How an endpoint behaves. The defaults suit one machine on the open internet.</summary>
public sealed record SipEndpointOptions
{
    /// <summary>Where to listen, in order; default nothing.</summary>
    public IReadOnlyList<SipListen> Listen { get; init; } = [];

    /// <summary>Further transports to run.</summary>
    public IReadOnlyList<ISipTransport> Transports { get; init; } = [];

    /// <summary>A TCP listener asked for port 0 takes the port number that UDP on the same address was given; default true.</summary>
    public bool SamePort { get; init; } = true;

    /// <summary>The host name or address put into Via and Contact; null: the local address that the peer is reached from.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Server and User-Agent header; null sends none.</summary>
    public string? Product { get; init; } = "Portal";

    /// <summary>Option tags that a Require may name; others are answered 420.</summary>
    public IReadOnlyList<string> SupportedExtensions { get; init; } = ["timer", "replaces", "100rel"];

    /// <summary>The least Session-Expires taken, in INVITE and UPDATE; a smaller one is answered 422 with Min-SE (RFC 4028 §5). Default 90 s.</summary>
    public TimeSpan MinSessionExpires { get; init; } = TimeSpan.FromSeconds(90);

    public SipTimers Timers { get; init; } = new();

    /// <summary>
    /// Answers over UDP always go to the port the request came from, as if it had asked by rport (RFC 3581). Helps phones behind a NAT that don't ask;
    /// false (the default) is what RFC 3261 §18.2.2 says.
    /// </summary>
    public bool ReplyToSourcePort { get; init; }

    /// <summary>UDP receiving threads per address, each with its own socket (SO_REUSEPORT); default 1.</summary>
    public int UdpSockets { get; init; } = 1;

    /// <summary>Receive and send buffer of a UDP socket; default 4 MiB.</summary>
    public int UdpBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Requests of more octets than this go by TCP instead of UDP where we listen on it, and back to UDP where the peer refuses TCP (RFC 3261 §18.1.1).
    /// Default 1300, for a path whose MTU is not known; else the MTU less 200. <see cref="int.MaxValue"/> never changes the transport.
    /// </summary>
    public int MaxUdpRequestBytes { get; init; } = 1300;

    /// <summary>Finds the servers of a URI; null: one with the system's name servers.</summary>
    public SipResolver? Resolver { get; init; }

    /// <summary>Limits on peers over TCP and TLS.</summary>
    public SipTcpOptions Tcp { get; init; } = new();

    /// <summary>Certificate and rules of TLS; needed to listen on it.</summary>
    public SipTlsOptions? Tls { get; init; }

    /// <summary>Rules of WebSocket.</summary>
    public SipWebSocketOptions WebSocket { get; init; } = new();

    /// <summary>Keeps the messages of the last calls; null (the default) keeps none.</summary>
    public SipTrace? Trace { get; init; }

    /// <summary>
    /// Requests that wait for their answer, and INVITEs that wait for their ACK, at the same time; default 50,000. A further one that begins something is
    /// answered 503 with Retry-After and not kept; requests inside dialogs and CANCEL are taken still.
    /// </summary>
    public int MaxServerTransactions { get; init; } = 50_000;

    /// <summary>
    /// Memory for answers that may be asked for again (RFC 3261 §17.2.2), in octets; default 128 MiB. When a flood needs more, the oldest are forgotten
    /// before their time.
    /// </summary>
    public long MaxAnswerBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Messages per second admitted from one source (an address, or a /64 of IPv6), averaged over ten seconds; 0 (the default) has no limit.</summary>
    public int MessagesPerSecondPerSource { get; init; }

    /// <summary>Asked for every source before anything else, in the receiving thread; false drops.</summary>
    public Func<IPAddress, bool>? Guard { get; init; }
}

/// <summary>Limits on peers over TCP, TLS and WebSocket.</summary>
public sealed record SipTcpOptions
{
    /// <summary>Connections in all; default 10,000.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Connections from one address, or one /64 of IPv6; default 200.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 200;

    /// <summary>A peer that connected must have sent its first whole message after this long, so that silent ones cannot use up <see cref="MaxConnections"/>; default 30 s.</summary>
    public TimeSpan FirstMessage { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A peer that does not read what it is sent for this long is given up; default 20 s.</summary>
    public TimeSpan Stalled { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection on which nothing came for this long is closed; default 1 h 5 min, just over a registration.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(65);

    /// <summary>A message that has begun must be whole after this long; default 10 s.</summary>
    public TimeSpan HalfMessage { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A new connection to a peer must be there after this long; default 5 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A TLS handshake must be done after this long; default 5 s.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Octets waiting to be sent on one connection before it is given up; default 1 MiB.</summary>
    public int MaxQueuedBytes { get; init; } = 1024 * 1024;
}
