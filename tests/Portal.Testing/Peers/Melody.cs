namespace Portal.Testing.Peers;

/// <summary>
/// Recognisable sound: a row of short notes made from a seed, and the measure of how much of one is heard in a recording. It
/// recognises notes, not samples, so G.711, a delay, lost packets and cut ends do not confuse it.
/// </summary>
public static class Melody
{
    // Inside the telephone band, no two in a harmonic ratio.
    private static readonly double[] Notes = [425, 570, 700, 930, 1190, 1500, 1880, 2350];

    private const int NoteSamples = Wave.Rate * 120 / 1000;
    private const int FrameSamples = Wave.Rate * 20 / 1000;
    private const int Phases = 4;
    private const double AudibleLevel = 300;

    /// <summary>Makes a melody; another seed gives another one. Followed by silence up to <paramref name="padded"/> (two minutes).</summary>
    public static Wave Make(int seed, TimeSpan duration, TimeSpan? padded = null)
    {
        var random = new Random(seed);
        var samples = new short[(int)(duration.TotalSeconds * Wave.Rate)];
        var last = -1;
        for (var start = 0; start < samples.Length; start += NoteSamples)
        {
            // Never the same note twice in a row, so that every note has edges to recognise.
            last = (last + 1 + random.Next(Notes.Length - 1)) % Notes.Length;
            for (var index = start; index < Math.Min(start + NoteSamples, samples.Length); index++)
            {
                samples[index] = (short)(8000 * Math.Sin(2 * Math.PI * Notes[last] * index / Wave.Rate));
            }
        }
        return new Wave(samples).PaddedTo(padded ?? TimeSpan.FromMinutes(2));
    }

    /// <summary>Compares a recording with what was played; see <see cref="Heard"/>.</summary>
    public static Heard Compare(Wave played, Wave received)
    {
        var original = Frames(played, 0);
        var best = new Heard(0, TimeSpan.Zero, TimeSpan.Zero);
        for (var phase = 0; phase < Phases; phase++)
        {
            var shift = phase * FrameSamples / Phases;
            var heard = Frames(received, shift);
            for (var lag = -heard.Length + 1; lag < original.Length; lag++)
            {
                var candidate = At(original, heard, lag, shift);
                // The longer match wins; a single note that fits by chance must not.
                best = candidate.Share * candidate.Sound.TotalSeconds > best.Share * best.Sound.TotalSeconds ? candidate : best;
            }
        }
        return best;
    }

    private static Heard At(int[] original, int[] heard, int lag, int shift)
    {
        var (same, sound) = (0, 0);
        for (var index = Math.Max(0, -lag); index < heard.Length && index + lag < original.Length; index++)
        {
            if (heard[index] >= 0 && original[index + lag] >= 0)
            {
                sound++;
                same += heard[index] == original[index + lag] ? 1 : 0;
            }
        }
        var seconds = (double)FrameSamples / Wave.Rate;
        return sound == 0
            ? new Heard(0, TimeSpan.Zero, TimeSpan.Zero)
            : new Heard((double)same / sound, TimeSpan.FromSeconds(sound * seconds), TimeSpan.FromSeconds((double)shift / Wave.Rate - lag * seconds));
    }

    // The note of every frame; -1 for silence, and for noise that no note dominates.
    private static int[] Frames(Wave wave, int shift)
    {
        var frames = new int[Math.Max(0, (wave.Samples.Length - shift) / FrameSamples)];
        for (var index = 0; index < frames.Length; index++)
        {
            frames[index] = Note(wave.Samples.AsSpan(shift + index * FrameSamples, FrameSamples));
        }
        return frames;
    }

    private static int Note(ReadOnlySpan<short> frame)
    {
        double energy = 0;
        foreach (var sample in frame)
        {
            energy += (double)sample * sample;
        }
        if (Math.Sqrt(energy / frame.Length) < AudibleLevel)
        {
            return -1;
        }
        var (best, strongest) = (-1, 0.0);
        for (var note = 0; note < Notes.Length; note++)
        {
            var power = Goertzel(frame, Notes[note]);
            (best, strongest) = power > strongest ? (note, power) : (best, strongest);
        }
        // A pure tone gives energy × length / 2.
        return strongest > 0.3 * energy * frame.Length / 2 ? best : -1;
    }

    private static double Goertzel(ReadOnlySpan<short> frame, double frequency)
    {
        var factor = 2 * Math.Cos(2 * Math.PI * frequency / Wave.Rate);
        double previous = 0, before = 0;
        foreach (var sample in frame)
        {
            var value = sample + factor * previous - before;
            (before, previous) = (previous, value);
        }
        return previous * previous + before * before - factor * previous * before;
    }
}

/// <summary>How much of a melody was heard.</summary>
/// <param name="Share">Share of the sounding time in which the right note was heard, 0 to 1; above 0.8 it is the melody, another one gives below 0.4.</param>
/// <param name="Sound">For how long both sounded at the best fit.</param>
/// <param name="Delay">How much later it was heard than played, counted from the start of both files.</param>
public sealed record Heard(double Share, TimeSpan Sound, TimeSpan Delay)
{
    /// <summary>True when at least a second was heard and four fifths of it was right.</summary>
    public bool IsTheMelody => Share >= 0.8 && Sound >= TimeSpan.FromSeconds(1);
}
