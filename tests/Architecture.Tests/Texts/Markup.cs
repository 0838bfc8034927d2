using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Texts;

/// <summary>Finds words that stand in markup as they are, which nobody can translate.</summary>
internal static partial class Markup
{
    public static IEnumerable<string> RawWords(SourceFile source)
    {
        foreach (Match raw in RawAttribute().Matches(source.Text))
        {
            if (Letters().IsMatch(raw.Groups["words"].Value))
            {
                yield return $"{source.At(raw.Index)}  {raw.Groups["name"].Value}=\"{raw.Groups["words"].Value}\"";
            }
        }

        var text = WithoutCode(source.Text);
        foreach (Match between in BetweenTags().Matches(text))
        {
            foreach (Match line in Line().Matches(between.Groups["text"].Value))
            {
                var words = line.Value.Trim();
                if (Letters().IsMatch(words) && !Code().IsMatch(words))
                {
                    yield return $"{source.At(between.Groups["text"].Index + line.Index)}  {words}";
                }
            }
        }
    }

    /// <summary>The markup with everything that is C# blanked out, so that places stay right.</summary>
    private static string WithoutCode(string text)
    {
        var chars = text.ToCharArray();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '@')
            {
                continue;
            }

            var end = i + 1;
            if (string.CompareOrdinal(text, end, "await ", 0, 6) == 0)
            {
                end += 6;
            }

            if (end < text.Length && text[end] is '@')
            {
                i++;
                continue;
            }

            if (Directive().Match(text, i) is { Success: true } directive && directive.Index == i)
            {
                end = directive.Index + directive.Length;
            }
            else if (Block().Match(text, i) is { Success: true } block && block.Index == i)
            {
                end = Closing(text, block.Index + block.Length - 1) + 1;
            }
            else
            {
                while (end < text.Length)
                {
                    if (text[end] is '(' or '[')
                    {
                        end = Closing(text, end) + 1;
                    }
                    else if (char.IsLetterOrDigit(text[end]) || text[end] == '_'
                        || (text[end] is '.' or '?' or '!' && end + 1 < text.Length && (char.IsLetter(text[end + 1]) || text[end + 1] is '.' or '[')))
                    {
                        end++;
                    }
                    else
                    {
                        break;
                    }
                }
            }

            for (; i < end; i++)
            {
                chars[i] = text[i] == '\n' ? '\n' : ' ';
            }

            i--;
        }

        return new string(chars);
    }

    private static int Closing(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] is '"' or '$' && Literal.Read(text, i) is { } literal)
            {
                i = literal.End - 1;
                continue;
            }

            if (text[i] == '\'' && i + 2 < text.Length && text[i + 2] == '\'')
            {
                i += 2;
                continue;
            }

            depth += text[i] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return text.Length - 1;
    }

    [GeneratedRegex("""(?<=\s)(?<name>aria-label|placeholder|title|label|alt|data-confirm|hx-confirm|hx-prompt)="(?<words>[^"@]*)["]""")]
    private static partial Regex RawAttribute();

    [GeneratedRegex("""</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>(?<text>[^<]*)""")]
    private static partial Regex BetweenTags();

    [GeneratedRegex("[^\n]+")]
    private static partial Regex Line();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Letters();

    // What is left of C# between tags: statements, braces, cases.
    [GeneratedRegex(@";$|^[{}]|[{}]$|^(else|case|default|break|var|if|foreach|for|switch|while|return|using)\b|=>|^//")]
    private static partial Regex Code();

    [GeneratedRegex(@"\G@(page|model|using|inject|namespace|addTagHelper|removeTagHelper|layout|attribute|inherits|implements|typeparam)\b[^\n]*")]
    private static partial Regex Directive();

    [GeneratedRegex(@"\G@(?:(?:functions|code)\s*\{|(?:if|foreach|for|switch|while|using|lock)\s*\()")]
    private static partial Regex Block();
}
