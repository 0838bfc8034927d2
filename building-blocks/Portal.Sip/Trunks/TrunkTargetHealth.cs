namespace Portal.Sip.Trunks;

/// <summary>A target's addresses and whether it lives.</summary>
internal sealed class TrunkTargetHealth(SipUri uri, DateTimeOffset now, WheelTimer timer)
{
    private readonly Lock _gate = new();
    private int _failures;

    internal SipUri Uri => uri;
    internal WheelTimer Timer => timer;

    /// <summary>A new one is in until it proves otherwise.</summary>
    internal TrunkTarget Now { get; private set; } = new(uri, true, now);

    /// <summary>Where it was found last.</summary>
    internal IReadOnlyList<SipFlow> Flows { get; set; } = [];

    /// <summary>What it is now when this took it out, else null.</summary>
    internal TrunkTarget? Fail(int status, int limit, DateTimeOffset at)
    {
        lock (_gate)
        {
            var goes = ++_failures >= limit && Now.IsUp;
            Now = Now with { IsUp = Now.IsUp && !goes, StatusCode = status, Since = goes ? at : Now.Since, RoundTrip = null };
            return goes ? Now : null;
        }
    }

    /// <summary>What it is now when this put it back in, else null.</summary>
    internal TrunkTarget? Answer(int status, TimeSpan? roundTrip, DateTimeOffset at)
    {
        lock (_gate)
        {
            _failures = 0;
            var comes = !Now.IsUp;
            Now = Now with { IsUp = true, StatusCode = status, Since = comes ? at : Now.Since, RoundTrip = roundTrip ?? Now.RoundTrip };
            return comes ? Now : null;
        }
    }
}
