namespace Portal.Sip.Media;

/// <summary>
/// G.722 at 64 kbit/s: 16,000 samples a second in, an octet for every two out. In RTP its clock counts 8,000 a second nevertheless, so that 20 ms are 160
/// octets and 160 timestamp units like G.711's (RFC 3551 §4.5.2). One instance a stream; not safe for several threads.
/// </summary>
public sealed class G722Encoder
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 16000;

    // ITU-T G.722 table 6: decision levels of the low band, and the codes of the intervals between them.
    private static readonly int[] Levels =
        [0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919];

    private readonly G722Filter _filter = new();
    private readonly G722Band _low = new(low: true), _high = new(low: false);

    /// <summary>Encodes pairs of samples, one octet each.</summary>
    /// <exception cref="ArgumentException">An odd number of samples, or no room.</exception>
    public void Encode(ReadOnlySpan<short> samples, Span<byte> octets)
    {
        if (samples.Length % 2 != 0 || octets.Length < samples.Length / 2) throw new ArgumentException("Samples go in pairs, and each pair needs an octet.", nameof(samples));
        for (var i = 0; i < samples.Length; i += 2)
        {
            var (even, odd) = _filter.Step(samples[i], samples[i + 1]);
            octets[i / 2] = (byte)(High(even - odd >> 14) << 6 | Low(even + odd >> 14));
        }
    }

    private int Low(int sample)
    {
        var difference = G722Band.Saturate(sample - _low.Prediction);
        var magnitude = difference >= 0 ? difference : ~difference;
        var interval = 1;
        while (interval < 30 && magnitude >= (Levels[interval] * _low.Scale) >> 12) interval++;
        // Positive intervals count down from 61, negative ones from 31; the two nearest to zero share one place there.
        var code = difference >= 0 ? 62 - interval : interval < 3 ? 64 - interval : 34 - interval;
        _low.Adapt(code >> 2);
        return code;
    }

    private int High(int sample)
    {
        var difference = G722Band.Saturate(sample - _high.Prediction);
        var magnitude = difference >= 0 ? difference : ~difference;
        var outer = magnitude >= (564 * _high.Scale) >> 12;
        var code = difference < 0 ? (outer ? 0 : 1) : (outer ? 2 : 3);
        _high.Adapt(code);
        return code;
    }
}
