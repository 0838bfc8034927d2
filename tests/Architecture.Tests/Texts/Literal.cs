using System.Globalization;
using System.Text;

namespace Portal.Architecture.Tests.Texts;

/// <summary>A string literal of C# source, as the key it has in a translation: <c>$"Edit {x:N0}"</c> is <c>Edit {0:N0}</c>.</summary>
internal sealed record Literal(string Key, bool HasHoles, int End)
{
    /// <summary>Reads the literal that begins at <paramref name="at"/>; null when none does, or one of raw lines.</summary>
    public static Literal? Read(string source, int at)
    {
        var interpolated = at < source.Length && source[at] == '$';
        var i = interpolated ? at + 1 : at;
        if (i >= source.Length || source[i] != '"' || string.CompareOrdinal(source, i, "\"\"\"", 0, 3) == 0)
        {
            return null;
        }

        var key = new StringBuilder();
        var holes = 0;
        for (i++; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '"':
                    return new Literal(key.ToString(), holes > 0, i + 1);
                case '\\' when source[i + 1] == 'u':
                    key.Append((char)int.Parse(source.AsSpan(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 5;
                    break;
                case '\\':
                    key.Append(source[++i] switch { 'n' => '\n', 't' => '\t', var c => c });
                    break;
                case '{' when interpolated && source[i + 1] != '{':
                    var (format, end) = Hole(source, i + 1);
                    key.Append('{').Append(holes++).Append(format).Append('}');
                    i = end;
                    break;
                case '{' or '}' when interpolated:
                    key.Append(source[i]).Append(source[i++]);
                    break;
                default:
                    key.Append(source[i]);
                    break;
            }
        }

        return null;
    }

    /// <summary>From the first character of a hole to its closing brace, and the format within.</summary>
    private static (string Format, int End) Hole(string source, int start)
    {
        var depth = 0;
        var format = "";
        for (var i = start; ; i++)
        {
            switch (source[i])
            {
                case '"' or '$' when Read(source, i) is { } inner:
                    i = inner.End - 1;
                    break;
                case '\'' when source[i + 2] == '\'' || source[i + 1] == '\\':
                    i = source.IndexOf('\'', i + 2);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case '}' when depth == 0:
                    return (format, i);
                case ')' or ']' or '}':
                    depth--;
                    break;
                // A choice needs parentheses inside a hole, so a colon outside of them begins the format.
                case ':' when depth == 0 && format.Length == 0 && source[i + 1] != ':' && source[i - 1] != ':':
                    format = source[i..source.IndexOf('}', i)];
                    break;
                default:
                    break;
            }
        }
    }
}
