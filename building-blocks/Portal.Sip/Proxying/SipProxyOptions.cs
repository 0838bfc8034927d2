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

    /// <summary>
    /// How many contacts of 3xx answers (300, 301, 302) are tried for one request instead of being left to the caller (RFC 3261 §16.7 step 4). Default 0: none. Where it is
    /// more, a telephone says by its 302 where the proxy sends the call: see <see cref="IProxyRouting.RedirectAsync"/>. Never tried are a target that has been tried for this
    /// request, for a sips request anything but sips, and contacts of an answer inside a dialog.
    /// </summary>
    public int MaxRedirects { get; init; }

    /// <summary>
    /// How many branches a request may have at once, here and in all proxies after us (Max-Breadth, RFC 5393 §5); 1 or more, default 60. A request that brings less is held
    /// to that. Parallel branches divide it among them; a request with more targets of one preference than it allows is answered 440.
    /// </summary>
    public int MaxBreadth { get; init; } = 60;

    /// <summary>Option tags that a Proxy-Require may name; others are answered 420 (§16.3 step 5). Default none.</summary>
    public IReadOnlyList<string> SupportedExtensions { get; init; } = [];
}
