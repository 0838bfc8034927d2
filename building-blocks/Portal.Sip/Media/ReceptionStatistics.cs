namespace Portal.Sip.Media;

/// <summary>What a receiver knows of one source: order, loss and jitter (RFC 3550 §6.4.1, appendix A.1, A.3, A.8).</summary>
internal sealed class ReceptionStatistics
{
    private const int Dropout = 3000, Misorder = 100;

    private uint _base;
    private ushort _highest;
    private uint _cycles;
    private int _afterJump = -1;
    private long _received, _expectedBefore, _receivedBefore;
    private long? _transit;
    private long _jitter16; // scaled by 16, as the RFC's integer form

    internal long Received => _received;

    internal uint ExtendedHighest => _cycles + _highest;

    internal long Expected => _received == 0 ? 0 : (long)ExtendedHighest - _base + 1;

    /// <summary>Negative when there were more duplicates than losses; bounded to the 24 bits of a report.</summary>
    internal int CumulativeLost => (int)Math.Clamp(Expected - _received, -0x800000, 0x7FFFFF);

    /// <summary>In timestamp units.</summary>
    internal uint Jitter => (uint)(_jitter16 >> 4);

    /// <param name="arrival">In timestamp units of a local clock.</param>
    /// <param name="timed">False for packets whose timestamp is not their moment (key presses): they say nothing of jitter.</param>
    internal void Take(ushort sequence, uint timestamp, long arrival, bool timed)
    {
        if (_received == 0) Begin(sequence);
        var ahead = (ushort)(sequence - _highest);
        if (ahead < Dropout)
        {
            if (sequence < _highest) _cycles += 0x10000;
            _highest = sequence;
            _afterJump = -1;
        }
        else if (ahead <= 0x10000 - Misorder)
        {
            // A jump counts once a second packet confirms it: the sender has restarted. One alone is damage or an attempt to confuse.
            if (sequence != _afterJump)
            {
                _afterJump = (ushort)(sequence + 1);
                return;
            }
            Begin(sequence);
        }
        _received++;
        if (timed) Measure(timestamp, arrival);
    }

    private void Begin(ushort sequence)
    {
        (_base, _highest, _cycles, _afterJump) = (sequence, sequence, 0, -1);
        (_received, _expectedBefore, _receivedBefore, _transit) = (0, 0, 0, null);
    }

    private void Measure(uint timestamp, long arrival)
    {
        // Both wrap at 32 bits: their difference is what counts.
        var transit = (uint)arrival - timestamp;
        if (_transit is { } before)
        {
            var change = Math.Abs((long)(int)(transit - (uint)before));
            _jitter16 += change - ((_jitter16 + 8) >> 4);
        }
        _transit = transit;
    }

    /// <summary>The share lost since this was last asked, in 256ths.</summary>
    internal byte TakeFractionLost()
    {
        var (expected, received) = (Expected - _expectedBefore, _received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (Expected, _received);
        var lost = expected - received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(lost * 256 / expected, 255);
    }
}
