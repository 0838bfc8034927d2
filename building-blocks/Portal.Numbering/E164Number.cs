using System.Diagnostics.CodeAnalysis;

namespace Portal.Numbering;

/// <summary>
/// A public telephone number as ITU-T E.164 writes it: plus, country calling code, national number; at most 15 digits.
/// Says nothing about whether anybody has it: see <see cref="PhoneNumber"/>.
/// </summary>
public readonly record struct E164Number
{
    private const int MostDigits = 15;

    private readonly string? _value;

    private E164Number(string value) => _value = value;

    /// <summary><c>+442079460018</c>; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The digits without the plus.</summary>
    public string Digits => Value.Length == 0 ? "" : Value[1..];

    /// <summary>Takes plus and digits only; null for anything else, such as a number written with blanks.</summary>
    public static E164Number? From([NotNullWhen(true)] string? text) =>
        text is ['+', >= '1' and <= '9', ..] && text.Length is > 3 and <= MostDigits + 1 && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9')
            ? new(text)
            : null;

    public override string ToString() => Value;
}
