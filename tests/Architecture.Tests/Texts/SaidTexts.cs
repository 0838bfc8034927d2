using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Texts;

/// <summary>Finds in the sources what people read: calls of T, N and Kept, and the plain English that the shell translates where it draws it.</summary>
internal static partial class SaidTexts
{
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<SourceFile> sources)
    {
        var said = new Dictionary<string, string>();
        foreach (var source in sources)
        {
            foreach (var (key, at) in Calls(source).Concat(source.IsMarkup ? InMarkup(source) : InCode(source)))
            {
                if (HasLetters(key))
                {
                    said.TryAdd(key, source.At(at));
                }
            }
        }

        return said;
    }

    public static HashSet<string> Literals(IEnumerable<SourceFile> sources)
    {
        var all = new HashSet<string>();
        foreach (var source in sources)
        {
            for (var at = source.Text.IndexOf('"'); at >= 0; at = source.Text.IndexOf('"', at + 1))
            {
                if (Literal.Read(source.Text, at) is { } literal)
                {
                    all.Add(literal.Key);
                }
            }

            // A member of an enum is said as it is called.
            all.UnionWith(Member().Matches(source.Text).Select(m => m.Groups[1].Value));
        }

        return all;
    }

    /// <summary>A placeholder alone needs no translation.</summary>
    public static bool HasLetters(string key) => Hole().Replace(key, "").Any(char.IsLetter);

    private static IEnumerable<(string Key, int At)> Calls(SourceFile source)
    {
        foreach (Match call in Call().Matches(source.Text))
        {
            var at = call.Index + call.Length;
            if (call.Groups[1].Value != "N")
            {
                foreach (var key in Choices(source.Text, at))
                {
                    yield return (key, call.Index);
                }

                continue;
            }

            // N(count, "one", "many"): whatever the count is, the two texts come after its comma.
            for (var part = AfterComma(source.Text, at); part > 0; part = AfterComma(source.Text, part))
            {
                if (Literal.Read(source.Text, part) is { } literal)
                {
                    yield return (literal.Key, call.Index);
                }
            }
        }
    }

    /// <summary>The literal at this place, and those of a choice: <c>T(x ? "a" : "b")</c>.</summary>
    private static IEnumerable<string> Choices(string text, int at)
    {
        var depth = 0;
        for (var i = at; i < text.Length && depth >= 0; i++)
        {
            if (depth == 0 && Literal.Read(text, i) is { } literal)
            {
                var before = text[at..i].TrimEnd();
                if (before.Length == 0 || before[^1] is '?' or ':' or '>')
                {
                    yield return literal.Key;
                }

                i = literal.End - 1;
                continue;
            }

            depth += text[i] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
        }
    }

    private static int AfterComma(string text, int at)
    {
        var depth = 0;
        for (var i = at; i < text.Length; i++)
        {
            if (Literal.Read(text, i) is { } literal)
            {
                i = literal.End - 1;
                continue;
            }

            depth += text[i] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth < 0 || text[i] == ';')
            {
                return -1;
            }

            if (depth == 0 && text[i] == ',')
            {
                do
                {
                    i++;
                }
                while (char.IsWhiteSpace(text[i]));

                return i;
            }
        }

        return -1;
    }

    private static IEnumerable<(string Key, int At)> InCode(SourceFile source) =>
        Offered().Matches(source.Text).Select(m => (Unescaped(m.Groups["key"].Value), m.Index))
            .Concat(Options().Matches(source.Text).SelectMany(m => m.Groups["key"].Captures.Select(c => (Unescaped(c.Value), m.Index))));

    private static IEnumerable<(string Key, int At)> InMarkup(SourceFile source) =>
        Attribute().Matches(source.Text).Select(m => (WebUtility.HtmlDecode(m.Groups["key"].Value), m.Index))
            .Concat(Field().Matches(source.Text).Where(m => !m.Value.Contains(" label=", StringComparison.Ordinal))
                .Select(m => (Words(m.Groups["name"].Value), m.Index)).Where(f => !Labelled(source, f.Item1)));

    /// <summary>A field without a label is called as its property unless that has a display name of its own.</summary>
    private static bool Labelled(SourceFile markup, string words)
    {
        var property = words.Replace(" ", "", StringComparison.Ordinal);
        var project = TextProject.All.First(p => markup.Path.StartsWith(p.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return project.Sources.Any(s => !s.IsMarkup && Regex.IsMatch(
            s.Text, $@"Display\(Name[^\]]*\](\s|\[[^\]]*\])*\s*public [\w<>?, \[\]]+ {property} \{{", RegexOptions.IgnoreCase));
    }

    internal static string Words(string property)
    {
        var words = new StringBuilder();
        foreach (var letter in property.Split('.')[^1])
        {
            words.Append(words.Length > 0 && char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter);
        }

        return words.ToString();
    }

    private static string Unescaped(string literal) => literal.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.])(T|N|Kept)\(\s*")]
    private static partial Regex Call();

    // Permissions, menu entries, lists, form labels and messages: plain English in the offer, translated where it is drawn.
    [GeneratedRegex("""
        (?: new\ Permission\(\s*[\w."]+\s*,\s* | Permission\ \w+\s*=\s*new\(\s*[\w."]+\s*,\s* | MenuItem\(\s*MenuPlace\.\w+\s*,\s*
          | \.Search\(\s* | new\ ListShape\(\s*"[^"]*"\s*,\s* | \.Column\(\s*[\w".]+\s*,\s* | \.(?:Filter|DateFilter|Lookup|Unset)\(\s*[\w".]+\s*,\s*
          | \.Bulk\(\s*"[^"]*"\s*,\s* | \.Bulk\(\s*"[^"]*"\s*,\s*"[^"]*"\s*,\s*"[^"]*"\s*,\s*(?:confirm:\s*)?
          | ErrorMessage\s*=\s* | Display\(Name\s*=\s* | \bstring\ (?:Group|Hint)\s*=>\s* )
        "(?<key>(?:[^"\\]|\\.)+)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Offered();

    [GeneratedRegex("""\.Filter\(\s*[\w".]+\s*,\s*"[^"]*"(?:\s*,\s*\("[^"]*",\s*"(?<key>(?:[^"\\]|\\.)*)"\))+""")]
    private static partial Regex Options();

    [GeneratedRegex("""\s(?:help|empty)="(?<key>[^"@]+)"|new Link\("(?<key>[^"]+)"|\s(?:help|empty)='(?<key>[^'@]+)'""")]
    private static partial Regex Attribute();

    [GeneratedRegex("""<field\s(?:[^>"']|"[^"]*"|'[^']*')*?\bfor="(?<name>[\w.]+)"(?:[^>"']|"[^"]*"|'[^']*')*>""")]
    private static partial Regex Field();

    [GeneratedRegex(@"^\s+([A-Z]\w+)(?:\s*=\s*\d+)?,\s*$", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"\{\d+[^{}]*\}")]
    private static partial Regex Hole();
}
