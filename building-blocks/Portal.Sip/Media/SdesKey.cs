using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Sip.Media;

/// <summary>An <c>a=crypto</c> attribute (RFC 4568 §4): a suite and a master key in the SDP. Never log it: it opens the call.</summary>
/// <param name="Tag">Tells several offers apart; the answer repeats the one taken.</param>
public sealed record SdesKey(int Tag, SrtpSuite Suite, byte[] Key)
{
    /// <summary>A new random key.</summary>
    public static SdesKey Create(int tag, SrtpSuite suite) => new(tag, suite, RandomNumberGenerator.GetBytes(SrtpContext.KeyBytes));

    /// <summary>Reads the attribute's value. False for another suite, for several keys (MKI), for a key of another length and for session parameters, none of which are spoken.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SdesKey? key)
    {
        key = null;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var tag) || tag > 999_999_999) return false;
        SrtpSuite suite;
        switch (parts[1].ToUpperInvariant())
        {
            case "AES_CM_128_HMAC_SHA1_80": suite = SrtpSuite.AesCm128HmacSha1_80; break;
            case "AES_CM_128_HMAC_SHA1_32": suite = SrtpSuite.AesCm128HmacSha1_32; break;
            default: return false;
        }
        // inline:key|lifetime: the lifetime is longer than any call; an MKI (with a colon) is not.
        if (!parts[2].StartsWith("inline:", StringComparison.OrdinalIgnoreCase) || parts[2].Contains(';')) return false;
        var fields = parts[2][7..].Split('|');
        if (fields.Skip(1).Any(f => f.Contains(':'))) return false;
        var octets = new byte[SrtpContext.KeyBytes + 3];
        if (!Convert.TryFromBase64String(fields[0], octets, out var length) || length != SrtpContext.KeyBytes) return false;
        key = new SdesKey(tag, suite, octets[..length]);
        return true;
    }

    /// <summary>The attribute's value, with the key in it.</summary>
    public string ToAttribute() => string.Create(CultureInfo.InvariantCulture,
        $"{Tag} {(Suite == SrtpSuite.AesCm128HmacSha1_80 ? "AES_CM_128_HMAC_SHA1_80" : "AES_CM_128_HMAC_SHA1_32")} inline:{Convert.ToBase64String(Key)}");

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Tag} {Suite}";
}
