namespace Portal.Sip.Media;

/// <summary>
/// When the next RTCP report is due (RFC 3550 §6.2, §6.3, A.7) between two parties: proportional to the packets' size under the share of bandwidth, never
/// under the minimum, and random, so that thousands of calls begun together do not report together.
/// </summary>
internal sealed class RtcpSchedule(TimeSpan minimum, double octetsPerSecond, Random random)
{
    private const double Compensation = Math.E - 1.5; // §6.3.1, for the reconsideration that shortens on the average
    private const int Members = 2;
    private double _averageBytes = 120;
    private bool _initial = true;

    /// <summary>Every compound sent or received counts (§6.3.3), with the headers of UDP and IP.</summary>
    internal void Count(int bytes) => _averageBytes += (bytes + 28 - _averageBytes) / 16;

    /// <summary>From the report just sent, or from the start, to the next.</summary>
    internal TimeSpan Next()
    {
        var floor = minimum.TotalSeconds;
        if (_initial) floor /= 2;
        _initial = false;
        // Both send, so more than a quarter are senders: no separate share (§6.2).
        var interval = Math.Max(floor, Members * _averageBytes / octetsPerSecond);
        return TimeSpan.FromSeconds(interval * (random.NextDouble() + 0.5) / Compensation);
    }
}
