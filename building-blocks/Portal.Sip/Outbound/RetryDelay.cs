namespace Portal.Sip.Outbound;

/// <summary>When to try again, RFC 5626 §4.5: twice as long with every failure up to a limit, and between half and all of it by chance.</summary>
internal static class RetryDelay
{
    internal static TimeSpan After(int failures, TimeSpan first, TimeSpan longest, Random random)
    {
        var upper = Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Max(failures - 1, 0)));
        return TimeSpan.FromSeconds(upper * (0.5 + 0.5 * random.NextDouble()));
    }
}
