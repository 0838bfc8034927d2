using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Dialling;
using Portal.Web;

namespace Portal.Tenancy.Pages.Sites;

[Needs(TenancyModule.ViewSites)]
internal sealed class ProfileModel(TenancyDb db, IAccess access, TimeProvider clock, ModuleCatalog catalog) : PortalPage
{
    public Site Site { get; private set; } = default!;

    public Company Company { get; private set; } = default!;

    /// <summary>What the clock on the wall says there.</summary>
    public DateTimeOffset LocalTime { get; private set; }

    public bool SeesCompany { get; private set; }

    public PlaceSettings Place { get; private set; } = new();

    /// <summary>Null: none chosen.</summary>
    public string? DialLocation { get; private set; }

    /// <summary>What other modules show of the site.</summary>
    public IReadOnlyList<SitePart> Parts { get; private set; } = [];

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

        Place = (await db.SitePlaces.AsNoTracking().SingleOrDefaultAsync(p => p.SiteId == id, ct))?.Settings ?? new PlaceSettings();
        DialLocation = Place.LocationId is { } location ? await db.Locations.Where(l => l.Id == location).Select(l => l.Name).SingleOrDefaultAsync(ct) : null;
        Parts = [.. catalog.All<SitePart>().Where(p => p.Needs is null || access.Allows(p.Needs, new ObjectScope(site.CompanyId, site.Id))).OrderBy(p => p.Order)];

        Head.Title = site.Name;
        Head.UnderSites(Company, access);
        Head.Subject = site.Subject();
        Head.PrimaryAction = new Link(T("Edit"), $"/sites/{id}/edit", "edit", TenancyModule.ChangeSites);
        return Page();
    }
}
