using Portal.Sip.Registration;

namespace Portal.Sip.Proxying;

/// <summary>One place a request may go to (an element of the target set, RFC 3261 §16.5).</summary>
/// <param name="Uri">The Request-URI of the copy sent there.</param>
/// <param name="Flow">The way there; null: wherever the first Route, or else the URI, leads.</param>
public sealed record ProxyTarget(SipUri Uri, SipFlow? Flow = null)
{
    /// <summary>Route values put before those of the request, such as a binding's Path (RFC 3327 §5.4).</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Preference in thousandths, default 1000. Equal ones are tried together, lower ones after all higher ones have failed.</summary>
    public int Quality { get; init; } = 1000;

    /// <summary>A registered telephone: its contact, the way its REGISTER came, its Path.</summary>
    public static ProxyTarget Of(Binding binding) => new(binding.Contact, binding.Flow) { Routes = binding.Path, Quality = binding.Quality };
}

/// <summary>What <see cref="IProxyRouting"/> decided.</summary>
public sealed record ProxyRoute
{
    private ProxyRoute(IReadOnlyList<ProxyTarget> targets, int refusal, string? reason) => (Targets, Refusal, RefusalReason) = (targets, refusal, reason);

    /// <summary>Where to; tried by falling <see cref="ProxyTarget.Quality"/>.</summary>
    public IReadOnlyList<ProxyTarget> Targets { get; }

    /// <summary>How long targets of one preference may ring before the next are tried; null (the default) waits for their answers or timer C.</summary>
    public TimeSpan? RingTime { get; init; }

    /// <summary>Changes each copy before it is sent: assert an identity, take off a Proxy-Authorization that was meant for us (RFC 3261 §22.3).</summary>
    public Action<SipRequest>? Complete { get; init; }

    internal int Refusal { get; }
    internal string? RefusalReason { get; }

    /// <summary>To these places; an empty set is answered 480.</summary>
    public static ProxyRoute To(params IReadOnlyList<ProxyTarget> targets) => new(targets, targets.Count == 0 ? 480 : 0, null);

    /// <summary>To all telephones of an address of record; none registered is answered 480.</summary>
    public static ProxyRoute ToBindings(IReadOnlyList<Binding> bindings) => To([.. bindings.Select(ProxyTarget.Of)]);

    /// <summary>Where its Route headers or else its Request-URI lead (RFC 3261 §16.5: a domain we are not responsible for). Only for callers who may.</summary>
    public static ProxyRoute Onwards(SipRequest request) => To(new ProxyTarget(request.Uri));

    /// <summary>Nowhere: answered with this status, 300 to 699.</summary>
    public static ProxyRoute Refuse(int statusCode, string? reason = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 699);
        return new ProxyRoute([], statusCode, reason);
    }
}
