using System.Net.Mail;
using Portal.Modularity.Requests;

namespace Portal.Tenancy.Domain;

/// <summary>What a site says of itself.</summary>
internal sealed record SiteProfile(
    string Name, string Street, string PostalCode, string City, string Country, string TimeZone,
    string ContactName, string ContactPhone, string ContactEmail)
{
    public SiteProfile Tidied() => new(
        Name.Tidied(), Street.Tidied(), PostalCode.Tidied(), City.Tidied(), Country.Tidied().ToUpperInvariant(), TimeZone.Tidied(),
        ContactName.Tidied(), ContactPhone.Tidied(), ContactEmail.Tidied());

    public IEnumerable<Problem> Problems()
    {
        foreach (var problem in Limits.Required(nameof(Name), Name, 80, T("Give the site a name."))
            .Concat(Limits.Optional(nameof(Street), Street, 200))
            .Concat(Limits.Optional(nameof(PostalCode), PostalCode, 20))
            .Concat(Limits.Optional(nameof(City), City, 100))
            .Concat(Limits.Optional(nameof(ContactName), ContactName, 100))
            .Concat(Limits.Optional(nameof(ContactEmail), ContactEmail, 254)))
        {
            yield return problem;
        }

        if (!Places.IsCountry(Country))
        {
            yield return new Problem(nameof(Country), T("Choose a country from the list."));
        }

        if (!Places.IsTimeZone(TimeZone))
        {
            yield return new Problem(nameof(TimeZone), T("Choose a time zone from the list."));
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
