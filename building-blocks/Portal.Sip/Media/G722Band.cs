namespace Portal.Sip.Media;

/// <summary>
/// The adaptive differential coding of one half of the band (ITU-T G.722 §3): quantizer scale and a predictor of two poles and six zeros, the same in
/// encoder and decoder, since both see the codes only.
/// </summary>
internal sealed class G722Band(bool low)
{
    // Table 10 and 11: what a code says of the difference, and how the logarithmic scale follows it.
    private static readonly short[] Low4 = [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];
    private static readonly short[] LowScale = [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];
    private static readonly short[] High2 = [-7408, -1616, 7408, 1616];
    private static readonly short[] HighScale = [798, -214, 798, -214];

    // The scale's antilogarithm: 2^(i/32) * 2048.
    private static readonly int[] Antilog = [.. Enumerable.Range(0, 32).Select(i => (int)Math.Round(2048 * Math.Pow(2, i / 32.0)))];

    private readonly int _ceiling = low ? 18432 : 22528;
    private readonly int _shift = low ? 8 : 10;
    private int _logScale;
    private readonly int[] _differences = new int[6], _zeros = new int[6];
    private int _pole1, _pole2, _reconstructed1, _reconstructed2, _partial1, _partial2;
    private int _zeroPrediction;

    /// <summary>The quantizer's scale.</summary>
    internal int Scale { get; private set; } = low ? 32 : 8;

    /// <summary>What the predictor expects.</summary>
    internal int Prediction { get; private set; }

    /// <summary>The difference that a code of four bits (low band) or two (high band) means.</summary>
    internal int Difference(int code) => (Scale * (low ? Low4 : High2)[code]) >> 15;

    /// <summary>Follows a code: scale (blocks LOGSCL and SCALEL, LOGSCH and SCALEH), then the predictor (block 4).</summary>
    internal void Adapt(int code)
    {
        var difference = Difference(code);
        _logScale = Math.Clamp(((_logScale * 127) >> 7) + (low ? LowScale : HighScale)[code], 0, _ceiling);
        var exponent = _shift - (_logScale >> 11);
        var mantissa = Antilog[(_logScale >> 6) & 31];
        Scale = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
        Predict(difference);
    }

    private void Predict(int difference)
    {
        var reconstructed = Saturate(Prediction + difference);
        var partial = Saturate(_zeroPrediction + difference);
        var same1 = Sign(partial) == Sign(_partial1);
        var same2 = Sign(partial) == Sign(_partial2);

        // UPPOL2: the second pole, then UPPOL1: the first, held where the filter is stable.
        var step = Saturate(_pole1 << 2);
        var toward = Math.Min(same1 ? -step : step, 32767);
        var second = Math.Clamp((toward >> 7) + (same2 ? 128 : -128) + ((_pole2 * 32512) >> 15), -12288, 12288);
        var limit = 15360 - second;
        var first = Math.Clamp((same1 ? 192 : -192) + ((_pole1 * 32640) >> 15), -limit, limit);

        // UPZERO.
        var gain = difference == 0 ? 0 : 128;
        for (var i = 0; i < 6; i++)
        {
            _zeros[i] = Saturate((Sign(difference) == Sign(_differences[i]) ? gain : -gain) + ((_zeros[i] * 32640) >> 15));
        }
        for (var i = 5; i > 0; i--) _differences[i] = _differences[i - 1];
        _differences[0] = difference;
        (_reconstructed2, _reconstructed1) = (_reconstructed1, reconstructed);
        (_partial2, _partial1) = (_partial1, partial);
        (_pole1, _pole2) = (first, second);

        // FILTEP and FILTEZ.
        var poles = Saturate(((_pole1 * Saturate(_reconstructed1 * 2)) >> 15) + ((_pole2 * Saturate(_reconstructed2 * 2)) >> 15));
        var zeros = 0;
        for (var i = 0; i < 6; i++) zeros += (_zeros[i] * Saturate(_differences[i] * 2)) >> 15;
        _zeroPrediction = Saturate(zeros);
        Prediction = Saturate(poles + _zeroPrediction);
    }

    /// <summary>Zero counts as positive.</summary>
    private static int Sign(int value) => value >> 31;

    internal static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
}
