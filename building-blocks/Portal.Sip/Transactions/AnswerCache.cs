using System.Diagnostics.CodeAnalysis;

namespace Portal.Sip;

/// <summary>
/// The final answers of non-INVITE requests for as long as they may be asked for again (timer J, RFC 3261 §17.2.2). A server that is asked thousands of
/// times a second keeps hundreds of thousands of them: they lie one behind another in large blocks, and nothing of request or transaction is kept, so that
/// the garbage collector has nothing to walk.
/// </summary>
internal sealed class AnswerCache(TimeSpan lifetime, long capacity, TimeProvider time)
{
    private const int BlockBytes = 1 << 20;
    private const int SparesKept = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<TransactionKey, Entry> _entries = [];
    private readonly Queue<(TransactionKey Key, long Due)> _order = new();
    private readonly Queue<Block> _blocks = new();
    private readonly Dictionary<int, Block> _byNumber = [];
    private readonly Stack<byte[]> _spare = new();
    private Block? _filling;
    private int _numbers;

    /// <summary>Its block by number, not by reference: the table is large, and must be nothing to the collector.</summary>
    private readonly record struct Entry(int Block, int Offset, int Length, long Due);

    private sealed class Block(int number, byte[] octets)
    {
        internal readonly int Number = number;
        internal readonly byte[] Octets = octets;
        internal int Used;
        internal long Due;
    }

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                Forget(Now);
                return _entries.Count;
            }
        }
    }

    private long Now => time.GetTimestamp();

    internal void Add(in TransactionKey key, ReadOnlySpan<byte> octets)
    {
        lock (_gate)
        {
            var now = Now;
            Forget(now);
            var due = now + (long)(lifetime.TotalSeconds * time.TimestampFrequency);
            if (_filling is null || _filling.Octets.Length - _filling.Used < octets.Length) _filling = Begin(octets.Length);
            var block = _filling;
            octets.CopyTo(block.Octets.AsSpan(block.Used));
            if (_entries.TryAdd(key, new Entry(block.Number, block.Used, octets.Length, due))) _order.Enqueue((key, due));
            block.Used += octets.Length;
            block.Due = due;
        }
    }

    /// <summary>A copy of the answer, to be sent again.</summary>
    internal bool TryGet(in TransactionKey key, [NotNullWhen(true)] out byte[]? octets)
    {
        lock (_gate)
        {
            octets = _entries.TryGetValue(key, out var entry) && entry.Due > Now ? _byNumber[entry.Block].Octets.AsSpan(entry.Offset, entry.Length).ToArray() : null;
            return octets is not null;
        }
    }

    internal bool Contains(in TransactionKey key)
    {
        lock (_gate) return _entries.ContainsKey(key);
    }

    private Block Begin(int least)
    {
        // A flood: better to ask a handler twice than to take all memory.
        while (_blocks.Count > 0 && (_blocks.Count + 1L) * BlockBytes > capacity) ForgetOldestBlock();
        var block = new Block(_numbers++, least <= BlockBytes && _spare.TryPop(out var octets) ? octets : new byte[Math.Max(BlockBytes, least)]);
        _blocks.Enqueue(block);
        _byNumber.Add(block.Number, block);
        return block;
    }

    private void ForgetOldestBlock()
    {
        var block = _blocks.Dequeue();
        while (_order.TryPeek(out var oldest) && _entries.TryGetValue(oldest.Key, out var entry) && entry.Block == block.Number)
        {
            _order.Dequeue();
            _entries.Remove(oldest.Key);
        }
        Leave(block);
    }

    private void Leave(Block block)
    {
        _byNumber.Remove(block.Number);
        if (_spare.Count < SparesKept && block.Octets.Length == BlockBytes) _spare.Push(block.Octets);
    }

    private void Forget(long now)
    {
        while (_order.TryPeek(out var oldest) && oldest.Due <= now)
        {
            _order.Dequeue();
            _entries.Remove(oldest.Key);
        }
        while (_blocks.TryPeek(out var block) && block.Due <= now && block.Used > 0)
        {
            _blocks.Dequeue();
            if (ReferenceEquals(block, _filling)) _filling = null;
            Leave(block);
        }
    }
}
