using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Numbering.Plans;

/// <summary>The digits in what somebody typed, without the signs that people put between them.</summary>
internal static partial class TypedNumber
{
    private const int Longest = 250;

    /// <summary>Digits, with a plus in front when one was typed; null and a fault when it is something else.</summary>
    public static string? Digits(string? typed, out NumberFault fault)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length is 0 or > Longest)
        {
            fault = text.Length == 0 ? NumberFault.Empty : NumberFault.TooLong;
            return null;
        }

        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) && !TryUri(ref text, out fault))
        {
            return null;
        }

        var digits = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (DigitOf(c) is { } digit)
            {
                digits.Append(digit);
            }
            else if (c is '+' or '＋' && digits.Length == 0)
            {
                digits.Append('+');
            }
            else if (!IsPunctuation(c))
            {
                fault = digits.Length >= 3 && Extension().IsMatch(text[i..]) ? NumberFault.HasExtension : NumberFault.NotANumber;
                return null;
            }
        }

        fault = digits.Length > 0 ? NumberFault.None : NumberFault.NotANumber;
        return fault == NumberFault.None ? digits.ToString() : null;
    }

    // RFC 3966: tel:+44-20-7946-0018;ext=12;phone-context=+44
    private static bool TryUri(ref string text, out NumberFault fault)
    {
        var parts = text[4..].Split(';');
        fault = parts.Skip(1).Any(p => p.StartsWith("ext=", StringComparison.OrdinalIgnoreCase)) ? NumberFault.HasExtension : NumberFault.None;
        var context = parts.Skip(1).FirstOrDefault(p => p.StartsWith("phone-context=+", StringComparison.OrdinalIgnoreCase));
        text = context is null || parts[0].StartsWith('+') ? parts[0] : context["phone-context=".Length..] + parts[0];
        return fault == NumberFault.None;
    }

    private static char? DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c,
        >= '\uFF10' and <= '\uFF19' => (char)(c - '\uFF10' + '0'),
        >= '\u0660' and <= '\u0669' => (char)(c - '\u0660' + '0'),
        >= '\u06F0' and <= '\u06F9' => (char)(c - '\u06F0' + '0'),
        _ => null,
    };

    // The last two lines are marks of writing direction that come along when a number is copied from a contact card.
    private static bool IsPunctuation(char c) => c is ' ' or '\t' or '-' or '/' or '.' or '(' or ')' or '[' or ']' or '~'
        or '\u00A0' or '\u00AD' or '\u200B' or '\u2060' or '\u3000' or '\u202F' or (>= '\u2010' and <= '\u2015') or '\u2212' or '\u30FC' or '\uFF0D'
        or '\uFF0F' or '\uFF0E' or '\uFF08' or '\uFF09' or '\uFF3B' or '\uFF3D' or '\u2053' or '\u223C' or '\uFF5E'
        or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E')
        or (>= '\u2066' and <= '\u2069') or '\uFEFF';

    [GeneratedRegex(@"\A[;,#x*\s]*(?:e?xt(?:ension|n)?|int|app(?:arat)?|dw|durchwahl|nst|nebenstelle|anexo)?[\s.:=,-]*\d{1,20}\s*#?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
