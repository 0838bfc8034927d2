using System.Diagnostics.CodeAnalysis;

namespace Portal.Sip.Authentication;

/// <summary>Answers one challenge (RFC 3261 §22.2, RFC 8760 §2.4): the first that can be, in the server's order. <see cref="DigestCredentials"/> remembers and counts.</summary>
public static class DigestClient
{
    /// <summary>Puts an Authorization or Proxy-Authorization on the request for the challenge in a 401 or 407; false when no challenge there can be answered.</summary>
    /// <param name="nonceCount">Rises with every request that uses the same nonce.</param>
    public static bool TryAuthorize(SipRequest request, SipResponse challenge, DigestCredential credential, uint nonceCount = 1)
    {
        var proxy = challenge.StatusCode == 407;
        foreach (var line in challenge.Headers.Lines(proxy ? SipHeaderName.ProxyAuthenticate : SipHeaderName.WwwAuthenticate))
        {
            if (!TryRead(line, out var offer, out var algorithm)) continue;
            if (!string.Equals(offer.Realm, credential.Realm, StringComparison.Ordinal) || credential.Ha1(algorithm) is null) continue;
            request.Headers[proxy ? SipHeaderName.ProxyAuthorization : SipHeaderName.Authorization] = Answer(request, offer, credential, nonceCount);
            return true;
        }
        return false;
    }

    /// <summary>False for what cannot be answered: another scheme or algorithm, or only a protection of the body.</summary>
    internal static bool TryRead(string line, [NotNullWhen(true)] out DigestAuthorization? offer, out DigestAlgorithm algorithm)
    {
        algorithm = default;
        offer = null;
        // What is repeated in our header must not bring a line of its own.
        return line.AsSpan().IndexOfAnyInRange('\n', '\u001f') < 0 && DigestAuthorization.TryParse(line, out offer) && DigestHash.TryParse(offer["algorithm"], out algorithm) && (offer["qop"] is null || Qop(offer) is not null);
    }

    /// <summary>The credentials for an offer that <see cref="TryRead"/> took.</summary>
    internal static string Answer(SipRequest request, DigestAuthorization offer, DigestCredential credential, uint nonceCount)
    {
        DigestHash.TryParse(offer["algorithm"], out var algorithm);
        return Compute(credential.UserName, offer, algorithm, credential.Ha1(algorithm)!, request.Method, request.Uri.ToString(), Qop(offer), nonceCount, SipToken.Tag());
    }

    private static byte[] Utf8(string? text) => text is null ? [] : System.Text.Encoding.UTF8.GetBytes(text);

    private static string? Qop(DigestAuthorization offer) =>
        offer["qop"]?.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(qop => qop.Equals("auth", StringComparison.OrdinalIgnoreCase));

    internal static string Compute(string userName, DigestAuthorization offer, DigestAlgorithm algorithm, string ha1, string method, string uri, string? qop, uint nonceCount, string cnonce)
    {
        var nc = nonceCount.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        Span<byte> octets = stackalloc byte[64];
        var response = System.Text.Encoding.ASCII.GetString(octets[..DigestHash.Response(algorithm, ha1, method, Utf8(uri), offer.Octets("nonce"), Utf8(qop), Utf8(nc), Utf8(cnonce), octets)]);
        var text = $"Digest username={SipParameters.Quote(userName)}, realm={SipParameters.Quote(offer.Realm)}, nonce={SipParameters.Quote(offer.Nonce)}, uri={SipParameters.Quote(uri)}, response=\"{response}\"";
        if (offer["algorithm"] is not null) text += $", algorithm={DigestHash.Name(algorithm)}";
        if (qop is not null) text += $", qop={qop}, nc={nc}, cnonce=\"{cnonce}\"";
        if (offer["opaque"] is { } opaque) text += $", opaque={SipParameters.Quote(opaque)}";
        return text;
    }
}
