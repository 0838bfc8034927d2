namespace Portal.Sip.Authentication;

/// <summary>
/// What challenges are answered with, and what was learned from answering: the next request carries credentials at once, with the next nonce count
/// (RFC 7616 §3.4, RFC 3261 §22.1). One object for each account; safe from any thread.
/// </summary>
public sealed class DigestCredentials
{
    private const int MaxRealms = 16;

    private readonly Lock _gate = new();
    private readonly Func<string, DigestCredential?> _find;
    private readonly Dictionary<(string Realm, bool Proxy), Known> _known = [];

    private sealed class Known(DigestAuthorization offer, DigestCredential credential)
    {
        internal readonly DigestAuthorization Offer = offer;
        internal readonly DigestCredential Credential = credential;
        internal uint Count;
    }

    /// <summary>Answers challenges of this credential's realm only.</summary>
    public DigestCredentials(DigestCredential credential) : this(realm => string.Equals(realm, credential.Realm, StringComparison.Ordinal) ? credential : null) { }

    /// <summary>Asks for the credential of each realm; null leaves the challenge unanswered.</summary>
    public DigestCredentials(Func<string, DigestCredential?> find) => _find = find;

    /// <summary>Answers whatever realm the server names, as an account with a provider needs whose realm is not known beforehand. Keeps the password in memory.</summary>
    public static DigestCredentials FromPassword(string userName, string password) => new(realm => DigestCredential.FromPassword(userName, realm, password));

    /// <summary>One request and its repetitions.</summary>
    internal DigestAttempt Begin() => new(this);

    /// <summary>Puts credentials for the realms that are known already on the request.</summary>
    internal void Authorize(SipRequest request)
    {
        lock (_gate)
        {
            foreach (var ((_, proxy), known) in _known) Put(request, known, proxy);
        }
    }

    /// <summary>The first challenge that can be answered, in the server's order (RFC 8760 §2.4); its nonce is kept. Null when none can.</summary>
    internal string? Answer(SipRequest request, SipResponse challenge, Func<DigestAuthorization, bool> mayAnswer)
    {
        var proxy = challenge.StatusCode == 407;
        foreach (var line in challenge.Headers.Lines(proxy ? SipHeaderName.ProxyAuthenticate : SipHeaderName.WwwAuthenticate))
        {
            if (!DigestClient.TryRead(line, out var offer, out var algorithm) || !mayAnswer(offer)) continue;
            if (_find(offer.Realm) is not { } credential || credential.Ha1(algorithm) is null) continue;
            var known = new Known(offer, credential);
            lock (_gate)
            {
                // A server that names ever new realms must not fill memory.
                if (_known.Count >= MaxRealms) _known.Clear();
                _known[(offer.Realm, proxy)] = known;
                Put(request, known, proxy);
            }
            return offer.Realm;
        }
        return null;
    }

    /// <summary>Each realm has one line of its own; lines of other realms stay, since several proxies may ask (RFC 3261 §22.3).</summary>
    private static void Put(SipRequest request, Known known, bool proxy)
    {
        SipHeaderName name = proxy ? SipHeaderName.ProxyAuthorization : SipHeaderName.Authorization;
        string[] others = [.. request.Headers.Lines(name).Where(line => !(DigestAuthorization.TryParse(line, out var given) && given.Realm == known.Offer.Realm))];
        request.Headers.Remove(name);
        foreach (var other in others) request.Headers.Add(name, other);
        request.Headers.Add(name, DigestClient.Answer(request, known.Offer, known.Credential, ++known.Count));
    }
}

/// <summary>Answering the challenges to one request: never for ever, and never a wrong password twice.</summary>
internal sealed class DigestAttempt(DigestCredentials credentials)
{
    private const int MaxAnswers = 5;
    private readonly HashSet<string> _answered = [];
    private int _answers;

    internal void Authorize(SipRequest request) => credentials.Authorize(request);

    /// <summary>False when the credentials were refused, or no challenge can be answered.</summary>
    internal bool TryAnswer(SipRequest request, SipResponse challenge)
    {
        if (challenge.StatusCode is not (401 or 407) || _answers == MaxAnswers) return false;
        // A realm asks again: only an old nonce is a reason (stale), else the password is wrong.
        var realm = credentials.Answer(request, challenge, offer => !_answered.Contains(offer.Realm) || string.Equals(offer["stale"], "true", StringComparison.OrdinalIgnoreCase));
        if (realm is null) return false;
        _answers++;
        _answered.Add(realm);
        return true;
    }
}
