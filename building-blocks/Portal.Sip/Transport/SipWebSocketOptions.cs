namespace Portal.Sip;

/// <summary>How WebSocket is spoken (RFC 7118); the limits of <see cref="SipTcpOptions"/> apply too.</summary>
public sealed record SipWebSocketOptions
{
    /// <summary>
    /// The pages that may connect, as the browser names them in Origin (<c>https://portal.example.com</c>); null (the default) admits any page and what is no browser. SIP's own
    /// authentication decides about everything else.
    /// </summary>
    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    /// <summary>How often a ping asks whether the peer is still there; default 30 s.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long its answer may take before the connection is given up; default 20 s.</summary>
    public TimeSpan PongWithin { get; init; } = TimeSpan.FromSeconds(20);
}
