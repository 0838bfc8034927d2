using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Pages.Companies;

/// <summary>How a company appears in the shell, the same on every page.</summary>
internal static class CompanyView
{
    public static Status Of(CompanyStatus status) => status switch
    {
        CompanyStatus.Trial => new Status(Tone.Notice, T("Trial")),
        CompanyStatus.Active => new Status(Tone.Good, T("Active")),
        CompanyStatus.Suspended => new Status(Tone.Warning, T("Suspended")),
        _ => new Status(Tone.Bad, T("Blocked")),
    };

    /// <summary>What the state means for calls, in a sentence.</summary>
    public static string Meaning(CompanyStatus status) => status switch
    {
        CompanyStatus.Trial => T("Calls work while the company tries the service."),
        CompanyStatus.Active => T("Calls work."),
        CompanyStatus.Suspended => T("No calls can be made or received until the company is active again."),
        _ => T("Blocked by the provider: no calls can be made or received."),
    };

    public static Subject Subject(this Company company) =>
        Web.Subject.Company(company.CompanyId, company.Name, company.SipDomain, Of(company.Status));

    /// <summary>The way up: people who see one company only have no list above it.</summary>
    public static PageHead UnderCompany(this PageHead head, Company company, bool seesList)
    {
        if (seesList)
        {
            head.Under(T("Companies"), "/companies");
        }

        return head.Under(company.Name, $"/companies/{company.CompanyId}");
    }
}
