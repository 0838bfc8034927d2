using System.Text;

namespace Portal.Mail.Writing;

/// <summary>
/// Text as a header may carry it (RFC 2047). What comes out is printable ASCII on lines of this class's own making, whatever goes
/// in: no name or subject can add a header.
/// </summary>
internal static class HeaderText
{
    private const int MostBytesInWord = 42;

    public static string Subject(string text) => Encode(Tidy(text));

    /// <summary>A name and address, as in <c>To</c>.</summary>
    public static string Mailbox(string name, EmailAddress address)
    {
        var tidy = Tidy(name);
        if (tidy.Length == 0)
        {
            return address.Value;
        }

        return (tidy.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') ? tidy : Encode(tidy, always: true)) + " <" + address.Value + ">";
    }

    /// <summary>Breaks and other control characters become blanks; so do the marks that turn the direction of writing.</summary>
    public static string Tidy(string text) =>
        string.Join(' ', new string([.. text.Select(c => char.IsControl(c) || IsMark(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsMark(char c) => c is '\u2028' or '\u2029' or (>= '\u200e' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Encode(string text, bool always = false)
    {
        if (!always && text.Length < 60 && text.All(c => c is >= ' ' and < '\u007f') && !text.Contains("=?", StringComparison.Ordinal))
        {
            return text;
        }

        var words = new List<string>();
        var word = new List<byte>();
        // By whole characters: an encoded word must not end within one.
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > MostBytesInWord)
            {
                words.Add(Word(word));
                word.Clear();
            }

            word.AddRange(bytes);
        }

        words.Add(Word(word));
        return string.Join("\r\n ", words);
    }

    private static string Word(List<byte> bytes) => "=?utf-8?B?" + Convert.ToBase64String([.. bytes]) + "?=";
}
