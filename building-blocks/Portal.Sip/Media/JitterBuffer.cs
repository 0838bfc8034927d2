namespace Portal.Sip.Media;

/// <summary>What the jitter buffer gives for one frame's time.</summary>
public enum FrameKind
{
    /// <summary>Nothing yet: still filling, or silence suppressed by the sender.</summary>
    Silence,
    /// <summary>A frame.</summary>
    Audio,
    /// <summary>The frame is missing or late: to be concealed.</summary>
    Lost,
}

/// <summary>
/// Puts packets in order and gives one frame each time it is asked, a little later than they come so that late ones are still in time. The delay follows
/// the jitter measured, between the given bounds. Not safe for several threads: the receiver puts and the clock takes under one lock of the stream.
/// </summary>
/// <param name="frame">Timestamp units of a frame: 160 for 20 ms of G.711.</param>
/// <param name="least">The smallest delay in frames; default 1.</param>
/// <param name="most">The largest delay in frames; default 10.</param>
public sealed class JitterBuffer(int frame, int least = 1, int most = 10)
{
    private const int Capacity = 64;

    private readonly byte[]?[] _payloads = new byte[Capacity][];
    private readonly uint[] _timestamps = new uint[Capacity];
    private readonly int[] _lengths = new int[Capacity];
    private readonly bool[] _filled = new bool[Capacity];
    private bool _playing;
    private uint _next;
    private uint _newest;
    private uint? _source;
    private double _spread;
    private long _anchor;
    private int _count, _empty, _calm;

    /// <summary>Frames waiting.</summary>
    public int Waiting => _count;

    /// <summary>The delay aimed at, in frames.</summary>
    public int Target { get; private set; } = Math.Max(least, 2);

    /// <summary>Frames that came after their time, or twice.</summary>
    public long Discarded { get; private set; }

    /// <summary>Frames that never came while later ones did.</summary>
    public long Lost { get; private set; }

    /// <summary>Takes a packet.</summary>
    /// <param name="arrival">When it came, in timestamp units of a local clock.</param>
    public void Put(uint ssrc, uint timestamp, ReadOnlySpan<byte> payload, long arrival)
    {
        if (_source != ssrc || (_playing && Math.Abs((int)(timestamp - _next)) > frame * Capacity * 4))
        {
            // Another source, or a jump of its clock (a call sent on to elsewhere): begin anew.
            Reset();
            _source = ssrc;
        }
        Measure(timestamp, arrival);
        if (_playing && (int)(timestamp - _next) < 0)
        {
            Discarded++;
            return;
        }
        var slot = (int)(timestamp / (uint)frame % Capacity);
        if (_filled[slot])
        {
            if (_timestamps[slot] == timestamp)
            {
                Discarded++;
                return;
            }
            _count--; // older than the buffer is long: overwritten
            Discarded++;
        }
        var room = _payloads[slot];
        if (room is null || room.Length < payload.Length) _payloads[slot] = room = new byte[Math.Max(payload.Length, 160)];
        payload.CopyTo(room);
        (_lengths[slot], _timestamps[slot], _filled[slot]) = (payload.Length, timestamp, true);
        if (_count++ == 0 && !_playing) _newest = timestamp;
        else if ((int)(timestamp - _newest) > 0) _newest = timestamp;
        if (!_playing && _count >= Target) Begin();
    }

    /// <summary>The frame whose time it is now; call once a frame. The span is valid until the next call of anything.</summary>
    public FrameKind Take(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!_playing) return FrameKind.Silence;
        Adapt();
        var slot = (int)(_next / (uint)frame % Capacity);
        if (_filled[slot] && _timestamps[slot] == _next)
        {
            _filled[slot] = false;
            _count--;
            _empty = 0;
            _next += (uint)frame;
            payload = _payloads[slot].AsSpan(0, _lengths[slot]);
            return FrameKind.Audio;
        }
        if (Ahead < Target)
        {
            // Late rather than lost, by the jitter seen: waiting for it is what makes the delay grow.
            if (++_empty <= most) return FrameKind.Lost;
            _playing = false;
            _empty = 0;
            return FrameKind.Silence;
        }
        Lost++;
        _empty = 0;
        _next += (uint)frame;
        return FrameKind.Lost;
    }

    private void Begin()
    {
        var oldest = 0;
        for (var i = 0; i < Capacity; i++)
        {
            // Relative to the newest, because the clock wraps.
            if (_filled[i]) oldest = Math.Min(oldest, (int)(_timestamps[i] - _newest));
        }
        _next = _newest + (uint)oldest;
        _playing = true;
    }

    /// <summary>How much later than the soonest packets this one came, smoothed: up at once, down slowly.</summary>
    private void Measure(uint timestamp, long arrival)
    {
        var transit = arrival - timestamp;
        if (_anchor == 0 || transit < _anchor || Math.Abs(transit - _anchor) > frame * 500L) _anchor = transit;
        var late = transit - _anchor;
        _spread = late > _spread ? late : _spread + (late - _spread) / 256;
        // Clocks drift: without this the anchor of a slow sender would age.
        _anchor++;
        Target = Math.Clamp((int)Math.Ceiling(_spread / frame) + 1, least, most);
    }

    /// <summary>Frames from the one to play next to the newest that came.</summary>
    private int Ahead => _count == 0 ? 0 : (int)(_newest - _next) / frame + 1;

    /// <summary>Gives up one frame where more wait than the jitter asks for, for a second.</summary>
    private void Adapt()
    {
        if (Ahead <= Target + 1) _calm = 0;
        else if (++_calm >= 50) Drop();
    }

    private void Drop()
    {
        var slot = (int)(_next / (uint)frame % Capacity);
        if (_filled[slot] && _timestamps[slot] == _next)
        {
            _filled[slot] = false;
            _count--;
            Discarded++;
        }
        _next += (uint)frame;
        _calm = 0;
    }

    private void Reset()
    {
        Array.Clear(_filled);
        (_count, _playing, _anchor, _spread, _empty, _calm) = (0, false, 0, 0, 0, 0);
    }
}
