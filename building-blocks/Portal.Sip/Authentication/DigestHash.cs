using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Portal.Sip.Authentication;

/// <summary>The hashes of RFC 7616 §3.4 as lower-case hex.</summary>
internal static class DigestHash
{
    // Kept a thread: making a hash object costs several times what hashing two blocks does.
    [ThreadStatic]
    private static IncrementalHash? t_md5;

    [ThreadStatic]
    private static IncrementalHash? t_sha256;

    internal static string Hex(DigestAlgorithm algorithm, string text)
    {
        Span<byte> hex = stackalloc byte[64];
        return Encoding.ASCII.GetString(hex[..Hex(algorithm, Encoding.UTF8.GetBytes(text), hex)]);
    }

    internal static string Name(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? "MD5" : "SHA-256";

    internal static bool TryParse(string? name, out DigestAlgorithm algorithm)
    {
        algorithm = DigestAlgorithm.Md5;
        if (name is null || name.Equals("MD5", StringComparison.OrdinalIgnoreCase)) return true;
        algorithm = DigestAlgorithm.Sha256;
        return name.Equals("SHA-256", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>response = H(HA1 : nonce : nc : cnonce : qop : H(A2)), or without the middle for a peer of RFC 2069.</summary>
    /// <param name="hex">Takes 32 octets for MD5, 64 for SHA-256.</param>
    /// <returns>The octets written.</returns>
    internal static int Response(DigestAlgorithm algorithm, string ha1, string method, string uri, string nonce, string? qop, string? nc, string? cnonce, Span<byte> hex)
    {
        Span<char> ha2 = stackalloc char[64];
        Span<byte> octets = stackalloc byte[1024];
        var length = Utf8.TryWrite(octets, $"{method}:{uri}", out var written) ? Hex(algorithm, octets[..written], hex) : Hex(algorithm, Encoding.UTF8.GetBytes($"{method}:{uri}"), hex);
        for (var i = 0; i < length; i++) ha2[i] = (char)hex[i];
        ha2 = ha2[..length];
        var whole = qop is null
            ? Utf8.TryWrite(octets, $"{ha1}:{nonce}:{ha2}", out written)
            : Utf8.TryWrite(octets, $"{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}", out written);
        if (whole) return Hex(algorithm, octets[..written], hex);
        return Hex(algorithm, Encoding.UTF8.GetBytes(qop is null ? $"{ha1}:{nonce}:{ha2}" : $"{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}"), hex);
    }

    private static int Hex(DigestAlgorithm algorithm, ReadOnlySpan<byte> octets, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[32];
        // MD5 is what desk phones speak (RFC 3261 §22); SHA-256 is offered first where it is offered.
        var hasher = algorithm == DigestAlgorithm.Md5
            ? t_md5 ??= IncrementalHash.CreateHash(HashAlgorithmName.MD5)
            : t_sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hasher.AppendData(octets);
        Convert.TryToHexStringLower(hash[..hasher.GetHashAndReset(hash)], hex, out var written);
        return written;
    }
}
