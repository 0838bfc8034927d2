namespace Portal.Identity.Domain;

/// <summary>ID2: eight characters or more, with an upper-case letter, a lower-case letter, a digit and a symbol.</summary>
internal static class PasswordRules
{
    public const int Shortest = 8;

    /// <summary>Hashing takes longer with length; nobody types more.</summary>
    public const int Longest = 128;

    public static string InWords => T("At least 8 characters with an upper-case letter, a lower-case letter, a digit and a symbol.");

    /// <summary>Null when the password may be used, otherwise everything it lacks.</summary>
    public static string? WhyNot(string password)
    {
        if (password.Length > Longest)
        {
            return T($"A password has at most {Longest} characters.");
        }

        string[] missing =
        [
            .. password.Length < Shortest ? [T($"{Shortest} characters or more")] : Array.Empty<string>(),
            .. password.Any(char.IsUpper) ? [] : new[] { T("an upper-case letter") },
            .. password.Any(char.IsLower) ? [] : new[] { T("a lower-case letter") },
            .. password.Any(char.IsDigit) ? [] : new[] { T("a digit") },
            .. password.Any(c => !char.IsLetterOrDigit(c) && !char.IsWhiteSpace(c)) ? [] : new[] { T("a symbol") },
        ];
        return missing.Length == 0 ? null : T($"The password still needs {Enumerated(missing)}.");
    }

    private static string Enumerated(string[] parts) =>
        parts.Length == 1 ? parts[0] : string.Join(", ", parts[..^1]) + " and " + parts[^1];
}
