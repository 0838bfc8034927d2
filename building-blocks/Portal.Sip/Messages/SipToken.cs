using System.Security.Cryptography;

namespace Portal.Sip;

/// <summary>Random identifiers: tags, branches and Call-IDs that nobody can guess (RFC 3261 §19.3 asks for 32 bits of randomness; these have 80 and more).</summary>
public static class SipToken
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Stock = 1024;

    [ThreadStatic]
    private static byte[]? t_stock;

    [ThreadStatic]
    private static int t_left;

    /// <summary>A From or To tag.</summary>
    public static string Tag() => Create("", 16);

    /// <summary>A Via branch with the RFC 3261 cookie.</summary>
    public static string Branch() => Create(Via.MagicCookie, 20);

    /// <summary>A Call-ID.</summary>
    public static string CallId() => Create("", 26);

    /// <summary>Random octets, from a stock: one call into the system's source costs as much as all else of an answer.</summary>
    internal static void Fill(Span<byte> octets)
    {
        var stock = t_stock ??= new byte[Stock];
        if (t_left < octets.Length)
        {
            RandomNumberGenerator.Fill(stock);
            t_left = Stock;
        }
        t_left -= octets.Length;
        var piece = stock.AsSpan(t_left, octets.Length);
        piece.CopyTo(octets);
        piece.Clear(); // given once
    }

    private static string Create(string prefix, int letters) => string.Create(prefix.Length + letters, prefix, static (text, prefix) =>
    {
        prefix.CopyTo(text);
        Span<byte> random = stackalloc byte[32];
        random = random[..(text.Length - prefix.Length)];
        Fill(random);
        // 32 letters: five bits each, none preferred.
        for (var i = 0; i < random.Length; i++) text[prefix.Length + i] = Alphabet[random[i] & 31];
    });
}
