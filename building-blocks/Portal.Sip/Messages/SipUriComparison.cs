namespace Portal.Sip;

/// <summary>Equality of SIP URIs, RFC 3261 §19.1.4.</summary>
internal static class SipUriComparison
{
    /// <summary>Parameters that, present in one URI only, make the two differ.</summary>
    private static readonly string[] Weighty = ["transport", "user", "ttl", "method", "maddr"];

    internal static bool Same(SipUri a, SipUri b)
    {
        if (a.Scheme != b.Scheme) return false;
        if (!a.IsSip || !b.IsSip) return a.Opaque == b.Opaque;
        return SameUser(a.User, b.User)
            && a.Password == b.Password
            && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase)
            && a.Port == b.Port
            && SameParameters(a.Parameters, b.Parameters)
            && SameHeaders(a.Headers, b.Headers);
    }

    private static bool SameUser(string? a, string? b) =>
        a == b || (a is not null && b is not null && SipUriEscaping.Canonical(a) == SipUriEscaping.Canonical(b));

    private static bool SameParameters(SipParameters a, SipParameters b)
    {
        foreach (var (name, value) in a)
        {
            if (b.TryGet(name, out var other) && !string.Equals(value, other, StringComparison.OrdinalIgnoreCase)) return false;
        }
        foreach (var name in Weighty)
        {
            if (a.Contains(name) != b.Contains(name)) return false;
        }
        return true;
    }

    private static bool SameHeaders(string? a, string? b)
    {
        if (a == b) return true;
        if (a is null || b is null) return false;
        return a.Split('&').Order(StringComparer.OrdinalIgnoreCase).SequenceEqual(b.Split('&').Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }
}
