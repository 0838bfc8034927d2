using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Dialling;
using Portal.Tenancy.Domain.Dialling;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Schedules;

namespace Portal.Tenancy.Demo;

/// <summary>Bank holidays of Acme, the hours of its sites, and where Leeds dials from.</summary>
internal sealed class SchedulesDemo(TenancyDb db, UnitOfWork unit, ScheduleDirectory schedules, SitePlaceDirectory places) : IDemoData
{
    public int Order => 12;

    public async Task SeedAsync(CancellationToken ct)
    {
        var acme = await db.Companies.SingleAsync(c => c.SipDomain == "acme.localhost", ct);
        var sites = await db.Sites.Where(s => s.CompanyId == acme.CompanyId).ToDictionaryAsync(s => s.Name, ct);
        var holidays = Add(acme.CompanyId, null, ScheduleKind.Holidays, "Bank holidays", null,
            HolidaySets.Of("GB-ENG").Select(h => new ScheduleRule(RuleEffect.Holiday, h.Day, ClockSpan.WholeDay, h.Name)));
        Add(acme.CompanyId, sites["London"].Id, ScheduleKind.Hours, "Opening hours", holidays,
            ["open week MO,TU,WE,TH,FR 09:00-12:30", "open week MO,TU,WE,TH 13:30-17:30", "open week FR 13:30-16:00", "closed range 2026-12-28/2026-12-31 # Between the years"]);
        Add(acme.CompanyId, sites["Leeds"].Id, ScheduleKind.Hours, "Night desk", holidays, ["open week MO,TU,WE,TH,FR 22:00-06:00"]);

        var leeds = new DialLocation { CompanyId = acme.CompanyId };
        leeds.Apply(new DialSettings("Leeds", "GB", "113", "", "Europe/London"));
        db.Locations.Add(leeds);
        var place = new SitePlace { SiteId = sites["Leeds"].Id, CompanyId = acme.CompanyId };
        place.Apply(new PlaceSettings(leeds.Id, "", "First floor, reception", "+44 113 496 0100", 20, 25));
        db.SitePlaces.Add(place);
        await db.SaveChangesAsync(ct);
        unit.AfterCommit(after => schedules.ReloadAsync(acme.CompanyId, after));
        unit.AfterCommit(after => places.ReloadAsync(acme.CompanyId, after));
    }

    private ScheduleId Add(CompanyId company, SiteId? site, ScheduleKind kind, string name, ScheduleId? holidays, IEnumerable<string> rules) =>
        Add(company, site, kind, name, holidays, rules.Select(r => RuleNotation.ReadLine(r)!));

    private ScheduleId Add(CompanyId company, SiteId? site, ScheduleKind kind, string name, ScheduleId? holidays, IEnumerable<ScheduleRule> rules)
    {
        var schedule = new Schedule { CompanyId = company, SiteId = site, Kind = kind, CreatedAt = unit.Clock.GetUtcNow() };
        schedule.Apply(name, holidays, [.. rules]);
        db.Schedules.Add(schedule);
        return schedule.Id;
    }
}
