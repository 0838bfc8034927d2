using System.Text;

namespace Portal.Sip;

/// <summary>Comparisons and trimming over received octets.</summary>
internal static class Ascii
{
    internal static bool Equals(ReadOnlySpan<byte> octets, string text) =>
        octets.Length == text.Length && System.Text.Ascii.Equals(octets, text);

    internal static bool EqualsIgnoreCase(ReadOnlySpan<byte> octets, string text) =>
        octets.Length == text.Length && System.Text.Ascii.EqualsIgnoreCase(octets, text);

    /// <summary>Without linear white space (SP, HTAB and folds) at both ends.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> octets) => octets.Trim(" \t\r\n"u8);

    /// <summary>An unsigned decimal that fills the whole span; leading zeros are legal (RFC 4475 §3.1.1.1), overflow is not.</summary>
    internal static bool TryNumber(ReadOnlySpan<byte> digits, out uint number)
    {
        number = 0;
        if (digits.IsEmpty || digits.Length > 64) return false;
        ulong sum = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            sum = sum * 10 + (uint)(digit - '0');
            if (sum > uint.MaxValue) return false;
        }
        number = (uint)sum;
        return true;
    }

    /// <summary>Octets as text with folds (CRLF and the white space after it) turned into one space (RFC 3261 §7.3.1).</summary>
    internal static string Unfold(ReadOnlySpan<byte> octets)
    {
        if (octets.IndexOfAny((byte)'\r', (byte)'\n') < 0) return Encoding.UTF8.GetString(octets);
        var flat = new byte[octets.Length];
        var used = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] is not ((byte)'\r' or (byte)'\n'))
            {
                flat[used++] = octets[i];
                continue;
            }
            while (i + 1 < octets.Length && octets[i + 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') i++;
            while (used > 0 && flat[used - 1] is (byte)' ' or (byte)'\t') used--;
            flat[used++] = (byte)' ';
        }
        return Encoding.UTF8.GetString(flat.AsSpan(0, used));
    }
}
