namespace Portal.Sip.Authentication;

/// <summary>Answers challenges (RFC 3261 §22.2, RFC 8760 §2.4): the first that can be, in the server's order.</summary>
public static class DigestClient
{
    /// <summary>Puts an Authorization or Proxy-Authorization on the request for the challenge in a 401 or 407; false when no challenge there can be answered.</summary>
    /// <param name="nonceCount">Rises with every request that uses the same nonce.</param>
    public static bool TryAuthorize(SipRequest request, SipResponse challenge, DigestCredential credential, uint nonceCount = 1)
    {
        var proxy = challenge.StatusCode == 407;
        foreach (var line in challenge.Headers.Lines(proxy ? SipHeaderName.ProxyAuthenticate : SipHeaderName.WwwAuthenticate))
        {
            if (!DigestAuthorization.TryParse(line, out var offer) || !DigestHash.TryParse(offer["algorithm"], out var algorithm)) continue;
            if (!string.Equals(offer.Realm, credential.Realm, StringComparison.Ordinal) || credential.Ha1(algorithm) is not { } ha1) continue;
            var qop = offer["qop"]?.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(q => q.Equals("auth", StringComparison.OrdinalIgnoreCase));
            if (offer["qop"] is not null && qop is null) continue;
            request.Headers[proxy ? SipHeaderName.ProxyAuthorization : SipHeaderName.Authorization] =
                Compute(credential.UserName, offer, algorithm, ha1, request.Method, request.Uri.ToString(), qop, nonceCount, SipToken.Tag());
            return true;
        }
        return false;
    }

    internal static string Compute(string userName, DigestAuthorization offer, DigestAlgorithm algorithm, string ha1, string method, string uri, string? qop, uint nonceCount, string cnonce)
    {
        var nc = nonceCount.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        var response = DigestHash.Response(algorithm, ha1, method, uri, offer.Nonce, qop, nc, cnonce);
        var text = $"Digest username={SipParameters.Quote(userName)}, realm={SipParameters.Quote(offer.Realm)}, nonce={SipParameters.Quote(offer.Nonce)}, uri={SipParameters.Quote(uri)}, response=\"{response}\"";
        if (offer["algorithm"] is not null) text += $", algorithm={DigestHash.Name(algorithm)}";
        if (qop is not null) text += $", qop={qop}, nc={nc}, cnonce=\"{cnonce}\"";
        if (offer["opaque"] is { } opaque) text += $", opaque={SipParameters.Quote(opaque)}";
        return text;
    }
}
