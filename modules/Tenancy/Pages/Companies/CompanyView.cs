using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Pages.Companies;

/// <summary>How a company appears in the shell, the same on every page.</summary>
internal static class CompanyView
{
    public static Status Of(CompanyStatus status) => status switch
    {
        CompanyStatus.Trial => new Status(Tone.Notice, "Trial"),
        CompanyStatus.Active => new Status(Tone.Good, "Active"),
        CompanyStatus.Suspended => new Status(Tone.Warning, "Suspended"),
        _ => new Status(Tone.Bad, "Blocked"),
    };

    /// <summary>What the state means for calls, in a sentence.</summary>
    public static string Meaning(CompanyStatus status) => status switch
    {
        CompanyStatus.Trial => "Calls work while the company tries the service.",
        CompanyStatus.Active => "Calls work.",
        CompanyStatus.Suspended => "No calls can be made or received until the company is active again.",
        _ => "Blocked by the provider: no calls can be made or received.",
    };

    public static Subject Subject(this Company company) =>
        Web.Subject.Company(company.CompanyId, company.Name, company.SipDomain, Of(company.Status));

    /// <summary>The way up: people who see one company only have no list above it.</summary>
    public static PageHead UnderCompany(this PageHead head, Company company, bool seesList)
    {
        if (seesList)
        {
            head.Under("Companies", "/companies");
        }

        return head.Under(company.Name, $"/companies/{company.CompanyId}");
    }
}
