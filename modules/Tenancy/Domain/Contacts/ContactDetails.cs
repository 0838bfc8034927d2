using System.Net.Mail;
using Portal.Modularity.Requests;

namespace Portal.Tenancy.Domain.Contacts;

/// <summary>What is known of a contact, but for the provider's private notes.</summary>
internal sealed record ContactDetails(
    string Name, string Email, string Type, string Phone, string Mobile, string PublicNotes, bool EmailVerified, bool MobileVerified)
{
    public const int LongestNotes = 4000;

    public ContactDetails Tidied() => this with
    {
        Name = Name.Tidied(), Email = Email.Tidied(), Type = Type.Tidied(), Phone = Phone.Tidied(), Mobile = Mobile.Tidied(), PublicNotes = PublicNotes.Tidied(),
    };

    public IEnumerable<Problem> Problems(string? privateNotes)
    {
        foreach (var problem in Limits.Required(nameof(Name), Name, 100, T("Give the contact a name."))
            .Concat(Limits.Required(nameof(Email), Email, 254, T("Give the contact an e-mail address.")))
            .Concat(Limits.Optional(nameof(Type), Type, 60))
            .Concat(Limits.Optional(nameof(PublicNotes), PublicNotes, LongestNotes))
            .Concat(Limits.Optional("PrivateNotes", privateNotes ?? "", LongestNotes)))
        {
            yield return problem;
        }

        if (Email.Length is > 0 and <= 254 && (!MailAddress.TryCreate(Email, out var mail) || mail.Address != Email))
        {
            yield return new Problem(nameof(Email), T("This is not an e-mail address; write it as name@example.com."));
        }

        foreach (var (field, number) in new[] { (nameof(Phone), Phone), (nameof(Mobile), Mobile) })
        {
            if (number.Length > 0 && (number.Length > 32 || !number.All(c => char.IsAsciiDigit(c) || " +()-/.".Contains(c)) || !number.Any(char.IsAsciiDigit)))
            {
                yield return new Problem(field, T("Write the number in digits, for example +44 20 7946 0000."));
            }
        }
    }
}
