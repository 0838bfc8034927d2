using System.ComponentModel.DataAnnotations;
using Portal.Tenancy.Domain.Groups;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>The fields of a group as a browser sends them; all but the name are optional.</summary>
internal sealed class GroupForm
{
    [Display(Name = "First name")]
    public string? ContactFirstName { get; set; }

    [Display(Name = "Last name")]
    public string? ContactLastName { get; set; }

    [Display(Name = "E-mail"), DataType(DataType.EmailAddress)]
    public string? ContactEmail { get; set; }

    [Display(Name = "Telephone"), DataType(DataType.PhoneNumber)]
    public string? ContactPhone { get; set; }

    [DataType(DataType.MultilineText)]
    public string? Address { get; set; }

    public int Version { get; set; }

    public static GroupForm From(Group group) => new()
    {
        ContactFirstName = group.ContactFirstName,
        ContactLastName = group.ContactLastName,
        ContactEmail = group.ContactEmail,
        ContactPhone = group.ContactPhone,
        Address = group.Address,
        Version = group.Version,
    };

    public GroupProfile Profile() => new(ContactFirstName ?? "", ContactLastName ?? "", ContactEmail ?? "", ContactPhone ?? "", Address ?? "");

    public IEnumerable<FieldChange> Differences(Group theirs)
    {
        (string Field, string? Yours, string Theirs)[] fields =
        [
            (T("First name"), ContactFirstName, theirs.ContactFirstName), (T("Last name"), ContactLastName, theirs.ContactLastName),
            (T("E-mail"), ContactEmail, theirs.ContactEmail), (T("Telephone"), ContactPhone, theirs.ContactPhone), (T("Address"), Address, theirs.Address),
        ];
        return fields.Where(f => (f.Yours ?? "") != f.Theirs).Select(f => new FieldChange(f.Field, f.Yours ?? "", f.Theirs));
    }
}
