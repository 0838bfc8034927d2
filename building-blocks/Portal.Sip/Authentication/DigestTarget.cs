namespace Portal.Sip.Authentication;

/// <summary>
/// Whether the <c>uri</c> of credentials fits the Request-URI (RFC 7616 §3.4.6): credentials made for one number must not serve to call another. Only users are compared, and only where both
/// name one: proxies on the way change host, port and parameters, and there are peers that name their server in every request.
/// </summary>
internal static class DigestTarget
{
    internal static bool Fits(ReadOnlySpan<byte> credentials, SipUri request)
    {
        if (request.User is not { } user) return true;
        var at = credentials.IndexOf((byte)'@');
        var colon = credentials.IndexOf((byte)':');
        if (at < 0 || colon < 0 || colon > at) return true;
        // Nearly always the same characters; escapes and a password are for the parser.
        if (Ascii.Equals(credentials.Slice(colon + 1, at - colon - 1), user)) return true;
        return SipUri.TryParse(credentials, out var named) && named.User is { } other && SipUriEscaping.Canonical(other) == SipUriEscaping.Canonical(user);
    }
}
