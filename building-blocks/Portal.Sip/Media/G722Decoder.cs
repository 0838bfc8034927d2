namespace Portal.Sip.Media;

/// <summary>G.722 at 64 kbit/s back to 16,000 samples a second, two for every octet. One instance a stream; not safe for several threads.</summary>
public sealed class G722Decoder
{
    // ITU-T G.722 table 7: the low band's output of six bits, finer than the four that the predictor follows.
    private static readonly short[] Low6 =
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    private readonly G722Filter _filter = new();
    private readonly G722Band _low = new(low: true), _high = new(low: false);

    /// <summary>Decodes octets, a pair of samples each. Every octet means something; after lost ones the decoder finds back by itself.</summary>
    /// <exception cref="ArgumentException">No room.</exception>
    public void Decode(ReadOnlySpan<byte> octets, Span<short> samples)
    {
        if (samples.Length < octets.Length * 2) throw new ArgumentException("Each octet needs room for two samples.", nameof(samples));
        for (var i = 0; i < octets.Length; i++)
        {
            var (lowCode, highCode) = (octets[i] & 0x3F, octets[i] >> 6);
            var low = Math.Clamp(_low.Prediction + ((_low.Scale * Low6[lowCode]) >> 15), -16384, 16383);
            _low.Adapt(lowCode >> 2);
            var high = Math.Clamp(_high.Prediction + _high.Difference(highCode), -16384, 16383);
            _high.Adapt(highCode);
            var (even, odd) = _filter.Step(low + high, low - high);
            samples[i * 2] = (short)G722Band.Saturate(even >> 11);
            samples[i * 2 + 1] = (short)G722Band.Saturate(odd >> 11);
        }
    }
}
