using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Texts;

/// <summary>Everything people read can be said in their language. A failure names the line to mend.</summary>
public partial class Texts_of_the_product
{
    [Fact]
    public void Stand_in_no_page_as_they_are() =>
        Report("Say these with @T(\"…\"), or @T($\"… {value}\"):", TextProject.All.SelectMany(p => p.Sources).Where(s => s.IsMarkup).SelectMany(Markup.RawWords));

    [Fact]
    public void Stand_in_no_message_as_they_are() =>
        Report("Say these with T(\"…\"), or T($\"… {value}\"):", TextProject.All.SelectMany(p => p.Sources).Where(s => !s.IsMarkup)
            .SelectMany(s => RawMessage().Matches(s.Text)
                .Where(m => Literal.Read(s.Text, m.Groups["literal"].Index) is { } l && SaidTexts.HasLetters(l.Key))
                .Select(m => $"{s.At(m.Index)}  {m.Value}…")));

    [Fact]
    public void Are_not_said_once_for_everybody() =>
        Report("These are said when the program starts, in no reader's language; make them properties (=>):", TextProject.All.SelectMany(p => p.Sources)
            .SelectMany(s => SaidOnce().Matches(s.Text).Select(m => $"{s.At(m.Index)}  {m.Value.Split('\n')[0].Trim()}")));

    [Fact]
    public void Are_all_translated_into_german() =>
        Report("Add these to the project's Texts/de.json:", TextProject.All.SelectMany(p => p.Said
            .Where(t => !p.German.ContainsKey(t.Key))
            .Select(t => $"{p.Folder}/Texts/de.json  {Json(t.Key)}: \"…\",   said at {t.Value}")));

    [Fact]
    public void Are_all_translated_into_every_language_the_shell_speaks() =>
        Report("A language the shell speaks is spoken by every project; these are missing:", TextProject.All
            .SelectMany(p => TextProject.All.Single(s => s.Folder.EndsWith("Portal.Web", StringComparison.Ordinal)).Languages.Keys
                .SelectMany(language => p.German.Keys.Where(k => p.Languages.GetValueOrDefault(language)?.ContainsKey(k) != true)
                    .Select(k => $"{p.Folder}/Texts/{language}.json  {Json(k)}"))));

    [Fact]
    public void Are_translated_only_while_they_are_said() =>
        Report("Nobody says these any more; remove them:", TextProject.All.SelectMany(p => p.Languages.SelectMany(l => l.Value.Keys
            .Where(k => SaidTexts.HasLetters(k) && !p.Said.ContainsKey(k) && !p.Literals.Contains(k) && !Names.Value.Contains(k))
            .Select(k => $"{p.Folder}/Texts/{l.Key}.json  {Json(k)}"))));

    [Fact]
    public void Keep_their_values_in_every_language() =>
        Report("The values of these differ from the English:", TextProject.All.SelectMany(p => p.Languages.SelectMany(l => l.Value
            .Where(t => !Holes(t.Key).SetEquals(Holes(t.Value)) || t.Value.Length == 0)
            .Select(t => $"{p.Folder}/Texts/{l.Key}.json  {Json(t.Key)}: {Json(t.Value)}"))));

    // The texts of all modules are one table: the last one loaded would win.
    [Fact]
    public void Are_translated_alike_by_all_modules() =>
        Report("One English text has several translations; agree on one, or say the English differently:", TextProject.All
            .SelectMany(p => p.Languages.SelectMany(l => l.Value.Select(t => (Language: l.Key, English: t.Key, Translated: t.Value, p.Folder))))
            .GroupBy(t => (t.Language, t.English))
            .Where(g => g.Select(t => t.Translated).Distinct().Count() > 1)
            .Select(g => $"{Json(g.Key.English)}: {string.Join("; ", g.Select(t => $"{Json(t.Translated)} in {t.Folder}"))}"));

    // The history calls tables and fields by the words of their names.
    private static readonly Lazy<HashSet<string>> Names = new(() =>
        [.. TextProject.All.SelectMany(p => p.Sources).Where(s => !s.IsMarkup).SelectMany(s => Name().Matches(s.Text).Select(m => SaidTexts.Words(m.Groups[1].Value)))]);

    private static void Report(string what, IEnumerable<string> found)
    {
        string[] all = [.. found];
        all.ShouldBeEmpty(what + "\n  " + string.Join("\n  ", all) + "\n");
    }

    private static string Json(string text) => "\"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"(?:\bclass|\brecord|[\w>?\]])\s+([A-Z]\w*)\s*(?=\{|=|:|;|,|\(|\n)")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<!\{)\{(\d+)[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex("""
        (?: \bOutcome\.(?:Refused|Conflict)\(\s*(?=\$?"(?:[^"\\]|\\.)*"\s*\)) | \bOutcome\.Refused\(\s*(?:"\w*"|nameof\([^)]*\)|\w+)\s*,\s* | new\ Problem\(\s*(?:"[\w.]*"|nameof\([^)]*\)|\w+)\s*,\s*
          | (?<![\w.])Toast\(\s*(?:Tone\.\w+\s*,\s*)? | \bHead\.(?:Title|Lead)\s*=\s* | \.Under\(\s* | new\ FieldChange\(\s* | new\ Status\(\s*Tone\.\w+\s*,\s*
          | new\ Banner\(\s*Tone\.\w+\s*,\s* | new\ Link\(\s* | PrimaryAction\s*=\s*new(?:\ Link)?\(\s* | AddModelError\([^,;]*,\s* | new\ SelectListItem\(\s* )
        (?<literal>\$?"(?=(?:[^"\\{]|\\.|\{[^}"]*\})*\p{L}{2}(?:[^"\\]|\\.)*"(?!\s*[,)]?\s*\w+\s*:\s*nameof)))(?:[^"\\\n]|\\.)*
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex RawMessage();

    [GeneratedRegex("""static\s+readonly\s[^;=]*=(?!>)[^;]*?(?<![\w."])[TN]\(\s*\$?"|static\s[^;={]*\{\s*get;\s*\}\s*=[^;]*?(?<![\w."])[TN]\(\s*\$?["]""")]
    private static partial Regex SaidOnce();
}
