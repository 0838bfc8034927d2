namespace Portal.Sip.Proxying;

/// <summary>Chooses the one failure of many branches that the caller gets (RFC 3261 §16.7 steps 6 and 7).</summary>
internal sealed class BestResponse
{
    private readonly List<SipResponse> _challenges = [];
    private int _rank = int.MaxValue;

    /// <summary>The best so far; null while there is none.</summary>
    internal SipResponse? Response { get; private set; }

    internal void Add(SipResponse response)
    {
        if (response.StatusCode is 401 or 407) _challenges.Add(response);
        if (RankOf(response) is var rank && rank >= _rank) return;
        (_rank, Response) = (rank, response);
    }

    /// <summary>
    /// The answer for the caller: every challenge gathered is in a 401 or 407, since it must satisfy each; a 503 speaks of a server behind us and not of us,
    /// and becomes a 500; one made up here (a timeout) is made anew with our own To tag.
    /// </summary>
    internal SipResponse Final(SipServerTransaction server, int otherwise)
    {
        if (Response is not { } best) return server.CreateResponse(otherwise);
        if (best.StatusCode == 503) return server.CreateResponse(500);
        if (best.IsLocallyGenerated) return server.CreateResponse(best.StatusCode);
        if (best.StatusCode is not (401 or 407)) return best;
        foreach (var other in _challenges)
        {
            if (ReferenceEquals(other, best)) continue;
            best.Headers.CopyFrom(other.Headers, SipHeaderName.WwwAuthenticate).CopyFrom(other.Headers, SipHeaderName.ProxyAuthenticate);
        }
        return best;
    }

    /// <summary>Lower is better: 6xx, then the lowest class; among 4xx first those that tell how to do better, last those that say only that nobody answered.</summary>
    private static int RankOf(SipResponse response) => response.StatusCode switch
    {
        >= 600 => 0,
        401 or 407 => 41,
        415 or 420 or 484 => 42,
        487 => 48,
        408 => response.IsLocallyGenerated ? 50 : 49,
        var code => code / 100 * 10 + 5,
    };
}
