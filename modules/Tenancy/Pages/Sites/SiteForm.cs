using System.ComponentModel.DataAnnotations;
using Portal.Tenancy.Domain;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Sites;

/// <summary>The fields of a site as a browser sends them.</summary>
internal sealed class SiteForm
{
    [Required(ErrorMessage = "Give the site a name.")]
    public string? Name { get; set; }

    public string? Street { get; set; }

    public string? PostalCode { get; set; }

    [Display(Name = "Town")]
    public string? City { get; set; }

    [Required(ErrorMessage = "Choose a country from the list.")]
    public string? Country { get; set; }

    [Required(ErrorMessage = "Choose a time zone from the list.")]
    public string? TimeZone { get; set; }

    [Display(Name = "Name")]
    public string? ContactName { get; set; }

    [Display(Name = "Telephone"), DataType(DataType.PhoneNumber)]
    public string? ContactPhone { get; set; }

    [Display(Name = "E-mail"), DataType(DataType.EmailAddress)]
    public string? ContactEmail { get; set; }

    public int Version { get; set; }

    public static SiteForm From(Site site) => new()
    {
        Name = site.Name,
        Street = site.Street,
        PostalCode = site.PostalCode,
        City = site.City,
        Country = site.Country,
        TimeZone = site.TimeZone,
        ContactName = site.ContactName,
        ContactPhone = site.ContactPhone,
        ContactEmail = site.ContactEmail,
        Version = site.Version,
    };

    public SiteProfile Profile() => new(
        Name ?? "", Street ?? "", PostalCode ?? "", City ?? "", Country ?? "", TimeZone ?? "", ContactName ?? "", ContactPhone ?? "", ContactEmail ?? "");

    public IEnumerable<FieldChange> Differences(Site theirs)
    {
        (string Field, string? Yours, string Theirs)[] fields =
        [
            (T("Name"), Name, theirs.Name), (T("Street"), Street, theirs.Street), (T("Postal code"), PostalCode, theirs.PostalCode),
            (T("Town"), City, theirs.City), (T("Country"), Country, theirs.Country), (T("Time zone"), TimeZone, theirs.TimeZone),
            (T("Contact"), ContactName, theirs.ContactName), (T("Telephone"), ContactPhone, theirs.ContactPhone), (T("E-mail"), ContactEmail, theirs.ContactEmail),
        ];
        return fields.Where(f => (f.Yours ?? "") != f.Theirs).Select(f => new FieldChange(f.Field, f.Yours ?? "", f.Theirs));
    }
}
