using System.Diagnostics.CodeAnalysis;

namespace Portal.Devices.Domain;

/// <summary>A device's MAC address: 12 lower-case hex digits, however it was written. A name, never a secret: it is printed on the box.</summary>
internal readonly record struct MacAddress
{
    private const int Digits = 12;

    private MacAddress(string hex) => Hex = hex;

    /// <summary>12 lower-case hex digits, as Yealink and Polycom write it in file names.</summary>
    public string Hex { get; }

    /// <summary><c>00:15:65:00:20:01</c>, as on the label.</summary>
    public string Label => string.Join(':', Hex.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));

    /// <summary>Takes <c>AA:BB:…</c>, <c>aa-bb-…</c>, <c>aabb.ccdd.eeff</c>, <c>AABB…</c> and spaces between; nothing else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MacAddress? mac)
    {
        mac = null;
        if (text is not { Length: >= Digits and <= 32 })
        {
            return false;
        }

        Span<char> hex = stackalloc char[Digits];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiHexDigit(c) && count < Digits)
            {
                hex[count++] = char.ToLowerInvariant(c);
            }
            else if (c is not (':' or '-' or '.' or ' '))
            {
                return false;
            }
        }

        mac = count == Digits ? new MacAddress(new string(hex)) : null;
        return mac is not null;
    }

    /// <summary>Reads exactly 12 hex digits, as a file name has them.</summary>
    public static bool TryParseName(ReadOnlySpan<char> text, [NotNullWhen(true)] out MacAddress? mac)
    {
        mac = null;
        if (text.Length != Digits)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        mac = new MacAddress(text.ToString().ToLowerInvariant());
        return true;
    }

    /// <exception cref="FormatException">Not a MAC address.</exception>
    public static MacAddress Parse(string text) => TryParse(text, out var mac) ? mac.Value : throw new FormatException("Not a MAC address.");

    /// <summary>All zeros, all ones and group addresses belong to no device.</summary>
    public bool IsDevice => (Convert.FromHexString(Hex)[0] & 1) == 0 && Hex != "000000000000";

    public override string ToString() => Hex;
}
