using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Pages.Companies;
using Portal.Tenancy.Pages.Sites;
using Portal.Tenancy.Schedules;
using Portal.Web;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>What every page of one schedule begins with: is it there, may this person reach it, and where does it stand.</summary>
internal abstract class SchedulePage(TenancyDb db, IAccess access, ScheduleDirectory directory, TimeProvider clock) : PortalPage
{
    protected TenancyDb Db { get; } = db;

    protected ScheduleDirectory Directory { get; } = directory;

    protected TimeProvider Clock { get; } = clock;

    public Schedule Schedule { get; private set; } = default!;

    public Company Company { get; private set; } = default!;

    /// <summary>Null for a schedule of the company.</summary>
    public Site? Site { get; private set; }

    public bool MayChange { get; private set; }

    public string Address => $"/schedules/{Schedule.Id}";

    public string OwnerAddress => Site is { } site ? $"/sites/{site.Id}/schedules" : $"/companies/{Company.CompanyId}/schedules";

    protected TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Site?.TimeZone ?? Company.TimeZone);

    protected DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).DateTime);

    protected static string ViewPermission => TenancyModule.ViewSchedules;

    /// <summary>False when there is no such schedule for this person.</summary>
    protected async Task<bool> PlaceAsync(ScheduleId id, string needs, CancellationToken ct)
    {
        if (await Db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } schedule
            || !SchedulesInReach.Allows(access, needs, schedule.CompanyId, schedule.SiteId))
        {
            return false;
        }

        Schedule = schedule;
        Company = await Db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == schedule.CompanyId, ct);
        Site = schedule.SiteId is { } site ? await Db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == site, ct) : null;
        MayChange = access.Allows(TenancyModule.ChangeSchedules, new ObjectScope(schedule.CompanyId, schedule.SiteId));
        Head.Title = schedule.Name;
        Head.Lead = schedule.Kind == ScheduleKind.Holidays ? T("Holiday schedule") : T("Time schedule");
        PlaceUnder(Head, Company, Site, access);
        return true;
    }

    /// <summary>The way up to the list of schedules, for pages of a schedule and those beside it.</summary>
    public static void PlaceUnder(PageHead head, Company company, Site? site, IAccess access)
    {
        if (site is not null)
        {
            head.UnderSites(company, access).Under(site.Name, $"/sites/{site.Id}").Under(T("Schedules"), $"/sites/{site.Id}/schedules");
            head.Subject = site.Subject();
        }
        else
        {
            head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
            if (access.Allows(TenancyModule.ViewSchedules, new ObjectScope(company.CompanyId)))
            {
                head.Under(T("Schedules"), $"/companies/{company.CompanyId}/schedules");
            }

            head.Subject = company.Subject();
        }
    }

    protected Timetable TableOf(IReadOnlyList<ScheduleRule> rules, ScheduleId? holidays) =>
        new(Schedule.Kind, rules, Zone, holidays is { } id ? Directory.Timetable(id) : null);
}

/// <summary>
/// Who sees which schedules: those of a site, who looks after it; those of the company, everybody in it who looks after anything,
/// because their own sites follow them.
/// </summary>
internal static class SchedulesInReach
{
    public static bool Allows(IAccess access, string permission, Modularity.CompanyId company, Modularity.SiteId? site) =>
        access.Allows(permission, new ObjectScope(company, site))
        // The company filter has left only rows of the person's own companies.
        || (site is null && permission == TenancyModule.ViewSchedules && access.ReachOf(permission).Sites.Count > 0);
}
