using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Data;
using Portal.Tenancy.Pages.Sites;
using Portal.Tenancy.Schedules;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>The schedules a site may follow: its own, and the company's.</summary>
[Needs(TenancyModule.ViewSchedules), NeedsFeature(TenancyModule.SchedulesFeature)]
internal sealed class OfSiteModel(TenancyDb db, IAccess access, ScheduleDirectory directory, TimeProvider clock) : PortalPage, IScheduleListPage
{
    public PagedList<ScheduleList.Row> List { get; private set; } = default!;

    public Link? Add { get; private set; }

    public async Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct)
    {
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } site
            || !access.Allows(TenancyModule.ViewSchedules, new ObjectScope(site.CompanyId, id)))
        {
            return NotFound();
        }

        Head.Title = T("Schedules");
        Head.Lead = T("When people are there and which days are holidays; call forwarding and others follow them.");
        Head.UnderSites(await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == site.CompanyId, ct), access).Under(site.Name, $"/sites/{id}");
        Head.Subject = site.Subject();
        Head.PrimaryAction = Add = access.Allows(TenancyModule.ChangeSchedules, new ObjectScope(site.CompanyId, id))
            ? new Link(T("Add schedule"), $"/sites/{id}/schedules/new", "plus")
            : null;
        var usable = db.Schedules.AsNoTracking().Where(s => s.CompanyId == site.CompanyId && (s.SiteId == null || s.SiteId == id));
        List = await ScheduleList.ReadAsync(db, directory, usable, ScheduleList.Shape.Read(Request), clock.GetUtcNow(), ct);
        return FragmentOrPage("_Schedules");
    }
}
