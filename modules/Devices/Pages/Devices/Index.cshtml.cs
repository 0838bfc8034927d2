using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Registrations;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Devices.Pages.Devices;

[Needs("devices.view")]
internal sealed class IndexModel(
    DevicesDb db, DeviceAccess devices, LiveRegistrations registrations, IExtensionDirectory directory, IMediator mediator, CurrentUser user) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("devices", "devices")
        .Search("Search MAC, model or extension")
        .Column("mac", "MAC address", sort: true).Column("model", "Model", sort: true).Column("person", "Used by")
        .Column("site", "Site").Column("state", "Registration").Column("fetched", "Last fetched")
        .Filter("use", "Use", ("assigned", "In use"), ("spare", "Spare"))
        .Filter("model", "Model", [.. PhoneModels.All.Select(m => (m.Key, m.FullName))])
        .SortedBy("mac");

    // More sites are looked up by name instead of standing in a menu.
    private const int MostOptions = 60;

    public PagedList<DeviceRow> List { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Devices");
        Head.PrimaryAction = new(T("Add device"), "/devices/new", "plus", Needs: DevicesModule.Change.Key);
        var shape = await WithSitesAsync(ct);
        var query = await (user.Company is null ? shape.Lookup("company", "Company", "companies") : shape).ReadAsync(Request, ct);
        var found = await NarrowAsync(devices.Visible().AsNoTracking(), query, ct);
        var total = await found.CountAsync(ct);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("model", false) => found.OrderBy(d => d.Model).ThenBy(d => d.Mac),
            ("model", true) => found.OrderByDescending(d => d.Model).ThenBy(d => d.Mac),
            (_, true) => found.OrderByDescending(d => d.Mac),
            _ => found.OrderBy(d => d.Mac),
        };
        var page = await sorted.Skip(query.Skip).Take(query.Size).ToListAsync(ct);
        List = new(query, await RowsAsync(page, ct), total);
        return FragmentOrPage("_Devices");
    }

    private async Task<ListShape> WithSitesAsync(CancellationToken ct)
    {
        var sites = user.MayChooseCompany ? [] : await mediator.Send(new FindSitesByName("", MostOptions + 1), ct);
        return user.MayChooseCompany || sites.Count > MostOptions
            ? Shape.Lookup("site", "Site", "sites")
            : Shape.Filter("site", "Site").WithOptions("site", sites.Select(s => new ListOption(s.Id.ToString(), s.Name)));
    }

    private async Task<IQueryable<Device>> NarrowAsync(IQueryable<Device> found, ListQuery query, CancellationToken ct)
    {
        if (query["site"] is { } site)
        {
            var id = SiteId.From(Guid.Parse(site));
            found = found.Where(d => d.SiteId == id);
        }

        if (Guid.TryParse(query["company"], out var owner))
        {
            var company = new CompanyId(owner);
            found = found.Where(d => d.CompanyId == company);
        }

        if (query["model"] is { } model)
        {
            found = found.Where(d => d.Model == model);
        }

        if (query["use"] is { } use)
        {
            found = use == "spare" ? found.Where(d => d.EmployeeId == null) : found.Where(d => d.EmployeeId != null);
        }

        return query.Search.Length == 0 ? found : found.Where(await DeviceFinder.MatchAsync(query.Search, user.Company, mediator, ct));
    }

    private async Task<List<DeviceRow>> RowsAsync(List<Device> page, CancellationToken ct)
    {
        var ids = page.Select(d => d.Id).ToArray();
        var runs = await db.Runs.AsNoTracking().Where(r => ids.Contains(r.DeviceId))
            .GroupBy(r => r.DeviceId).Select(g => new { g.Key, At = g.Max(r => r.LastAt) }).ToDictionaryAsync(r => r.Key, r => r.At, ct);
        var sites = await mediator.Send(new LookUpSites([.. page.Select(d => d.SiteId)]), ct);
        return [.. page.Select(d => new DeviceRow(
            d, d.EmployeeId is { } e ? directory.Find(e) : null, sites.GetValueOrDefault(d.SiteId)?.Name ?? "–",
            registrations.OfDevice(d).Any(), runs.TryGetValue(d.Id, out var at) ? at : null))];
    }
}

internal sealed record DeviceRow(Device Device, DirectoryEntry? Person, string Site, bool Registered, DateTimeOffset? FetchedAt);
