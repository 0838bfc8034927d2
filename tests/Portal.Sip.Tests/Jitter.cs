using Portal.Sip.Media;

namespace Portal.Sip.Tests;

public class Jitter
{
    private const int Frame = 160;
    private readonly JitterBuffer _buffer = new(Frame);
    private readonly List<int> _played = [];
    private int _concealed;

    [Fact]
    public void Frames_are_played_in_order_after_a_short_delay()
    {
        Run(500, i => i * 20);
        _played.ShouldBe(Enumerable.Range(0, _played.Count));
        _played.Count.ShouldBeGreaterThan(495);
        _concealed.ShouldBeLessThanOrEqualTo(1); // the frame after the last
        _buffer.Target.ShouldBe(1);
    }

    [Fact]
    public void Overtaken_packets_are_put_in_order()
    {
        // Every tenth packet is 30 ms late, so that two overtake it.
        Run(1000, i => i * 20 + (i % 10 == 9 ? 30 : 0));
        _played.Zip(_played.Skip(1)).ShouldAllBe(p => p.First < p.Second);
        _played.Count.ShouldBeGreaterThan(985);
    }

    [Fact]
    public void The_delay_follows_the_jitter_and_comes_down_again()
    {
        var random = new Random(4711);
        Run(1500, i => i * 20 + (i is > 300 and < 700 ? random.Next(0, 100) : 0));
        _buffer.Target.ShouldBeLessThanOrEqualTo(3);
        // After the first breath of jitter almost everything is in time.
        _played.Count.ShouldBeGreaterThan(1400);
        _played.Where(i => i is > 350 and < 700).Count().ShouldBeGreaterThan(325);
        _buffer.Waiting.ShouldBeLessThan(5);
    }

    [Fact]
    public void Lost_packets_are_counted_and_concealed_without_a_shift()
    {
        Run(1000, i => i % 20 == 13 ? null : i * 20);
        _buffer.Lost.ShouldBe(50);
        _concealed.ShouldBeInRange(50, 52);
        _played.ShouldBe(Enumerable.Range(0, 1000).Where(i => i % 20 != 13).Take(_played.Count));
    }

    [Fact]
    public void A_pause_of_the_sender_is_silence_not_loss()
    {
        Run(400, i => i is > 100 and < 300 ? null : i * 20);
        _buffer.Lost.ShouldBe(0);
        _concealed.ShouldBeLessThan(15);
        _played.Count.ShouldBeGreaterThan(195);
    }

    [Fact]
    public void Repeated_packets_are_played_once()
    {
        Run(300, i => i * 20, twice: true);
        _played.ShouldBe(Enumerable.Range(0, _played.Count));
        _buffer.Discarded.ShouldBe(300);
    }

    [Theory]
    [InlineData(1.002)]
    [InlineData(0.998)]
    public void A_clock_that_runs_differently_does_not_pile_up_or_starve(double speed)
    {
        Run(20_000, i => (int)(i * 20 * speed));
        _buffer.Waiting.ShouldBeLessThan(6);
        _played.Count.ShouldBeGreaterThan(19_800);
    }

    [Fact]
    public void The_timestamp_may_wrap_and_another_source_may_take_over()
    {
        _start = uint.MaxValue - 40 * Frame + 1;
        Run(100, i => i * 20);
        _played.Count.ShouldBeGreaterThan(97);
        _ssrc = 2;
        _start = 7777u * Frame;
        _played.Clear();
        _now += 2000;
        Run(100, i => i * 20);
        _played[^1].ShouldBeGreaterThan(95);
        _played.Zip(_played.Skip(1)).ShouldAllBe(p => p.First < p.Second);
    }

    [Fact]
    public void Hostile_timestamps_neither_throw_nor_grow_anything()
    {
        var random = new Random(1);
        var payload = new byte[1500];
        for (var i = 0; i < 200_000; i++)
        {
            _buffer.Put((uint)random.Next(3), (uint)random.NextInt64(uint.MaxValue), payload.AsSpan(0, random.Next(payload.Length)), i);
            if (i % 3 == 0) _buffer.Take(out _);
            _buffer.Waiting.ShouldBeInRange(0, 64);
        }
    }

    private uint _ssrc = 1, _start = 160_000;
    private int _now;

    /// <summary>Packets that arrive at their milliseconds (null: never), while a frame is taken each 20 ms.</summary>
    private void Run(int packets, Func<int, int?> arrival, bool twice = false)
    {
        var arriving = Enumerable.Range(0, packets).Select(i => (Index: i, At: arrival(i))).Where(p => p.At is not null).OrderBy(p => p.At).ThenBy(p => p.Index).ToList();
        var next = 0;
        var begin = _now;
        var last = arriving[^1].At!.Value + 20;
        for (var at = 0; at <= last; at += 20)
        {
            for (; next < arriving.Count && arriving[next].At <= at; next++)
            {
                var (index, when) = arriving[next];
                for (var copy = 0; copy < (twice ? 2 : 1); copy++)
                    _buffer.Put(_ssrc, _start + (uint)(index * Frame), BitConverter.GetBytes(index), (begin + when!.Value) * 8L);
            }
            switch (_buffer.Take(out var payload))
            {
                case FrameKind.Audio: _played.Add(BitConverter.ToInt32(payload)); break;
                case FrameKind.Lost: _concealed++; break;
            }
        }
        _now += last;
    }
}
