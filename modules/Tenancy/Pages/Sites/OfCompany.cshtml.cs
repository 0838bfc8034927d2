using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Sites;

[Needs(TenancyModule.ViewSites)]
internal sealed class OfCompanyModel(TenancyDb db, IAccess access) : PortalPage, ISiteListPage
{
    public PagedList<SiteList.Row> List { get; private set; } = default!;

    public Link? Add { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ViewSites, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Sites");
        Head.Lead = T($"The places where people of {company.Name} work.");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
        Head.Subject = company.Subject();
        Head.PrimaryAction = Add = access.Allows(TenancyModule.AddSites, new ObjectScope(id))
            ? new Link(T("Add site"), $"/companies/{id}/sites/new", "plus")
            : null;
        List = await SiteList.ReadAsync(db, db.Sites.AsNoTracking().Where(s => s.CompanyId == id), SiteList.WithinCompany.Read(Request), ct);
        return FragmentOrPage("_Sites");
    }
}
