using Portal.Mail;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

/// <summary>E-mail addresses of accounts: kept in lower case, because nobody tells people apart by it.</summary>
internal static class Addresses
{
    /// <summary>Null when there is none or it can be mailed to.</summary>
    public static Problem? Problem(string? email) => string.IsNullOrWhiteSpace(email) || EmailAddress.TryParse(email, out _)
        ? null
        : new Problem("Email", T("This is not an e-mail address. Write it like name@company.com, or leave it empty."));

    public static string? Folded(string? email) => EmailAddress.TryParse(email, out var address) ? address.Value.Folded : null;
}
