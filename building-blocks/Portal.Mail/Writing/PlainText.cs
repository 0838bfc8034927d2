using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Mail.Writing;

/// <summary>The plain-text twin of a template's HTML, made from it so that the two can never say different things.</summary>
internal static partial class PlainText
{
    public static string Of(string html)
    {
        var text = new StringBuilder();
        var href = "";
        var said = 0;
        foreach (Match piece in Pieces().Matches(html))
        {
            if (!piece.Groups["tag"].Success)
            {
                text.Append(WebUtility.HtmlDecode(Blanks().Replace(piece.Value, " ")));
                continue;
            }

            var closes = piece.Value.StartsWith("</", StringComparison.Ordinal);
            switch (piece.Groups["tag"].Value.ToLowerInvariant())
            {
                case "a" when !closes:
                    href = WebUtility.HtmlDecode(Href().Match(piece.Value).Groups[1].Value);
                    said = text.Length;
                    break;
                case "a" when href.Length > 0 && text.ToString(said, text.Length - said).Trim() != href:
                    text.Append(": ").Append(href);
                    break;
                case "p" or "h1" or "h2" or "ul" or "ol" or "div" or "pre":
                    text.Append("\n\n");
                    break;
                case "li" when !closes:
                    text.Append("\n- ");
                    break;
                case "br":
                    text.Append('\n');
                    break;
                case "hr":
                    text.Append("\n\n--\n");
                    break;
            }
        }

        var lines = text.ToString().Split('\n').Select(l => l.Trim());
        return ManyBreaks().Replace(string.Join('\n', lines), "\n\n").Trim() + "\n";
    }

    [GeneratedRegex(@"</?(?<tag>[a-z][a-z0-9]*)\b[^>]*>|<!--.*?-->|[^<]+", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("href=\"([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Href();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBreaks();
}
