namespace Portal.Sip.Proxying;

/// <summary>How a <see cref="SipProxy"/> behaves.</summary>
public sealed record SipProxyOptions
{
    /// <summary>Host names that mean this proxy in Route headers, besides its addresses and <see cref="SipEndpointOptions.AdvertisedHost"/>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Stays in the path of the dialogs it helps to make (RFC 3261 §16.6 step 4); default true.</summary>
    public bool RecordRoute { get; init; } = true;

    /// <summary>
    /// Signs the Record-Route, so that only requests of calls that were let through come back by it (RFC 5626 §5.2). Null (the default) makes a random one:
    /// calls set up before a restart can then not be ended through the proxy. Proxies that share an address share it.
    /// </summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Timer C: how long an INVITE may wait without a new provisional answer; more than 3 min (§16.6 step 11), default 181 s.</summary>
    public TimeSpan TimerC { get; init; } = TimeSpan.FromSeconds(181);

    /// <summary>Option tags that a Proxy-Require may name; others are answered 420 (§16.3 step 5). Default none.</summary>
    public IReadOnlyList<string> SupportedExtensions { get; init; } = [];
}
