using System.Security.Cryptography;

namespace Portal.Sip;

/// <summary>Random identifiers: tags, branches and Call-IDs that nobody can guess (RFC 3261 §19.3 asks for 32 bits of randomness; these have 80 and more).</summary>
public static class SipToken
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A From or To tag.</summary>
    public static string Tag() => RandomNumberGenerator.GetString(Alphabet, 16);

    /// <summary>A Via branch with the RFC 3261 cookie.</summary>
    public static string Branch() => Via.MagicCookie + RandomNumberGenerator.GetString(Alphabet, 20);

    /// <summary>A Call-ID.</summary>
    public static string CallId() => RandomNumberGenerator.GetString(Alphabet, 26);
}
