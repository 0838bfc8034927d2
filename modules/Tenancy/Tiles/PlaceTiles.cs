using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Features;
using Portal.Tenancy.Groups;
using Portal.Tenancy.Schedules;

namespace Portal.Tenancy.Tiles;

// Each of these stands on the page of the object it gets as an argument, and without one on the dashboard of the viewer's own.

/// <summary>The provider's contacts at a company.</summary>
internal sealed class ContactsTile(TenancyDb db, CurrentUser user, IAccess access) : ViewComponent
{
    private const int Shown = 4;

    public async Task<IViewComponentResult> InvokeAsync(CompanySummary? company = null)
    {
        if ((company?.Id ?? user.Company) is not { } id)
        {
            return Content("");
        }

        var contacts = db.Contacts.AsNoTracking().Where(c => c.CompanyId == id);
        return View("/Pages/Tiles/_Contacts.cshtml", new PlaceContacts(
            id, await contacts.CountAsync(HttpContext.RequestAborted),
            await contacts.OrderBy(c => c.Name).ThenBy(c => c.Id).Take(Shown).Select(c => new NamedContact(c.Id.Value, c.Name, c.Type)).ToListAsync(HttpContext.RequestAborted),
            access.Allows(TenancyModule.ChangeContacts, new ObjectScope(id))));
    }
}

internal sealed record NamedContact(Guid Id, string Name, string Type);

internal sealed record PlaceContacts(CompanyId Company, int Total, IReadOnlyList<NamedContact> First, bool MayChange);

/// <summary>How many telephone numbers there are, and how many of them are free or still pending.</summary>
internal sealed class NumbersTile(TenancyDb db, CurrentUser user, Numbers.NumberLookup lookup) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(CompanySummary? company = null, SiteSummary? site = null)
    {
        var numbers = site is not null ? db.Numbers.AsNoTracking().Where(n => n.SiteId == site.Id && n.State != NumberState.Released)
            : company is not null ? db.Numbers.AsNoTracking().Where(n => n.CompanyId == company.Id && n.State != NumberState.Released)
            : lookup.Within(TenancyModule.ViewNumbers);
        var counts = await numbers.GroupBy(n => n.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, HttpContext.RequestAborted);
        return View("/Pages/Tiles/_Numbers.cshtml", new PlaceNumbers(
            site is not null ? $"/sites/{site.Id}/numbers" : company is not null && user.Company != company.Id ? $"/numbers?company={company.Id}" : "/numbers",
            Listed: site is null, counts.Values.Sum(), counts.GetValueOrDefault(NumberState.Free),
            counts.GetValueOrDefault(NumberState.Ordered) + counts.GetValueOrDefault(NumberState.Porting)));
    }
}

/// <param name="Listed">The address is a list that can be narrowed by state.</param>
internal sealed record PlaceNumbers(string Address, bool Listed, int Total, int Free, int Pending)
{
    public string Narrowed(string state) => Listed ? Address + (Address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "state=" + state : Address;
}

/// <summary>The groups of a company, or those below a site, or those the viewer administers.</summary>
internal sealed class GroupsTile(GroupAccess groups, GroupDirectory directory, CurrentUser user, IAccess access) : ViewComponent
{
    private const int Shown = 5;

    public async Task<IViewComponentResult> InvokeAsync(CompanySummary? company = null, SiteSummary? site = null)
    {
        if ((site?.CompanyId ?? company?.Id ?? user.Company) is not { } id)
        {
            return Content("");
        }

        GroupSummary[] all = site is not null
            ? [.. (await directory.TreeAsync(id, HttpContext.RequestAborted)).From(GroupId.Of(site.Id)).Skip(1)]
            : [.. (await groups.ListAsync(id, TenancyModule.ViewGroups, HttpContext.RequestAborted)).Where(g => !g.IsSite)];
        var scope = site is not null ? new ObjectScope(id, site.Id, Group: GroupId.Of(site.Id)) : new ObjectScope(id);
        return View("/Pages/Tiles/_Groups.cshtml", new PlaceGroups(
            site is not null ? $"/groups/{site.Id}" : user.Company == id ? "/groups" : $"/groups?company={id}",
            all.Length, [.. all.Take(Shown)],
            access.Allows(TenancyModule.ChangeGroups, scope) ? site is not null ? $"/groups/new?under={site.Id}" : $"/groups/new?company={id}" : null));
    }
}

/// <param name="Add">Where one is added; null for those who may not.</param>
internal sealed record PlaceGroups(string Address, int Total, IReadOnlyList<GroupSummary> First, string? Add);

/// <summary>The schedules of a company or site, and which of them are open now. Nothing where the site's schedules are switched off.</summary>
internal sealed class SchedulesTile(TenancyDb db, ScheduleDirectory directory, IFeatureAssignments features, CurrentUser user, TimeProvider clock) : ViewComponent
{
    private const int Shown = 5;

    public async Task<IViewComponentResult> InvokeAsync(CompanySummary? company = null, SiteSummary? site = null)
    {
        if ((site?.CompanyId ?? company?.Id ?? user.Company) is not { } id
            || (site is not null && !features.Of(TenancyModule.SchedulesFeature, new ObjectScope(id, site.Id)).IsOn))
        {
            return Content("");
        }

        var schedules = db.Schedules.AsNoTracking().Where(s => s.CompanyId == id);
        schedules = site is null ? schedules : schedules.Where(s => s.SiteId == site.Id);
        var first = await schedules.OrderBy(s => s.NameKey).Take(Shown).Select(s => new { s.Id, s.Name, s.Kind }).ToListAsync(HttpContext.RequestAborted);
        var now = clock.GetUtcNow();
        return View("/Pages/Tiles/_Schedules.cshtml", new PlaceSchedules(
            site is not null ? $"/sites/{site.Id}/schedules" : $"/companies/{id}/schedules",
            await schedules.CountAsync(HttpContext.RequestAborted),
            [.. first.Select(s => new ScheduleNow(s.Id, s.Name, s.Kind, directory.IsOpen(s.Id, now)))]));
    }
}

internal sealed record ScheduleNow(ScheduleId Id, string Name, ScheduleKind Kind, bool IsOn);

internal sealed record PlaceSchedules(string Address, int Total, IReadOnlyList<ScheduleNow> First);

/// <summary>The feature packages a company may use.</summary>
internal sealed class OfferingTile(FeatureSnapshot snapshot, CurrentUser user) : ViewComponent
{
    public IViewComponentResult Invoke(CompanySummary? company = null) => (company?.Id ?? user.Company) is not { } id
        ? Content("")
        : View("/Pages/Tiles/_Offering.cshtml", new PlaceOffering(
            $"/companies/{id}/service-offering", snapshot.OfferedTo(id).Count,
            snapshot.StandardOf(id, FeatureScope.Site)?.Name, snapshot.StandardOf(id, FeatureScope.User)?.Name));
}

/// <param name="ForSites">The standard package of sites; null: features follow their defaults.</param>
internal sealed record PlaceOffering(string Address, int Total, string? ForSites, string? ForEmployees);
