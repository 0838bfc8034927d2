namespace Portal.Sip.Streams;

/// <summary>How much later than its own steady beat something happened. The beat's phase is that of the soonest of all: nothing is earlier than ideal.</summary>
internal sealed class Lateness(int most)
{
    private readonly int[] _microseconds = new int[most];
    private int _count;
    private long _first;

    internal void Note(TimeSpan now)
    {
        var microseconds = now.Ticks / 10;
        if (_count == 0) _first = microseconds;
        if (_count < most) _microseconds[_count] = (int)(microseconds - _first - _count * 20_000L);
        _count++;
    }

    internal void Collect(List<int> all)
    {
        var noted = _microseconds.AsSpan(0, Math.Min(_count, most));
        if (noted.IsEmpty) return;
        var soonest = int.MaxValue;
        foreach (var value in noted) soonest = Math.Min(soonest, value);
        foreach (var value in noted) all.Add(value - soonest);
    }
}
