using Portal.Testing;
using Portal.Testing.Clock;
using Portal.Web.Live;

namespace Portal.Web.Tests;

public class A_live_topic
{
    private sealed class Topic(TimeProvider time) : LiveTopic(time);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Tells_every_watcher_of_a_change()
    {
        var topic = new Topic(_time);
        await using var first = topic.WatchAsync(default).GetAsyncEnumerator();
        await using var second = topic.WatchAsync(default).GetAsyncEnumerator();
        var (one, two) = (first.MoveNextAsync(), second.MoveNextAsync());

        topic.Changed();

        (await one && first.Current).ShouldBeTrue();
        (await two && second.Current).ShouldBeTrue();
    }

    [Fact]
    public async Task Tells_a_burst_once_and_then_once_more_that_it_went_on()
    {
        var topic = new Topic(_time);
        using var leave = new CancellationTokenSource();
        await using var watch = topic.WatchAsync(leave.Token).GetAsyncEnumerator();
        var told = watch.MoveNextAsync();
        topic.Changed();
        await told;
        for (var i = 0; i < 100; i++)
        {
            topic.Changed();
        }

        var again = watch.MoveNextAsync();
        again.IsCompleted.ShouldBeFalse("changes are told at most every half second");
        await Eventually.TrueAsync(() => _time.WaitingTimers > 0);
        _time.Advance(LiveTopic.Pace);

        (await again && watch.Current).ShouldBeTrue();
        var quiet = watch.MoveNextAsync();
        await Eventually.TrueAsync(() => _time.WaitingTimers > 0);
        _time.Advance(LiveTopic.Pace);
        quiet.IsCompleted.ShouldBeFalse("nothing has changed since");
        leave.Cancel();
        (await quiet).ShouldBeFalse();
    }

    [Fact]
    public async Task Gives_a_sign_of_life_when_nothing_happens()
    {
        await using var watch = new Topic(_time).WatchAsync(default).GetAsyncEnumerator();
        var sign = watch.MoveNextAsync();
        await Eventually.TrueAsync(() => _time.WaitingTimers > 0);

        _time.Advance(LiveTopic.Heartbeat);

        (await sign).ShouldBeTrue();
        watch.Current.ShouldBeFalse();
    }

    [Fact]
    public async Task Ends_when_nobody_watches_any_more()
    {
        using var leave = new CancellationTokenSource();
        await using var watch = new Topic(_time).WatchAsync(leave.Token).GetAsyncEnumerator();
        var next = watch.MoveNextAsync();

        leave.Cancel();

        (await next).ShouldBeFalse();
    }
}
