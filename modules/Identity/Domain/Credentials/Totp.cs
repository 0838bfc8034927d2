using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Identity.Domain.Credentials;

/// <summary>Codes of an authenticator app (RFC 6238): six digits, a new one every thirty seconds, HMAC-SHA-1 as every app knows it.</summary>
internal static class Totp
{
    public const int Digits = 6;
    public const int SecretBytes = 20;

    private const int StepSeconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static long StepAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeAt(byte[] secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        // The algorithm of RFC 4226, which is safe in this use whatever is said of SHA-1 elsewhere.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (number % (long)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>
    /// The step a code belongs to: the present one, or the one before or after, since clocks differ. Null for a wrong code, and for
    /// one of <paramref name="used"/> or earlier: a code seen over a shoulder is worth nothing once it was used.
    /// </summary>
    public static long? Match(byte[] secret, string code, DateTimeOffset now, long? used)
    {
        long? match = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(CodeAt(secret, step)), System.Text.Encoding.UTF8.GetBytes(code))
                && !(step <= used))
            {
                match ??= step;
            }
        }

        return match;
    }

    /// <summary>The secret as people type it into an app that cannot read the picture (RFC 4648 base 32, without padding).</summary>
    public static string Base32(byte[] secret)
    {
        var text = new System.Text.StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in secret)
        {
            (buffer, bits) = ((buffer << 8) | value, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Alphabet[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    /// <summary>What the picture says, in the form all apps read.</summary>
    public static string Uri(byte[] secret, string issuer, string account) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={Base32(secret)}&issuer={System.Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
