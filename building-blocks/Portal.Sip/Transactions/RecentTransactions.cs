namespace Portal.Sip;

/// <summary>
/// Transactions that are over but for repeats still to be absorbed: their keys for a fixed time, and nothing of request or answer, so that the garbage
/// collector has nothing to walk.
/// </summary>
internal sealed class RecentTransactions(TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TransactionKey, long> _due = [];
    private readonly Queue<(TransactionKey Key, long Due)> _order = new();

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                Forget(time.GetTimestamp());
                return _due.Count;
            }
        }
    }

    internal void Add(in TransactionKey key)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Forget(now);
            var due = now + (long)(lifetime.TotalSeconds * time.TimestampFrequency);
            if (_due.TryAdd(key, due)) _order.Enqueue((key, due));
        }
    }

    internal bool Contains(in TransactionKey key)
    {
        lock (_gate) return _due.TryGetValue(key, out var due) && due > time.GetTimestamp();
    }

    private void Forget(long now)
    {
        while (_order.TryPeek(out var oldest) && oldest.Due <= now)
        {
            _order.Dequeue();
            _due.Remove(oldest.Key);
        }
    }
}
