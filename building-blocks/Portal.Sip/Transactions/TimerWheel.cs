namespace Portal.Sip;

/// <summary>
/// Very many short timers, most of them stopped before they fire, on one runtime timer. A deadline is rounded up to the tick, so a timer
/// never fires early and at most one tick late.
/// </summary>
internal sealed class TimerWheel : IDisposable
{
    private const int Slots = 2048;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly WheelTimer?[] _slots = new WheelTimer?[Slots];
    private readonly ITimer _ticker;
    private long _now;
    private int _count;
    private bool _ticking;
    private bool _disposed;

    internal TimerWheel(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _ticker = time.CreateTimer(static wheel => ((TimerWheel)wheel!).Advance(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>(Re)starts the timer.</summary>
    internal void Start(WheelTimer timer, TimeSpan due)
    {
        lock (_lock)
        {
            if (_disposed) return;
            Unlink(timer);
            if (_count == 0) _now = CurrentTick();
            var deadline = (_time.GetElapsedTime(_start) + due).Ticks;
            timer.Deadline = Math.Max((deadline + Tick.Ticks - 1) / Tick.Ticks, _now + 1);
            Link(timer);
            if (_ticking) return;
            _ticking = true;
            _ticker.Change(Tick, Tick);
        }
    }

    internal void Stop(WheelTimer timer)
    {
        lock (_lock) Unlink(timer);
    }

    private void Advance()
    {
        WheelTimer? due = null;
        lock (_lock)
        {
            var target = CurrentTick();
            while (_now < target)
            {
                _now++;
                for (var timer = _slots[_now % Slots]; timer is not null;)
                {
                    var next = timer.Next;
                    if (timer.Deadline <= _now)
                    {
                        Unlink(timer);
                        timer.Fired = due;
                        due = timer;
                    }
                    timer = next;
                }
            }
            if (_count == 0 && _ticking)
            {
                // Nothing to wait for: an idle endpoint wakes nobody.
                _ticking = false;
                _ticker.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
        while (due is not null)
        {
            var next = due.Fired;
            due.Fired = null;
            due.Fire();
            due = next;
        }
    }

    private long CurrentTick() => _time.GetElapsedTime(_start).Ticks / Tick.Ticks;

    private void Link(WheelTimer timer)
    {
        ref var head = ref _slots[timer.Deadline % Slots];
        timer.Next = head;
        timer.Previous = null;
        if (head is not null) head.Previous = timer;
        head = timer;
        timer.Linked = true;
        _count++;
    }

    private void Unlink(WheelTimer timer)
    {
        if (!timer.Linked) return;
        if (timer.Previous is null) _slots[timer.Deadline % Slots] = timer.Next; else timer.Previous.Next = timer.Next;
        if (timer.Next is not null) timer.Next.Previous = timer.Previous;
        timer.Next = timer.Previous = null;
        timer.Linked = false;
        _count--;
    }

    public void Dispose()
    {
        lock (_lock) _disposed = true;
        _ticker.Dispose();
    }
}

/// <summary>One timer of the wheel; reusable.</summary>
/// <param name="callback">Gets <paramref name="of"/>: one delegate for all timers of a kind.</param>
internal sealed class WheelTimer(Action<object> callback, object of)
{
    internal WheelTimer(Action callback) : this(static action => ((Action)action)(), callback) { }

    internal void Fire() => callback(of);

    internal WheelTimer? Next, Previous, Fired;
    internal long Deadline;
    internal bool Linked;
}
