using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sip.Media;
using Portal.Testing;

namespace Portal.Sip.Tests;

public class Media_clocks
{
    private sealed class Counting(Action<long>? then = null) : IMediaStream
    {
        internal readonly List<long> Due = [];
        internal int Count;

        public void Tick(long due)
        {
            Due.Add(due);
            Volatile.Write(ref Count, Due.Count);
            then?.Invoke(due);
        }
    }

    [Fact]
    public void Every_stream_is_called_every_20_ms_without_drift_however_late_the_clock_is()
    {
        using var clock = new TurnedClock();
        var streams = Enumerable.Range(0, 100).Select(_ => new Counting()).ToList();
        foreach (var stream in streams) clock.Clock.Add(stream);
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            clock.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 60)));
            clock.Clock.Turn();
        }
        var second = clock.Time.TimestampFrequency;
        foreach (var stream in streams)
        {
            stream.Due.Zip(stream.Due.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == second / 50);
        }
        // Spread evenly: five in each of the twenty milliseconds.
        streams.GroupBy(stream => stream.Due[^1] % (second / 50)).Select(group => group.Count()).ShouldBe(Enumerable.Repeat(5, 20));
    }

    [Fact]
    public void After_a_standstill_what_was_missed_is_not_sent_all_at_once()
    {
        using var clock = new TurnedClock();
        var stream = new Counting();
        clock.Clock.Add(stream);
        clock.Turn(5);
        clock.Time.Advance(TimeSpan.FromMinutes(10));
        clock.Clock.Turn();
        clock.Turn();
        stream.Count.ShouldBeLessThanOrEqualTo(7);
    }

    [Fact]
    public void A_stream_that_fails_is_taken_off_and_the_others_go_on()
    {
        using var clock = new TurnedClock();
        var (bad, good) = (new Counting(_ => throw new InvalidOperationException("broken")), new Counting());
        clock.Clock.Add(bad);
        clock.Clock.Add(good);
        clock.Turn(10);
        (bad.Count, good.Count, clock.Clock.Streams).ShouldBe((1, 10, 1));
    }

    [Fact]
    public void A_stream_taken_off_is_not_called_again()
    {
        using var clock = new TurnedClock();
        var stream = new Counting();
        var registration = clock.Clock.Add(stream);
        clock.Turn(3);
        registration.Dispose();
        registration.Dispose();
        clock.Turn(3);
        (stream.Count, clock.Clock.Streams).ShouldBe((3, 0));
    }

    [Fact]
    public async Task A_running_clock_ticks_comes_to_rest_and_ticks_again()
    {
        using var clock = new MediaClock(NullLogger.Instance, threads: 2);
        for (var round = 0; round < 2; round++)
        {
            var streams = Enumerable.Range(0, 10).Select(_ => new Counting()).ToList();
            var registrations = streams.ConvertAll(stream => clock.Add(stream));
            await Eventually.TrueAsync(() => streams.TrueForAll(stream => Volatile.Read(ref stream.Count) >= 5));
            foreach (var registration in registrations) registration.Dispose();
            clock.Streams.ShouldBe(0);
        }
        clock.Dispose();
        Should.Throw<ObjectDisposedException>(() => clock.Add(new Counting()));
    }

    [Fact]
    public void Sockets_are_found_readable_without_epoll_too()
    {
        using var readiness = new SelectReadiness();
        using var one = new RawSender();
        using var other = new RawSender();
        readiness.Add(one.Socket, 5);
        readiness.Add(other.Socket, 7);
        var indexes = new int[4];
        readiness.Wait(indexes, 0).ShouldBe(0);
        one.Socket.SendTo([1], other.Address);
        readiness.Wait(indexes, 1000).ShouldBe(1);
        indexes[0].ShouldBe(7);
        readiness.Remove(other.Socket, 7);
        while (readiness.Wait(indexes, 0) > 0) indexes[0].ShouldNotBe(7);
    }
}
