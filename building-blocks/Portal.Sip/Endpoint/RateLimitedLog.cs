using Microsoft.Extensions.Logging;

namespace Portal.Sip;

/// <summary>Keeps the log readable when the network is hostile: ten lines of a kind in ten seconds, then a count.</summary>
internal sealed class RateLimitedLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private const int LinesPerWindow = 10;

    private readonly Dictionary<string, (long Start, int Lines)> _kinds = [];

    internal void Write(string kind, string line)
    {
        var suppressed = 0;
        lock (_kinds)
        {
            var now = time.GetTimestamp();
            var (start, lines) = _kinds.GetValueOrDefault(kind, (now, 0));
            if (time.GetElapsedTime(start, now) >= Window)
            {
                suppressed = Math.Max(lines - LinesPerWindow, 0);
                (start, lines) = (now, 0);
            }
            _kinds[kind] = (start, lines + 1);
            if (lines >= LinesPerWindow) return;
        }
        if (suppressed > 0) log.LogWarning("{Count} more SIP messages of this kind ({Kind}) were not logged.", suppressed, kind);
        log.LogWarning("{Line}", line);
    }
}
