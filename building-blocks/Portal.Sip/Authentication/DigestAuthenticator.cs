using System.Security.Cryptography;

namespace Portal.Sip.Authentication;

/// <summary>What became of a request's credentials.</summary>
public enum DigestResult
{
    /// <summary>The peer knows the password.</summary>
    Ok,
    /// <summary>None of our scheme and realm, or of another scheme only: challenge.</summary>
    NoCredentials,
    /// <summary>The nonce is too old, of another source or already used up, but the response is right: challenge with stale, don't count as a failure.</summary>
    Stale,
    /// <summary>For a realm that is not the one asked for.</summary>
    WrongRealm,
    /// <summary>Wrong password or unknown user: a failed attempt.</summary>
    BadResponse,
    /// <summary>The nonce count was seen before: somebody repeats what they overheard (or a phone does not count). Challenge with stale; worth counting.</summary>
    Replayed,
    /// <summary>Not readable, or parameters missing: answer 400 or challenge.</summary>
    Malformed,
}

/// <summary>Settings of <see cref="DigestAuthenticator"/>.</summary>
public sealed record DigestOptions
{
    /// <summary>The key that nonces are made with; the same on every node that shall accept them. At least 16 octets; random when null.</summary>
    public byte[]? NonceKey { get; init; }

    /// <summary>How long a nonce is taken; default 5 minutes.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Offered in this order, the preferred first (RFC 8760 §2.4); default MD5 alone. Many phones give up when any of several challenges names an
    /// algorithm they don't know, in whatever order (baresip 1.0, libre: "Function not implemented"): add SHA-256 where all phones know it.
    /// </summary>
    public IReadOnlyList<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Md5];

    /// <summary>Nonces whose counts are remembered; default 100,000. Beyond it the oldest are forgotten.</summary>
    public int RememberedNonces { get; init; } = 100_000;
}

/// <summary>The server side of digest authentication (RFC 7616, 8760, 3261 §22): stateless nonces, qop auth, stale, replay check. Thread-safe.</summary>
public sealed class DigestAuthenticator
{
    private readonly DigestOptions _options;
    private readonly NonceSource _nonces;
    private readonly NonceCounts _counts;

    public DigestAuthenticator(DigestOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new DigestOptions();
        var clock = time ?? TimeProvider.System;
        _nonces = new NonceSource(_options.NonceKey ?? RandomNumberGenerator.GetBytes(32), _options.NonceLifetime, clock);
        _counts = new NonceCounts(_options.RememberedNonces);
    }

    /// <summary>Adds one challenge an algorithm to a 401 (WWW-Authenticate) or 407 (Proxy-Authenticate).</summary>
    /// <param name="response">The answer to <paramref name="request"/>.</param>
    /// <param name="stale">True after <see cref="DigestResult.Stale"/> or <see cref="DigestResult.Replayed"/>: the phone tries again without asking its user.</param>
    public void Challenge(SipResponse response, SipRequest request, string realm, bool stale = false)
    {
        var name = response.StatusCode == 407 ? SipHeaderName.ProxyAuthenticate : SipHeaderName.WwwAuthenticate;
        var nonce = _nonces.Create(realm, request.Source);
        foreach (var algorithm in _options.Algorithms)
        {
            response.Headers.Add(name, $"Digest realm={SipParameters.Quote(realm)}, nonce=\"{nonce}\", qop=\"auth\", algorithm={DigestHash.Name(algorithm)}{(stale ? ", stale=true" : "")}");
        }
    }

    /// <summary>
    /// Checks the credentials of a request for a realm. The caller asks for the realm that the request's domain has, and answers an unknown user
    /// (lookup gives null) exactly like a wrong password, so that names can't be found out.
    /// </summary>
    /// <param name="proxy">Look at Proxy-Authorization instead of Authorization.</param>
    /// <param name="lookup">The credential of a user name in this realm, or null.</param>
    /// <param name="authorization">What the request said, where it could be read.</param>
    public DigestResult Authenticate(SipRequest request, string realm, bool proxy, Func<string, DigestCredential?> lookup, out DigestAuthorization? authorization)
    {
        authorization = null;
        var result = DigestResult.NoCredentials;
        var name = proxy ? SipHeaderName.ProxyAuthorization : SipHeaderName.Authorization;
        for (var at = 0; request.Headers.TryNext(name, ref at, out var line);)
        {
            // Another scheme counts as no credentials (RFC 4475 §3.3.7).
            if (!DigestAuthorization.IsDigest(line)) continue;
            if (!DigestAuthorization.TryParse(line, out var found))
            {
                result = DigestResult.Malformed;
                continue;
            }
            authorization ??= found;
            if (!IsFor(found, realm))
            {
                result = DigestResult.WrongRealm;
                continue;
            }
            authorization = found;
            return Check(request, realm, found, lookup);
        }
        return result;
    }

    private static bool IsFor(DigestAuthorization found, string realm) =>
        Ascii.EqualsIgnoreCase(found.Octets("realm"), realm) || string.Equals(found.Realm, realm, StringComparison.OrdinalIgnoreCase);

    private DigestResult Check(SipRequest request, string realm, DigestAuthorization given, Func<string, DigestCredential?> lookup)
    {
        var user = given.UserName;
        var nonce = given.Octets("nonce");
        var uri = given.Octets("uri");
        var response = given.Octets("response");
        if (user.Length == 0 || nonce.IsEmpty || uri.IsEmpty || response.Length is not (32 or 64)) return DigestResult.Malformed;
        var algorithm = DigestAlgorithm.Md5;
        if (given.TryGet("algorithm", out var named) && !DigestHash.TryParse(named, out algorithm)) return DigestResult.Malformed;
        if (!_options.Algorithms.Contains(algorithm)) return DigestResult.Malformed;
        var count = given.Octets("nc");
        var number = 1u;
        if (given.TryGet("qop", out var qop))
        {
            if (!Ascii.EqualsIgnoreCase(qop, "auth") || !given.TryGet("cnonce", out _)) return DigestResult.Malformed;
            if (count.Length != 8 || !uint.TryParse(count, System.Globalization.NumberStyles.AllowHexSpecifier, null, out number) || number == 0) return DigestResult.Malformed;
        }

        // An unknown user costs as much time as a known one.
        var ha1 = lookup(user)?.Ha1(algorithm);
        Span<byte> expected = stackalloc byte[64];
        expected = expected[..DigestHash.Response(algorithm, ha1 ?? "00000000000000000000000000000000", request.Method, uri, nonce, qop, count, given.Octets("cnonce"), expected)];
        Span<byte> said = stackalloc byte[64];
        // Anything but ASCII is wrong anyway.
        System.Text.Ascii.ToLower(response, said, out var length);
        var right = CryptographicOperations.FixedTimeEquals(expected, said[..length]);
        if (ha1 is null || !right || !DigestTarget.Fits(uri, request.Uri)) return DigestResult.BadResponse;
        if (!_nonces.IsFresh(nonce, realm, request.Source, out var id)) return DigestResult.Stale;
        return _counts.TryUse(id, number) ? DigestResult.Ok : DigestResult.Replayed;
    }
}
