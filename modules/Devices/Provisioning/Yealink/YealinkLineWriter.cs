using System.Globalization;
using System.Text;

namespace Portal.Devices.Provisioning.Yealink;

/// <summary>
/// Writes <c>name = value</c> lines. The format has neither quotes nor escapes: the value is the rest of the line, so a line
/// break in it would be a setting of the attacker's choice. What cannot be written safely throws and the phone gets no file.
/// </summary>
internal sealed class YealinkLineWriter
{
    private readonly StringBuilder _text = new("#!version:1.0.0.1\n");

    /// <exception cref="UnwritableValueException">The name or the value could be read as something else.</exception>
    public YealinkLineWriter Line(string name, string value)
    {
        var trimmed = value.Trim(' ');
        if (trimmed.Equals("%NULL%", StringComparison.OrdinalIgnoreCase) || trimmed.Any(c => c < ' ' || c is '\u007f' or '\u0085' or '\u2028' or '\u2029'))
        {
            throw new UnwritableValueException(name);
        }

        return Write(name, trimmed);
    }

    public YealinkLineWriter Line(string name, int value) => Line(name, value.ToString(CultureInfo.InvariantCulture));

    public YealinkLineWriter Line(string name, bool value) => Line(name, value ? "1" : "0");

    /// <summary>Back to the factory's value.</summary>
    public YealinkLineWriter Reset(string name) => Write(name, "%NULL%");

    public override string ToString() => _text.ToString();

    private YealinkLineWriter Write(string name, string value)
    {
        if (!IsName(name))
        {
            throw new UnwritableValueException(name);
        }

        _text.Append(name).Append(" = ").Append(value).Append('\n');
        return this;
    }

    private static bool IsName(string name) =>
        name is { Length: > 0 and <= 128 } && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
