using Portal.Modularity.Access;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Pages.Sites;

/// <summary>How a site appears in the shell, the same on every page.</summary>
internal static class SiteView
{
    public static Subject Subject(this Site site) => Web.Subject.Site(site.Id, site.CompanyId, site.Name, site.City == site.Name ? null : site.City);

    /// <summary>The way up: through the company for those who see it, else from the list of sites.</summary>
    public static PageHead UnderSites(this PageHead head, Company company, IAccess access)
    {
        if (!access.Allows(TenancyModule.ViewCompany, new ObjectScope(company.CompanyId)))
        {
            return head.Under(T("Sites"), "/sites");
        }

        if (access.AllowsSomewhere(TenancyModule.ListCompanies))
        {
            head.Under(T("Companies"), "/companies");
        }

        return head.Under(company.Name, $"/companies/{company.CompanyId}").Under(T("Sites"), $"/companies/{company.CompanyId}/sites");
    }

    public static string Address(this Site site) =>
        string.Join(", ", new[] { site.Street, (site.PostalCode + " " + site.City).Trim(), Places.CountryName(site.Country) }.Where(p => p.Length > 0));
}
