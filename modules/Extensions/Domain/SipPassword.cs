using System.Security.Cryptography;

namespace Portal.Extensions.Domain;

/// <summary>Makes SIP passwords: nobody remembers them, and now and then somebody types one into a desk phone.</summary>
internal static class SipPassword
{
    // Without 0 O 1 l I, and without signs that phones and configuration files treat in ways of their own.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /// <summary>24 characters of 57: 139 bits.</summary>
    public const int Length = 24;

    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);
}
