using System.Buffers;
using System.Text.RegularExpressions;

namespace Portal.Web.Lists.Export;

/// <summary>
/// Cells of a CSV file (RFC 4180) that a spreadsheet shows as they are. What a caller puts into a display name must not run as
/// a formula, so a cell that would begin one gets an apostrophe before it; a plain telephone number with its plus cannot.
/// </summary>
public static partial class CsvText
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",;\"\r\n\t'");

    /// <summary>A row with its line end.</summary>
    public static string Line(params ReadOnlySpan<string> cells)
    {
        var line = new System.Text.StringBuilder();
        foreach (var cell in cells)
        {
            line.Append(Cell(cell)).Append(',');
        }

        line.Length--;
        return line.Append("\r\n").ToString();
    }

    /// <summary>One cell, quoted and made harmless where needed.</summary>
    public static string Cell(string text)
    {
        var safe = StartsFormula(text) && !PhoneNumber().IsMatch(text) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(NeedQuotes) || safe.StartsWith(' ') || safe.EndsWith(' ')
            ? "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : safe;
    }

    // Blanks before the sign do not stop a spreadsheet, nor do the wide forms that some of them treat alike.
    private static bool StartsFormula(string text) =>
        text.TrimStart() is [var first, ..] && first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '|' or '%'
        || text is ['\t' or '\r' or '\n', ..];

    [GeneratedRegex(@"\A\+[0-9]{1,20}\z")]
    private static partial Regex PhoneNumber();
}
