namespace Portal.Sip;

/// <summary>
/// INVITEs under way that make a call, by what stays the same when a proxy before us forked one and both copies reach us (RFC 3261 §8.2.2.2):
/// only the first is taken. Its table holds no objects of its own.
/// </summary>
/// <param name="lifetime">How long one is remembered whose call is over already.</param>
internal sealed class MergedRequests(TimeProvider time, TimeSpan lifetime)
{
    private readonly RecentTransactions _over = new(lifetime, time);
    private readonly Dictionary<TransactionKey, InviteServerTransaction> _underWay = [];

    /// <summary>False when the same request is under way in another transaction. One that was refused there may come again.</summary>
    internal bool TryAdd(InviteServerTransaction transaction)
    {
        var key = TransactionKey.OfMerged(transaction.Request);
        lock (_underWay)
        {
            if (_underWay.TryGetValue(key, out var first) && first.State is SipTransactionState.Proceeding or SipTransactionState.Accepted && !ReferenceEquals(first, transaction)) return false;
            if (_over.Contains(key)) return false;
            _underWay[key] = transaction;
        }
        transaction.Merging = key;
        return true;
    }

    internal void Remove(InviteServerTransaction transaction)
    {
        if (transaction.Merging is not { } key) return;
        lock (_underWay)
        {
            if (!_underWay.TryGetValue(key, out var first) || !ReferenceEquals(first, transaction)) return;
            if (transaction.State == SipTransactionState.Accepted) _over.Add(key);
            _underWay.Remove(key);
        }
    }
}
