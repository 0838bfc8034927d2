namespace Portal.Sip.Media;

/// <summary>Makes the packets of key presses (RFC 4733 §2.5.1): one a frame with a growing duration, the last three times, then a pause.</summary>
internal sealed class KeySender(int frame)
{
    private const int Most = 64, Ends = 3, PauseFrames = 3;
    private const byte Volume = 10;

    private readonly Queue<(byte Code, int Frames)> _waiting = new();
    private (byte Code, int Frames) _key;
    private int _sent, _pause;
    private uint _start;

    /// <summary>False when too many wait already.</summary>
    internal bool Press(byte code, int frames)
    {
        // The duration has 16 bits; a key held longer would need a second event.
        if (_waiting.Count == Most) return false;
        _waiting.Enqueue((code, Math.Clamp(frames, 2, ushort.MaxValue / frame)));
        return true;
    }

    /// <summary>What this frame's time asks for; false when no key is pressed.</summary>
    /// <param name="start">The timestamp of the event: that of its beginning, in all of its packets.</param>
    internal bool Next(uint timestamp, out TelephoneEvent value, out uint start, out bool first)
    {
        (value, start, first) = (default, 0, false);
        if (_pause > 0 && --_pause > 0) return false;
        if (_sent == 0)
        {
            if (!_waiting.TryDequeue(out _key)) return false;
            _start = timestamp;
        }
        first = _sent == 0;
        start = _start;
        _sent++;
        value = new TelephoneEvent(_key.Code, _sent > _key.Frames - 1, Volume, (ushort)(Math.Min(_sent, _key.Frames) * frame));
        if (_sent == _key.Frames - 1 + Ends) (_sent, _pause) = (0, PauseFrames);
        return true;
    }

    internal bool IsIdle => _sent == 0 && _waiting.Count == 0;
}
