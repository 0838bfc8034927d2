using System.Globalization;
using System.Text;

namespace Portal.Sip;

/// <summary>%HH in URIs (RFC 3261 §19.1.2): valid, undone once, and put into one canonical form for comparison.</summary>
internal static class SipUriEscaping
{
    private const string Unreserved = "-_.!~*'()&=+$,;?/";

    internal static bool IsValid(ReadOnlySpan<byte> text)
    {
        for (var i = text.IndexOf((byte)'%'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] != (byte)'%') continue;
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2])) return false;
            i += 2;
        }
        return true;
    }

    internal static string EscapeUser(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text)) Append(escaped, octet);
        return escaped.ToString();
    }

    internal static string Unescape(string text) => text.Contains('%') ? Encoding.UTF8.GetString(Octets(text)) : text;

    /// <summary>Two spellings of the same user part (%61lice, alice) become one.</summary>
    internal static string Canonical(string text)
    {
        if (!text.Contains('%')) return text;
        var canonical = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                // An escaped reserved character is not the same as the plain one (§19.1.4).
                if (char.IsAsciiLetterOrDigit((char)octet) || "-_.!~*'()".Contains((char)octet)) canonical.Append((char)octet);
                else canonical.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                canonical.Append(text[i]);
            }
        }
        return canonical.ToString();
    }

    private static byte[] Octets(string text)
    {
        var octets = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                octets.Add(octet);
                i += 2;
            }
            else
            {
                octets.Add((byte)text[i]);
            }
        }
        return [.. octets];
    }

    private static void Append(StringBuilder text, byte octet)
    {
        var c = (char)octet;
        if (char.IsAsciiLetterOrDigit(c) || Unreserved.Contains(c)) text.Append(c);
        else text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
    }
}
