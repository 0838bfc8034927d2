using System.Buffers;

namespace Portal.Web.Forms;

/// <summary>Text as people type it: what cannot be seen, or makes what is seen read otherwise, is not part of it.</summary>
internal static class PlainText
{
    /// <summary>
    /// Control characters but for tabs and line ends, marks that turn the direction of what follows (right-to-left writing needs
    /// none of them), other line ends, and what stands for characters that could not be read.
    /// </summary>
    public static SearchValues<char> Hidden { get; } = SearchValues.Create(
    [
        .. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(c =>
            (char.IsControl(c) && c is not ('\t' or '\n' or '\r'))
            || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFF')),
    ]);

    /// <summary>The text with a visible sign where something hid.</summary>
    public static string Show(string text, bool oneLine) => string.Create(text.Length, (text, oneLine), static (shown, of) =>
    {
        for (var i = 0; i < shown.Length; i++)
        {
            var c = of.text[i];
            shown[i] = Hidden.Contains(c) ? '\uFFFD' : of.oneLine && c is ('\r' or '\n') ? ' ' : c;
        }
    });
}
