using System.Collections.Concurrent;

namespace Portal.Sip.Registration;

/// <summary>
/// Bindings in memory; expired ones are never found, and removed with an event within a second. <see cref="FileLocationStore"/> keeps them in a file; for a database restore at the start and write behind from <see cref="Changed"/>.
/// </summary>
public sealed class InMemoryLocationStore : ILocationStore, IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _expiries = new();
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    private sealed class Entry
    {
        internal volatile IReadOnlyList<Binding> Bindings = [];
        internal bool Gone;

        /// <summary>When the sweep will look here next; none while <see cref="DateTimeOffset.MaxValue"/>.</summary>
        internal DateTimeOffset Watched = DateTimeOffset.MaxValue;
    }

    public InMemoryLocationStore(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _sweep = _time.CreateTimer(static store => ((InMemoryLocationStore)store!).Sweep(), this, SweepEvery, SweepEvery);
    }

    /// <summary>Told after each change, in order for one address of record, on the changing thread: hand on and return.</summary>
    public event Action<BindingChange>? Changed;

    /// <summary>How many bindings are held.</summary>
    public int Count => _entries.Values.Sum(entry => entry.Bindings.Count);

    /// <summary>Those that have bindings, expired ones among them; may miss one that comes meanwhile.</summary>
    internal IEnumerable<string> AddressesOfRecord => _entries.Select(entry => entry.Key);

    /// <summary>Places in the queue of expiries.</summary>
    internal int Watching { get { lock (_expiries) return _expiries.Count; } }

    /// <summary>Every live binding, for lists and pages.</summary>
    public IReadOnlyList<Binding> All()
    {
        var now = _time.GetUtcNow();
        return [.. _entries.Values.SelectMany(entry => entry.Bindings).Where(binding => binding.ExpiresAt > now)];
    }

    public IReadOnlyList<Binding> Find(string aor) => _entries.TryGetValue(aor, out var entry) ? Live(entry.Bindings, _time.GetUtcNow()) : [];

    public IReadOnlyList<Binding> Update(string aor, Func<IReadOnlyList<Binding>, IReadOnlyList<Binding>?> change)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(aor, static _ => new Entry());
            lock (entry)
            {
                if (entry.Gone) continue; // swept away between finding and locking
                var before = entry.Bindings;
                var live = Live(before, _time.GetUtcNow());
                var after = change(live) ?? live;
                Set(aor, entry, before, after.Count == 0 ? [] : after.Count == 1 ? [after[0]] : [.. after.OrderByDescending(binding => binding.Quality).ThenByDescending(binding => binding.RefreshedAt)]);
                return entry.Bindings;
            }
        }
    }

    /// <summary>Puts persisted bindings back without telling of them; expired ones are left out.</summary>
    public void Restore(IEnumerable<Binding> bindings)
    {
        var now = _time.GetUtcNow();
        foreach (var group in bindings.Where(binding => binding.ExpiresAt > now).GroupBy(binding => binding.Aor))
        {
            var entry = _entries.GetOrAdd(group.Key, static _ => new Entry());
            lock (entry)
            {
                entry.Bindings = [.. entry.Bindings, .. group];
                Watch(group.Key, entry);
            }
        }
    }

    private void Set(string aor, Entry entry, IReadOnlyList<Binding> before, IReadOnlyList<Binding> after)
    {
        entry.Bindings = after;
        if (after.Count == 0)
        {
            entry.Gone = true;
            _entries.TryRemove(aor, out _);
        }
        Watch(aor, entry);
        if (Changed is not null) TellOf(before, after);
    }

    private void TellOf(IReadOnlyList<Binding> before, IReadOnlyList<Binding> after)
    {
        var now = _time.GetUtcNow();
        foreach (var binding in before)
        {
            if (!after.Any(binding.IsSameAs)) Tell(binding.ExpiresAt <= now ? BindingChangeKind.Expired : BindingChangeKind.Removed, binding);
        }
        foreach (var binding in after)
        {
            if (before.Contains(binding, ReferenceEqualityComparer.Instance)) continue;
            var known = before.FirstOrDefault(binding.IsSameAs);
            Tell(known is null || known.ExpiresAt <= now ? BindingChangeKind.Added : BindingChangeKind.Refreshed, binding);
        }
    }

    /// <summary>
    /// One place in the queue an address of record, at its earliest expiry when it was put there: a refresh leaves it, and the sweep moves it on. A flood of
    /// refreshes therefore does not grow the queue.
    /// </summary>
    private void Watch(string aor, Entry entry)
    {
        var earliest = DateTimeOffset.MaxValue;
        foreach (var binding in entry.Bindings)
        {
            if (binding.ExpiresAt < earliest) earliest = binding.ExpiresAt;
        }
        if (earliest >= entry.Watched) return;
        entry.Watched = earliest;
        lock (_expiries) _expiries.Enqueue(aor, earliest.UtcTicks);
    }

    private void Tell(BindingChangeKind kind, Binding binding) => Changed?.Invoke(new BindingChange(kind, binding));

    private void Sweep()
    {
        var now = _time.GetUtcNow();
        while (true)
        {
            string? aor;
            long due;
            lock (_expiries)
            {
                if (!_expiries.TryPeek(out aor, out due) || due > now.UtcTicks) return;
                _expiries.Dequeue();
            }
            // The address may have gone since, and come back with a place of its own.
            if (!_entries.TryGetValue(aor, out var entry)) continue;
            lock (entry)
            {
                // A place that another has taken the place of is dropped here, or registering and leaving over and over would grow the queue for good.
                if (entry.Gone || entry.Watched.UtcTicks != due) continue;
                entry.Watched = DateTimeOffset.MaxValue;
                Set(aor, entry, entry.Bindings, Live(entry.Bindings, now));
            }
        }
    }

    private static IReadOnlyList<Binding> Live(IReadOnlyList<Binding> bindings, DateTimeOffset now)
    {
        foreach (var binding in bindings)
        {
            if (binding.ExpiresAt <= now) return [.. bindings.Where(b => b.ExpiresAt > now)];
        }
        return bindings;
    }

    public void Dispose() => _sweep.Dispose();
}
