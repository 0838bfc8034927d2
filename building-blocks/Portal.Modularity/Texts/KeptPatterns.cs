using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Modularity.Texts;

/// <summary>
/// Finds the pattern a kept English text was made of, to say it again in another language: what stands in a record stays plain
/// English, and is translated when somebody reads it.
/// </summary>
internal sealed partial class KeptPatterns
{
    // What says less than this could have made any text.
    private const int FewestLetters = 5;

    private readonly (Regex Pattern, string Translated)[] _all;

    public KeptPatterns(IEnumerable<KeyValuePair<string, string>> texts) => _all =
    [
        .. texts.Where(t => HolePattern().IsMatch(t.Key))
            .Select(t => (t.Key, Said: HolePattern().Replace(t.Key, ""), t.Value))
            .Where(t => t.Said.Count(char.IsLetter) >= FewestLetters)
            // The one that says most itself: "{0} is busy." rather than "{0} is {1}.".
            .OrderByDescending(t => t.Said.Length)
            .Select(t => (Reading(t.Key), t.Value)),
    ];

    public string? Retell(string english)
    {
        foreach (var (pattern, translated) in _all)
        {
            if (pattern.Match(english) is { Success: true } match)
            {
                return string.Format(CultureInfo.CurrentCulture, translated, [.. Enumerable.Range(0, HighestHole(pattern) + 1).Select(n => match.Groups["v" + n].Value)]);
            }
        }

        return null;
    }

    private static int HighestHole(Regex pattern) =>
        pattern.GetGroupNames().Where(n => n.StartsWith('v')).Max(n => int.Parse(n.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture));

    private static Regex Reading(string key)
    {
        var reading = new StringBuilder("^");
        var at = 0;
        foreach (Match hole in HolePattern().Matches(key))
        {
            reading.Append(Literal(key[at..hole.Index])).Append("(?<v").Append(hole.Groups[1].Value).Append(">.*?)");
            at = hole.Index + hole.Length;
        }

        reading.Append(Literal(key[at..])).Append('$');
        // Linear in the text's length whatever it is: names come from outside.
        return new Regex(reading.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private static string Literal(string text) =>
        Regex.Escape(text.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal));

    [GeneratedRegex(@"(?<!\{)\{(\d+)(?::[^{}]*)?\}(?!\})")]
    private static partial Regex HolePattern();
}
