using System.Globalization;
using System.Text;

namespace Portal.Extensions.Domain;

/// <summary>Makes a username of a name: "Zoë Müller-Groß" becomes <c>zoe.mullergross</c>.</summary>
internal static class UsernameSuggestion
{
    /// <summary>Empty when the names have no letter that a username could be made of.</summary>
    public static string Of(string firstName, string lastName) =>
        string.Join('.', new[] { Plain(firstName), Plain(lastName) }.Where(p => p.Length > 0)) is { Length: >= 2 } made ? made : "";

    /// <summary>The first of <c>name</c>, <c>name2</c>, <c>name3</c>… that is not taken.</summary>
    public static string FirstFree(string wanted, IReadOnlySet<string> taken)
    {
        var candidate = wanted;
        for (var n = 2; taken.Contains(candidate); n++)
        {
            candidate = wanted + n.ToString(CultureInfo.InvariantCulture);
        }

        return candidate;
    }

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in Spelled(name).Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
        }

        return plain.ToString();
    }

    // Letters that Unicode does not take apart into a plain letter and a mark.
    private static string Spelled(string name) => name
        .Replace("ß", "ss", StringComparison.Ordinal)
        .Replace("æ", "ae", StringComparison.OrdinalIgnoreCase)
        .Replace("œ", "oe", StringComparison.OrdinalIgnoreCase)
        .Replace("ø", "o", StringComparison.OrdinalIgnoreCase)
        .Replace("ł", "l", StringComparison.OrdinalIgnoreCase)
        .Replace("đ", "d", StringComparison.OrdinalIgnoreCase)
        .Replace("þ", "th", StringComparison.OrdinalIgnoreCase);
}
