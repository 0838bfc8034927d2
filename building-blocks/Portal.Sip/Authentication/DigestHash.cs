using System.Security.Cryptography;
using System.Text;

namespace Portal.Sip.Authentication;

/// <summary>The hashes of RFC 7616 §3.4 as lower-case hex.</summary>
internal static class DigestHash
{
    internal static string Hex(DigestAlgorithm algorithm, string text)
    {
        Span<byte> octets = stackalloc byte[512];
        return Encoding.UTF8.TryGetBytes(text, octets, out var length) ? Hex(algorithm, octets[..length]) : Hex(algorithm, Encoding.UTF8.GetBytes(text));
    }

    internal static string Hex(DigestAlgorithm algorithm, ReadOnlySpan<byte> octets)
    {
        Span<byte> hash = stackalloc byte[32];
        // CA5351: MD5 is what desk phones speak (RFC 3261 §22); SHA-256 is offered first.
#pragma warning disable CA5351
        var length = algorithm == DigestAlgorithm.Md5 ? MD5.HashData(octets, hash) : SHA256.HashData(octets, hash);
#pragma warning restore CA5351
        return Convert.ToHexStringLower(hash[..length]);
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
    internal static string Response(DigestAlgorithm algorithm, string ha1, string method, string uri, string nonce, string? qop, string? nc, string? cnonce)
    {
        var ha2 = Hex(algorithm, $"{method}:{uri}");
        return Hex(algorithm, qop is null ? $"{ha1}:{nonce}:{ha2}" : $"{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}");
    }
}
