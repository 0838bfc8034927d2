using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Web.Lists.Export;

/// <summary>What a cell says, without how it looks: "Good" of a coloured badge, a moment to the second instead of "Yesterday".</summary>
internal static partial class PlainText
{
    public static string Of(string html, TimeZoneInfo zone)
    {
        var text = html.Contains('<', StringComparison.Ordinal)
            ? Tag().Replace(Moment().Replace(html, m => Written(m.Groups[1].ValueSpan, zone)), m => Parts(m.Groups[1].ValueSpan) ? " " : "")
            : html;
        return Tidied(WebUtility.HtmlDecode(text));
    }

    private static string Written(ReadOnlySpan<char> moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), zone)
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Elements that stand in a line with their neighbours part no words; all others do.
    private static bool Parts(ReadOnlySpan<char> element) => element is not ("a" or "span" or "b" or "strong" or "em" or "i" or "code" or "small" or "svg" or "use" or "abbr");

    private static string Tidied(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
            {
                tidy.Append(letter);
            }
            else if (tidy.Length > 0 && tidy[^1] != ' ')
            {
                tidy.Append(' ');
            }
        }

        return tidy.ToString().TrimEnd();
    }

    [GeneratedRegex("<time[^>]*datetime=\"([0-9TZ:.-]+)\"[^>]*>.*?</time>", RegexOptions.Singleline)]
    private static partial Regex Moment();

    // Attribute values are encoded by Razor, so a closing bracket in one cannot end the tag early.
    [GeneratedRegex("</?([a-zA-Z0-9]+)[^>]*>|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
