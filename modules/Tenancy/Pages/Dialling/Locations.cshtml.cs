using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Dialling;

/// <summary>The dial locations of a company (TE14).</summary>
[Needs(TenancyModule.ChangeCompany)]
internal sealed class LocationsModel(TenancyDb db, IAccess access) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("locations", "dial locations")
        .Search("Search name")
        .Column("name", "Name", sort: true).Column("country", "Country").Column("area", "Area code").Column("outside", "Outside line").Column("zone", "Time zone")
        .Column("sites", "Sites", number: true)
        .SortedBy("name");

    public PagedList<Row> List { get; private set; } = default!;

    public Link? Add { get; private set; }

    internal sealed record Row(Guid Id, string Name, string Country, string AreaCode, string OutsidePrefix, string TimeZone, int Sites);

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ChangeCompany, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Dial locations");
        Head.Lead = T("What a number without country or area code means for the telephones of a site.");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
        Head.Subject = company.Subject();
        Head.PrimaryAction = Add = new Link(T("Add dial location"), $"/companies/{id}/locations/new", "plus");
        var query = Shape.Read(Request);
        var locations = db.Locations.AsNoTracking().Where(l => l.CompanyId == id);
        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            locations = locations.Where(l => EF.Functions.Like(l.NameKey, pattern, SearchText.Escape));
        }

        var total = await locations.CountAsync(ct);
        var rows = await (query.Descending ? locations.OrderByDescending(l => l.NameKey) : locations.OrderBy(l => l.NameKey)).Skip(query.Skip).Take(query.Size)
            .Select(l => new Row(l.Id, l.Name, l.Country, l.AreaCode, l.OutsidePrefix, l.TimeZone, db.SitePlaces.Count(p => p.LocationId == l.Id))).ToListAsync(ct);
        List = new PagedList<Row>(query, rows, total);
        return FragmentOrPage("_Locations");
    }
}
