using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Portal.Sip;

/// <summary>A command sequence number and its method (RFC 3261 §20.16).</summary>
public readonly record struct CSeq(uint Number, string Method)
{
    public static bool TryParse(ReadOnlySpan<byte> text, out CSeq value)
    {
        value = default;
        var reader = new SipReader(Ascii.Trim(text));
        if (!reader.TryRun(CharacterSets.Token, out var digits) || !Ascii.TryNumber(digits, out var number)) return false;
        if (!CharacterSets.LineWhite.Contains(reader.Peek)) return false;
        reader.SkipWhite();
        if (!reader.TryRun(CharacterSets.Token, out var method) || !reader.AtEnd) return false;
        value = new CSeq(number, SipMethod.From(method));
        return true;
    }

    internal byte[] ToOctets()
    {
        if (Method.AsSpan().ContainsAny('\r', '\n', '\0')) throw new ArgumentException("A method is a token.");
        Span<byte> octets = stackalloc byte[64];
        return System.Text.Unicode.Utf8.TryWrite(octets, CultureInfo.InvariantCulture, $"{Number} {Method}", out var written) ? octets[..written].ToArray() : Encoding.UTF8.GetBytes(ToString());
    }

    public override string ToString() => $"{Number} {Method}";
}
