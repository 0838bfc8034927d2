using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Portal.Devices.Domain;
using Portal.Sip.Authentication;

namespace Portal.Devices.Provisioning;

internal enum LoginResult
{
    /// <summary>No credentials yet: phones send none before they are asked.</summary>
    Missing,
    Wrong,

    /// <summary>Right, but for a challenge of long ago: ask again, count nothing.</summary>
    Stale,
    Right,
}

/// <summary>
/// HTTP basic (RFC 7617) and digest (RFC 7616) for phones. Digest offers MD5 because that is what phones of these makes
/// speak. The user name is the phone's MAC and must be the one in the file name.
/// </summary>
internal sealed class HttpLogin(TimeProvider clock)
{
    private static readonly TimeSpan NonceLifetime = TimeSpan.FromMinutes(5);
    private const int LongestHeader = 2048;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The challenges of a 401, the preferred first. The nonce holds for the asker's address only.</summary>
    public string[] Challenges(IPAddress? source, bool stale) =>
    [
        $"Digest realm=\"{ProvisioningSecrets.Realm}\", qop=\"auth\", algorithm=MD5, nonce=\"{Nonce(source, clock.GetUtcNow())}\""
            + (stale ? ", stale=true" : ""),
        $"Basic realm=\"{ProvisioningSecrets.Realm}\", charset=\"UTF-8\"",
    ];

    /// <param name="stored">The hashes of the device named by the file; those of nobody when there is none.</param>
    public LoginResult Check(string? header, string method, string target, MacAddress mac, (string Md5, string Sha256) stored, IPAddress? source)
    {
        if (string.IsNullOrEmpty(header))
        {
            return LoginResult.Missing;
        }

        if (header.Length > LongestHeader)
        {
            return LoginResult.Wrong;
        }

        return header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? Basic(header[6..], mac, stored.Sha256)
            : DigestAuthorization.TryParse(header, out var digest) ? Digest(digest, method, target, mac, stored.Md5, source)
            : LoginResult.Wrong;
    }

    private static LoginResult Basic(string encoded, MacAddress mac, string sha256)
    {
        Span<byte> octets = stackalloc byte[LongestHeader];
        var text = Convert.TryFromBase64String(encoded.Trim(), octets, out var length) ? Encoding.UTF8.GetString(octets[..length]) : ":";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? text : text[..colon];
        var right = ProvisioningSecrets.IsPassword(mac, colon < 0 ? "" : text[(colon + 1)..], sha256);
        return right && IsUser(user, mac) ? LoginResult.Right : LoginResult.Wrong;
    }

    private LoginResult Digest(DigestAuthorization given, string method, string target, MacAddress mac, string ha1, IPAddress? source)
    {
        if (given["algorithm"] is { } algorithm && !algorithm.Equals("MD5", StringComparison.OrdinalIgnoreCase))
        {
            return LoginResult.Wrong;
        }

        var ha2 = Md5($"{method}:{given.Uri}");
        var expected = given["qop"] is { } qop
            ? Md5($"{ha1}:{given.Nonce}:{given["nc"]}:{given["cnonce"]}:{qop}:{ha2}")
            : Md5($"{ha1}:{given.Nonce}:{ha2}");
        var right = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(given.Response.ToLowerInvariant()));

        // HA1 is made with the name as we write it, so a phone that writes its MAC in another way fails the digest as well.
        if (!right || !IsUser(given.UserName, mac) || !SameTarget(given.Uri, target))
        {
            return LoginResult.Wrong;
        }

        return IsFresh(given.Nonce, source) ? LoginResult.Right : LoginResult.Stale;
    }

    private static bool IsUser(string user, MacAddress mac) => MacAddress.TryParse(user, out var named) && named.Value == mac;

    // The answer to a challenge for one file must not open another. Some phones put the whole URL here.
    private static bool SameTarget(string uri, string target) =>
        uri == target || (Uri.TryCreate(uri, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" && absolute.PathAndQuery == target);

    private string Nonce(IPAddress? source, DateTimeOffset at)
    {
        Span<byte> nonce = stackalloc byte[8 + 16];
        BinaryPrimitives.WriteInt64BigEndian(nonce, at.ToUnixTimeMilliseconds());
        Mac(nonce[..8], source).AsSpan(0, 16).CopyTo(nonce[8..]);
        return Convert.ToHexStringLower(nonce);
    }

    private bool IsFresh(string nonce, IPAddress? source)
    {
        Span<byte> octets = stackalloc byte[24];
        if (nonce.Length != 48 || Convert.FromHexString(nonce, octets, out _, out var written) != System.Buffers.OperationStatus.Done || written != 24
            || !CryptographicOperations.FixedTimeEquals(Mac(octets[..8], source).AsSpan(0, 16), octets[8..]))
        {
            return false;
        }

        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(octets));
        return age >= TimeSpan.Zero && age <= NonceLifetime;
    }

    private byte[] Mac(ReadOnlySpan<byte> moment, IPAddress? source) =>
        HMACSHA256.HashData(_key, (byte[])[.. moment, .. source?.GetAddressBytes() ?? []]);

    // CA5351: the algorithm of the phones, not our choice; the password has 128 bits and the connection is encrypted.
#pragma warning disable CA5351
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
