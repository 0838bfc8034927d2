using System.Net.Mail;
using Portal.Modularity.Requests;

namespace Portal.Tenancy.Domain.Groups;

/// <summary>What can be changed of a group: whom to ask, and where.</summary>
internal sealed record GroupProfile(string ContactFirstName, string ContactLastName, string ContactEmail, string ContactPhone, string Address)
{
    public static GroupProfile Empty { get; } = new("", "", "", "", "");

    public GroupProfile Tidied() => new(
        ContactFirstName.Tidied(), ContactLastName.Tidied(), ContactEmail.Tidied(), ContactPhone.Tidied(), Address.Tidied());

    public IEnumerable<Problem> Problems()
    {
        foreach (var problem in Limits.Optional(nameof(ContactFirstName), ContactFirstName, 50)
            .Concat(Limits.Optional(nameof(ContactLastName), ContactLastName, 50))
            .Concat(Limits.Optional(nameof(ContactEmail), ContactEmail, 254))
            .Concat(Limits.Optional(nameof(Address), Address, 400)))
        {
            yield return problem;
        }

        if (ContactPhone.Length > 0 && (ContactPhone.Length > 32 || !ContactPhone.All(c => char.IsAsciiDigit(c) || " +()-/.".Contains(c))))
        {
            yield return new Problem(nameof(ContactPhone), T("Write the number in digits, for example +44 20 7946 0000."));
        }

        if (ContactEmail.Length > 0 && (!MailAddress.TryCreate(ContactEmail, out var mail) || mail.Address != ContactEmail))
        {
            yield return new Problem(nameof(ContactEmail), T("This is not an e-mail address; write it as name@example.com."));
        }
    }
}

/// <summary>The name of a group: given once.</summary>
internal static class GroupName
{
    /// <summary>Null when the tidied name may be used, otherwise why not.</summary>
    public static string? WhyNot(string name) => name.Length switch
    {
        0 => T("Give the group a name."),
        > Group.LongestName => T($"Use at most {Group.LongestName} characters; this has {name.Length}."),
        // Paths are written with it: Sales/Sales West.
        _ when name.Contains('/', StringComparison.Ordinal) => T("A name has no slash; make a group under this one instead."),
        // Direction marks make one name look like another.
        _ when name.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format) =>
            T("The name contains invisible characters. Type it again instead of pasting it."),
        _ => null,
    };
}
