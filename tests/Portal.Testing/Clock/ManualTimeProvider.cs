namespace Portal.Testing.Clock;

/// <summary>
/// A clock that stands still until it is told otherwise. <see cref="Advance"/> runs every timer that becomes due, in order of
/// its time, on the caller's thread, with the clock showing that timer's moment.
/// A timer set to go off at once does so at the next <see cref="Advance"/>, even one of zero.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;
    private TimeZoneInfo zone = TimeZoneInfo.Utc;

    /// <summary>Starts at 2026-03-02 09:00 UTC, a Monday.</summary>
    public ManualTimeProvider() : this(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)) { }

    public override TimeZoneInfo LocalTimeZone => zone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>The zone that local time is told in; UTC unless set.</summary>
    public void SetLocalTimeZone(TimeZoneInfo value) => zone = value;

    /// <summary>Moves the clock forward, running what becomes due on the way. Periodic timers run once for every period passed.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target;
        lock (gate)
        {
            target = now + by;
        }
        while (TakeDue(target) is { } timer)
        {
            timer.Run();
        }
        lock (gate)
        {
            // A callback may have advanced the clock itself.
            now = now > target ? now : target;
        }
    }

    /// <summary>Moves the clock forward to a moment; one in the past throws.</summary>
    public void AdvanceTo(DateTimeOffset moment) => Advance(moment - GetUtcNow());

    /// <summary>
    /// Moves the clock forward at once, as for a machine that slept: whatever became due meanwhile runs once, at the new time.
    /// For hours and days, where <see cref="Advance"/> would run every poll of every background service on the way.
    /// </summary>
    public void Leap(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (gate)
        {
            now += by;
            foreach (var timer in timers.Where(timer => timer.Period > TimeSpan.Zero && timer.Due < now))
            {
                timer.Due += timer.Period * Math.Floor((now - timer.Due) / timer.Period);
            }
        }
        Advance(TimeSpan.Zero);
    }

    /// <summary>How many timers are waiting: a test can wait for the code under test to have set its timer.</summary>
    public int WaitingTimers
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeDue(DateTimeOffset limit)
    {
        lock (gate)
        {
            if (timers.MinBy(timer => timer.Due) is not { } next || next.Due > limit)
            {
                return null;
            }
            now = next.Due > now ? next.Due : now;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                timers.Remove(next);
            }
            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool disposed;

        public DateTimeOffset Due { get; set; }
        public TimeSpan Period { get; private set; }

        public void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                if (disposed)
                {
                    return false;
                }
                clock.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                    clock.timers.Add(this);
                }
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                disposed = true;
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
