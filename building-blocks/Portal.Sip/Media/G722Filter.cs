namespace Portal.Sip.Media;

/// <summary>The quadrature mirror filter that halves the band in the encoder and joins it in the decoder (ITU-T G.722 table 11): 24 taps, symmetric.</summary>
internal sealed class G722Filter
{
    private static readonly int[] Taps = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];
    private readonly int[] _line = new int[24];

    /// <summary>Takes a pair in and gives the two sums of the filter's halves.</summary>
    internal (int Even, int Odd) Step(int first, int second)
    {
        _line.AsSpan(2).CopyTo(_line);
        (_line[22], _line[23]) = (first, second);
        var (even, odd) = (0, 0);
        for (var i = 0; i < 12; i++)
        {
            odd += _line[2 * i] * Taps[i];
            even += _line[2 * i + 1] * Taps[11 - i];
        }
        return (even, odd);
    }
}
