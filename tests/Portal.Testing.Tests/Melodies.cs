using Portal.Testing.Peers;

namespace Portal.Testing.Tests;

public sealed class Melodies
{
    private static readonly Wave Played = Melody.Make(7, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10));

    [Fact]
    public void Are_not_heard_in_silence() =>
        Melody.Compare(Played, new Wave(new short[Wave.Rate * 4])).IsTheMelody.ShouldBeFalse();

    [Fact]
    public void Are_not_heard_in_an_empty_recording() =>
        Melody.Compare(Played, new Wave([])).IsTheMelody.ShouldBeFalse();

    [Fact]
    public void Are_not_heard_in_noise()
    {
        var random = new Random(1);
        var noise = new Wave([.. Enumerable.Range(0, Wave.Rate * 4).Select(_ => (short)random.Next(-9000, 9000))]);
        Melody.Compare(Played, noise).IsTheMelody.ShouldBeFalse();
    }

    [Theory, InlineData(8), InlineData(9), InlineData(10)]
    public void Are_not_heard_in_another_one(int seed)
    {
        var heard = Melody.Compare(Played, Melody.Make(seed, TimeSpan.FromSeconds(4)));
        heard.IsTheMelody.ShouldBeFalse(heard.ToString());
    }

    [Fact]
    public void Are_heard_late_cut_quieter_and_through_G711()
    {
        // 0.7 s of silence, then the piece from 0.5 s to 3 s at half the level.
        short[] received = [.. new short[5600], .. Played.Samples[4000..24000].Select(sample => ThroughG711((short)(sample / 2)))];

        var heard = Melody.Compare(Played, new Wave(received));

        heard.IsTheMelody.ShouldBeTrue(heard.ToString());
        heard.Share.ShouldBeGreaterThan(0.9);
        heard.Delay.TotalMilliseconds.ShouldBe(200, tolerance: 15);
    }

    [Fact]
    public void Survive_being_written_to_a_file_and_read()
    {
        using var folder = new TemporaryFolder();
        Played.Write(folder["melody.wav"]);
        Wave.Read(folder["melody.wav"]).Samples.ShouldBe(Played.Samples);
    }

    // The coarse steps of the mu-law curve: 13 bits down to a 4-bit mantissa.
    private static short ThroughG711(short sample)
    {
        var magnitude = Math.Abs((int)sample) + 132;
        var step = Math.Max(0, 27 - int.LeadingZeroCount(magnitude));
        return (short)(Math.Sign((int)sample) * ((magnitude >> step << step) - 132));
    }
}
