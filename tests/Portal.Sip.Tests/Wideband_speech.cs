using System.Runtime.InteropServices;
using Portal.Sip.Media;
using Portal.Testing.Peers;

namespace Portal.Sip.Tests;

public class Wideband_speech
{
    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3400)]
    [InlineData(6000)]
    public void A_tone_comes_back_as_it_was(int frequency) =>
        Noise(Tone(frequency, 16000)).ShouldBeGreaterThan(frequency < 4000 ? 25 : 12);

    [Fact]
    public void Something_like_speech_comes_back_well() => Noise(Speech(32000)).ShouldBeGreaterThan(15);

    [Fact]
    public void Octets_and_samples_are_those_of_another_coder()
    {
        if (!NativeLibrary.TryLoad("libspandsp.so.2", out _)) Peer.Missing("libspandsp.so.2 is not installed (baresip brings it)");
        var random = new Random(722);
        var noise = new short[16000];
        for (var i = 0; i < noise.Length; i++) noise[i] = (short)random.Next(short.MinValue, short.MaxValue);
        var step = new short[3200];
        step.AsSpan(800, 1600).Fill(short.MaxValue);
        foreach (var samples in new[] { Tone(1000, 16000), Speech(48000), noise, step })
        {
            var octets = Encode(samples);
            var theirs = new byte[octets.Length];
            var encoder = g722_encode_init(0, 64000, 0);
            g722_encode(encoder, theirs, samples, samples.Length).ShouldBe(octets.Length);
            g722_encode_free(encoder);
            octets.AsSpan().CommonPrefixLength(theirs).ShouldBe(octets.Length);

            // Any octets, not only such as an encoder gives.
            random.NextBytes(theirs.AsSpan(theirs.Length / 2));
            var decoded = new short[theirs.Length * 2];
            var decoder = g722_decode_init(0, 64000, 0);
            g722_decode(decoder, decoded, theirs, theirs.Length).ShouldBe(decoded.Length);
            g722_decode_free(decoder);
            var ours = Decode(theirs);
            for (var i = 0; i < ours.Length; i++)
            {
                // Where made-up octets ask for more than 16 bits we limit as the recommendation says; the other wraps round.
                if (ours[i] is > short.MinValue and < short.MaxValue) ours[i].ShouldBe(decoded[i], $"sample {i}");
            }
        }
    }

    [Fact]
    public void Lost_octets_are_overcome()
    {
        var samples = Speech(32000);
        var octets = Encode(samples);
        var decoder = new G722Decoder();
        var decoded = new short[samples.Length];
        decoder.Decode(octets.AsSpan(0, 4000), decoded);
        decoder.Decode(octets.AsSpan(4160), decoded.AsSpan(8320)); // 20 ms are missing
        Noise(samples.AsSpan(16000), decoded.AsSpan(16000)).ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Half_a_pair_and_too_little_room_are_refused()
    {
        Should.Throw<ArgumentException>(() => new G722Encoder().Encode(new short[3], new byte[2]));
        Should.Throw<ArgumentException>(() => new G722Encoder().Encode(new short[4], new byte[1]));
        Should.Throw<ArgumentException>(() => new G722Decoder().Decode(new byte[2], new short[3]));
    }

    private static byte[] Encode(short[] samples)
    {
        var octets = new byte[samples.Length / 2];
        new G722Encoder().Encode(samples, octets);
        return octets;
    }

    private static short[] Decode(byte[] octets)
    {
        var samples = new short[octets.Length * 2];
        new G722Decoder().Decode(octets, samples);
        return samples;
    }

    private static double Noise(short[] samples) => Noise(samples, Decode(Encode(samples)));

    /// <summary>The ratio of signal to what is wrong with it, in dB, at the delay of the filters.</summary>
    private static double Noise(ReadOnlySpan<short> samples, ReadOnlySpan<short> decoded)
    {
        const int delay = 22;
        double signal = 0, wrong = 0;
        for (var i = 2000; i + delay < samples.Length; i++)
        {
            signal += (double)samples[i] * samples[i];
            wrong += Math.Pow(samples[i] - decoded[i + delay], 2);
        }
        return 10 * Math.Log10(signal / wrong);
    }

    private static short[] Tone(int frequency, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (short)(10000 * Math.Sin(2 * Math.PI * frequency * i / G722Encoder.SampleRate)))];

    /// <summary>Harmonics of a gliding voice, louder and softer by syllables, with some hiss.</summary>
    private static short[] Speech(int count)
    {
        var random = new Random(1);
        var samples = new short[count];
        var phase = 0.0;
        for (var i = 0; i < count; i++)
        {
            phase += 2 * Math.PI * (120 + 40 * Math.Sin(i / 9000.0)) / G722Encoder.SampleRate;
            double sum = 0;
            for (var harmonic = 1; harmonic <= 30; harmonic++) sum += Math.Sin(phase * harmonic) / harmonic;
            samples[i] = (short)(5000 * sum * (0.55 + 0.45 * Math.Sin(i / 1500.0)) + random.Next(-60, 60));
        }
        return samples;
    }

    [DllImport("libspandsp.so.2")]
    private static extern nint g722_encode_init(nint state, int rate, int options);

    [DllImport("libspandsp.so.2")]
    private static extern int g722_encode(nint state, [Out] byte[] octets, short[] samples, int count);

    [DllImport("libspandsp.so.2")]
    private static extern int g722_encode_free(nint state);

    [DllImport("libspandsp.so.2")]
    private static extern nint g722_decode_init(nint state, int rate, int options);

    [DllImport("libspandsp.so.2")]
    private static extern int g722_decode(nint state, [Out] short[] samples, byte[] octets, int count);

    [DllImport("libspandsp.so.2")]
    private static extern int g722_decode_free(nint state);
}
