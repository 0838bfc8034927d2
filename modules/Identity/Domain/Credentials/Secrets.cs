using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Domain.Credentials;

/// <summary>Random words for links, devices and codes, and the hashes that are kept of them.</summary>
internal static class Secrets
{
    // Without letters and digits that look alike.
    private const string Readable = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>256 random bits for an address or a cookie.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string NewDigits(int count) =>
        RandomNumberGenerator.GetInt32((int)Math.Pow(10, count)).ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');

    /// <summary>Such as <c>7KQM-2XWB-PD4T</c>: sixty bits, readable from paper.</summary>
    public static string NewRecoveryCode() =>
        string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Readable, 4)));

    /// <summary>As it was made, however it was typed.</summary>
    public static string TidyCode(string typed) => new([.. typed.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    /// <summary>A plain hash is enough for what is random and long, or short-lived; it is not for passwords.</summary>
    public static string Hash(string secret, string salt = "") => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(salt + secret)));

    public static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
