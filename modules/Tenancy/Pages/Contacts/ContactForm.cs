using System.ComponentModel.DataAnnotations;
using Portal.Tenancy.Domain.Contacts;

namespace Portal.Tenancy.Pages.Contacts;

/// <summary>The fields of a contact as a browser sends them.</summary>
internal sealed class ContactForm
{
    [Required(ErrorMessage = "Give the contact a name.")]
    public string? Name { get; set; }

    [Display(Name = "E-mail"), DataType(DataType.EmailAddress), Required(ErrorMessage = "Give the contact an e-mail address.")]
    public string? Email { get; set; }

    [Display(Name = "Contact type")]
    public string? Type { get; set; }

    [DataType(DataType.PhoneNumber)]
    public string? Phone { get; set; }

    [DataType(DataType.PhoneNumber)]
    public string? Mobile { get; set; }

    [Display(Name = "Public notes"), DataType(DataType.MultilineText)]
    public string? PublicNotes { get; set; }

    [Display(Name = "Private notes"), DataType(DataType.MultilineText)]
    public string? PrivateNotes { get; set; }

    [Display(Name = "E-mail verified")]
    public bool EmailVerified { get; set; }

    [Display(Name = "Mobile verified")]
    public bool MobileVerified { get; set; }

    [Display(Name = "Give a portal login")]
    public bool GiveLogin { get; set; }

    public int Version { get; set; }

    public static ContactForm From(Contact contact) => new()
    {
        Name = contact.Name, Email = contact.Email, Type = contact.Type, Phone = contact.Phone, Mobile = contact.Mobile, PublicNotes = contact.PublicNotes,
        PrivateNotes = contact.PrivateNotes, EmailVerified = contact.EmailVerified, MobileVerified = contact.MobileVerified, Version = contact.Version,
    };

    public ContactDetails Details() => new(Name ?? "", Email ?? "", Type ?? "", Phone ?? "", Mobile ?? "", PublicNotes ?? "", EmailVerified, MobileVerified);
}
