using Portal.Testing.Clock;

namespace Portal.Testing.Tests;

public sealed class A_manual_clock
{
    [Fact]
    public async Task Completes_a_delay_when_it_is_due()
    {
        var clock = new ManualTimeProvider();
        var delay = Task.Delay(TimeSpan.FromSeconds(30), clock);
        clock.Advance(TimeSpan.FromSeconds(29));
        delay.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public void Runs_timers_in_order_each_at_its_moment()
    {
        var clock = new ManualTimeProvider();
        var start = clock.GetUtcNow();
        var seen = new List<string>();
        void Note(object? name) => seen.Add($"{name}{(clock.GetUtcNow() - start).TotalSeconds}");
        using var late = clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var never = clock.CreateTimer(Note, "never", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        never.Dispose();

        clock.Advance(TimeSpan.FromSeconds(7));

        seen.ShouldBe(["often2", "often4", "late5", "often6"]);
        clock.GetElapsedTime(start.UtcTicks).ShouldBe(TimeSpan.FromSeconds(7));
        clock.WaitingTimers.ShouldBe(1);
    }

    [Fact]
    public void Runs_every_timer_once_and_late_when_it_leaps()
    {
        var clock = new ManualTimeProvider();
        var start = clock.GetUtcNow();
        var seen = new List<string>();
        void Note(object? name) => seen.Add($"{name}{(clock.GetUtcNow() - start).TotalSeconds}");
        using var once = clock.CreateTimer(Note, "once", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var later = clock.CreateTimer(Note, "later", TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);

        clock.Leap(TimeSpan.FromSeconds(3601));
        seen.ShouldBe(["once3601", "often3601"]);

        clock.Advance(TimeSpan.FromSeconds(1));
        seen.ShouldBe(["once3601", "often3601", "often3602"]);
    }
}
