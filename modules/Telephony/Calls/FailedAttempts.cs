using System.Collections.Concurrent;
using System.Net;

namespace Portal.Telephony.Calls;

/// <summary>Wrong passwords by source address: beyond a limit in a window the source is not listened to until the window is over.</summary>
internal sealed class FailedAttempts(TimeProvider clock)
{
    internal const int Limit = 20;
    private const int MostSources = 50_000;
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, Entry> _sources = new();

    public bool IsBlocked(IPAddress source) => _sources.TryGetValue(source, out var entry) && entry.Failures >= Limit && IsCurrent(entry);

    /// <summary>Counts a failure; true for the one that reaches the limit.</summary>
    public bool Count(IPAddress source)
    {
        var entry = _sources.AddOrUpdate(source,
            _ => new Entry(1, clock.GetTimestamp()),
            (_, known) => IsCurrent(known) ? known with { Failures = known.Failures + 1 } : new Entry(1, clock.GetTimestamp()));
        if (_sources.Count > MostSources)
        {
            Forget();
        }

        return entry.Failures == Limit;
    }

    private bool IsCurrent(Entry entry) => clock.GetElapsedTime(entry.Since) < Window;

    // Forged source addresses must not fill the memory.
    private void Forget()
    {
        foreach (var (source, entry) in _sources)
        {
            if (!IsCurrent(entry) || _sources.Count > MostSources * 2)
            {
                _sources.TryRemove(source, out _);
            }
        }
    }

    private sealed record Entry(int Failures, long Since);
}
