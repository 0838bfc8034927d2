using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Portal.Modularity.Texts;

/// <summary>An interpolated string taken apart by the compiler: the pattern to look up, and the values to put in.</summary>
[InterpolatedStringHandler]
public readonly struct TextPattern(int literalLength, int holes)
{
    private readonly StringBuilder _key = new(literalLength + holes * 3);
    private readonly List<object?> _values = new(holes);

    public string Key => _key.ToString();

    public void AppendLiteral(string text) => _key.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted<TValue>(TValue value, string? format = null)
    {
        _key.Append('{').Append(_values.Count);
        if (format is not null)
        {
            _key.Append(':').Append(format);
        }

        _key.Append('}');
        _values.Add(value);
    }

    internal string InEnglish() => string.Format(CultureInfo.InvariantCulture, Key, [.. _values]);

    internal string Write(string key) => string.Format(CultureInfo.CurrentCulture, Text.T(key), [.. _values]);
}
