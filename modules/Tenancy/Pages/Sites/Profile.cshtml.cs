using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Pages.Sites;

[Needs(TenancyModule.ViewSites)]
internal sealed class ProfileModel(TenancyDb db, IAccess access, TimeProvider clock) : PortalPage
{
    public Site Site { get; private set; } = default!;

    public Company Company { get; private set; } = default!;

    /// <summary>What the clock on the wall says there.</summary>
    public DateTimeOffset LocalTime { get; private set; }

    public bool SeesCompany { get; private set; }

    public async Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct)
    {
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } site
            || !access.Allows(TenancyModule.ViewSites, new ObjectScope(site.CompanyId, site.Id)))
        {
            return NotFound();
        }

        Site = site;
        Company = await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == site.CompanyId, ct);
        SeesCompany = access.Allows(TenancyModule.ViewCompany, new ObjectScope(site.CompanyId));
        LocalTime = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone));

        Head.Title = site.Name;
        Head.UnderSites(Company, access);
        Head.Subject = site.Subject();
        Head.PrimaryAction = new Link(T("Edit"), $"/sites/{id}/edit", "edit", TenancyModule.ChangeSites);
        return Page();
    }
}
