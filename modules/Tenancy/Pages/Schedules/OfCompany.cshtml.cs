using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Pages.Companies;
using Portal.Tenancy.Schedules;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>All schedules of a company: its own, and those of its sites.</summary>
[Needs(TenancyModule.ViewSchedules)]
internal sealed class OfCompanyModel(TenancyDb db, IAccess access, ScheduleDirectory directory, TimeProvider clock) : PortalPage, IScheduleListPage
{
    public PagedList<ScheduleList.Row> List { get; private set; } = default!;

    public Link? Add { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ViewSchedules, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Schedules");
        Head.Lead = T("When people are there and which days are holidays; call forwarding and others follow them.");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
        Head.Subject = company.Subject();
        Head.PrimaryAction = Add = access.Allows(TenancyModule.ChangeSchedules, new ObjectScope(id))
            ? new Link(T("Add schedule"), $"/companies/{id}/schedules/new", "plus")
            : null;
        var mine = db.Schedules.AsNoTracking().Where(s => s.CompanyId == id);
        List = await ScheduleList.ReadAsync(db, directory, mine, ScheduleList.Shape.Read(Request), clock.GetUtcNow(), ct);
        return FragmentOrPage("_Schedules");
    }
}
