namespace Portal.Sip.Authentication;

/// <summary>A nonce of ours by the part that no two share.</summary>
internal readonly record struct NonceId(long Stamp, ulong Random);

/// <summary>Which counts of which nonces were used, as a window of 64 below the highest: UDP may reorder, but nothing counts twice.</summary>
internal sealed class NonceCounts(int capacity)
{
    private readonly Lock _gate = new();
    private Dictionary<NonceId, (uint Highest, ulong Seen)> _current = [];
    private Dictionary<NonceId, (uint Highest, ulong Seen)> _previous = [];

    internal bool TryUse(NonceId nonce, uint count)
    {
        lock (_gate)
        {
            if (!_current.TryGetValue(nonce, out var state) && !_previous.TryGetValue(nonce, out state)) state = default;
            if (count > state.Highest)
            {
                var shift = count - state.Highest;
                state = (count, shift >= 64 ? 1 : (state.Seen << (int)shift) | 1);
            }
            else
            {
                var back = state.Highest - count;
                if (back >= 64 || (state.Seen & (1UL << (int)back)) != 0) return false;
                state.Seen |= 1UL << (int)back;
            }
            if (_current.Count >= capacity / 2)
            {
                // Two generations: the older half goes in one step.
                _previous = _current;
                _current = [];
            }
            _current[nonce] = state;
            return true;
        }
    }
}
