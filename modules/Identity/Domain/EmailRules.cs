using System.Net.Mail;

namespace Portal.Identity.Domain;

/// <summary>An e-mail address as it is kept: trimmed and in lower case.</summary>
internal static class EmailRules
{
    public const int Longest = 254;

    /// <summary>The address as it is kept; null for none.</summary>
    public static string? Kept(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim().ToLowerInvariant();

    /// <summary>Null when there is none or mail can go there, otherwise why not.</summary>
    public static string? WhyNot(string? email) =>
        Kept(email) is not { } kept ? null
        : kept.Length > Longest ? T($"An e-mail address has at most {Longest} characters.")
        : kept.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',')
            || !MailAddress.TryCreate(kept, out var address) || address.Address != kept || !address.Host.Contains('.', StringComparison.Ordinal)
            ? T("This is not an e-mail address.")
            : null;
}
