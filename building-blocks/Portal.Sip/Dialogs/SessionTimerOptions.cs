namespace Portal.Sip;

/// <summary>What we wish of a session timer (RFC 4028).</summary>
public sealed record SessionTimerOptions
{
    /// <summary>Session-Expires; default 1800 s, not below <see cref="Minimum"/>.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>Min-SE; default 90 s, the least RFC 4028 allows.</summary>
    public TimeSpan Minimum { get; init; } = TimeSpan.FromSeconds(90);
}
