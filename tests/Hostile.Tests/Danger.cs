using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Portal.Hostile.Tests;

/// <summary>What no page may hold, whatever was typed: elements and attributes that run, and characters that hide.</summary>
internal static class Danger
{
    public static IEnumerable<string> In(IHtmlDocument page)
    {
        foreach (var element in page.All)
        {
            if (element is IHtmlScriptElement { Source: null or "" } script && script.Type is not ("application/json" or "importmap" or "speculationrules"))
            {
                yield return "a script in the page: " + Short(script.TextContent);
            }

            foreach (var attribute in element.Attributes)
            {
                if (attribute.Name.StartsWith("on", StringComparison.Ordinal)
                    || attribute.Name is "href" or "src" or "action" or "formaction" && attribute.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
                {
                    yield return $"{element.LocalName} {attribute.Name}={Short(attribute.Value)}";
                }
            }
        }

        if ((page.DocumentElement?.TextContent ?? "").Concat(page.All.SelectMany(e => e.Attributes).SelectMany(a => a.Value)).FirstOrDefault(Hides) is var hidden and not '\0')
        {
            yield return $"the character U+{(int)hidden:X4}";
        }
    }

    private static bool Hides(char c) => c is (< ' ' and not ('\n' or '\r' or '\t')) or '\u007F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
