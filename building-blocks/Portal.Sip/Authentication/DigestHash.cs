using System.Security.Cryptography;
using System.Text;

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
        return name is null || TryParse(Encoding.UTF8.GetBytes(name), out algorithm);
    }

    internal static bool TryParse(ReadOnlySpan<byte> name, out DigestAlgorithm algorithm)
    {
        algorithm = DigestAlgorithm.Md5;
        if (Ascii.EqualsIgnoreCase(name, "MD5")) return true;
        algorithm = DigestAlgorithm.Sha256;
        return Ascii.EqualsIgnoreCase(name, "SHA-256");
    }

    /// <summary>response = H(HA1 : nonce : nc : cnonce : qop : H(A2)), or without the middle for a peer of RFC 2069, where qop is empty.</summary>
    /// <param name="hex">Takes 32 octets for MD5, 64 for SHA-256.</param>
    /// <returns>The octets written.</returns>
    internal static int Response(
        DigestAlgorithm algorithm, string ha1, string method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> qop, ReadOnlySpan<byte> nc, ReadOnlySpan<byte> cnonce, Span<byte> hex)
    {
        var most = Math.Max(Encoding.UTF8.GetMaxByteCount(method.Length) + uri.Length, Encoding.UTF8.GetMaxByteCount(ha1.Length) + nonce.Length + nc.Length + cnonce.Length + qop.Length + 64) + 8;
        Span<byte> octets = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        var length = Encoding.UTF8.GetBytes(method, octets);
        Add(octets, ref length, uri);
        Span<byte> ha2 = stackalloc byte[64];
        ha2 = ha2[..Hex(algorithm, octets[..length], ha2)];
        length = Encoding.UTF8.GetBytes(ha1, octets);
        Add(octets, ref length, nonce);
        if (!qop.IsEmpty)
        {
            Add(octets, ref length, nc);
            Add(octets, ref length, cnonce);
            Add(octets, ref length, qop);
        }
        Add(octets, ref length, ha2);
        return Hex(algorithm, octets[..length], hex);
    }

    private static void Add(Span<byte> octets, ref int length, ReadOnlySpan<byte> part)
    {
        octets[length++] = (byte)':';
        part.CopyTo(octets[length..]);
        length += part.Length;
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
