using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.ContactLogins;

internal static class ContactPlaces
{
    /// <summary>Where the pages about a contact's login stand.</summary>
    public static void OfContact(this PageHead head, ContactSummary contact, CompanySummary company)
    {
        head.Lead = contact.Name;
        head.Under(company.Name, $"/companies/{company.Id}").Under(T("Contacts"), $"/companies/{company.Id}/contacts").Under(contact.Name, $"/contacts/{contact.Id}/edit");
        head.Subject = Subject.Company(company.Id, company.Name, company.SipDomain);
    }
}
