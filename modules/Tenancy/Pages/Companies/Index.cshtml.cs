using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Companies;

[Needs(TenancyModule.ListCompanies)]
internal sealed class IndexModel(TenancyDb db, IAccess access) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("companies", "companies")
        .Search("Search name or SIP domain")
        .Column("name", "Name", sort: true)
        .Column("domain", "SIP domain", sort: true)
        .Column("status", "Status", sort: true)
        .Column("country", "Country", sort: true)
        .Column("sites", "Sites", number: true)
        .Column("since", "Since", sort: true)
        .Filter("status", "Status", ("Trial", "Trial"), ("Active", "Active"), ("Suspended", "Suspended"), ("Blocked", "Blocked"))
        .AlsoAsXml()
        .SortedBy("name");

    public PagedList<Row> List { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Companies");
        Head.PrimaryAction = new Link(T("Add company"), "/companies/new", "plus", TenancyModule.AddCompany);

        var query = Shape.Read(Request);
        var reach = access.ReachOf(TenancyModule.ListCompanies);
        var companies = db.Companies.AsNoTracking();
        if (!reach.Everything)
        {
            companies = companies.Where(c => reach.Companies.Contains(c.CompanyId));
        }

        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            companies = companies.Where(c => EF.Functions.Like(c.Search, pattern, SearchText.Escape));
        }

        if (query["status"] is { } chosen && Enum.TryParse<CompanyStatus>(chosen, out var status))
        {
            companies = companies.Where(c => c.Status == status);
        }

        var total = await companies.CountAsync(ct);
        var rows = await Sorted(companies, query).Skip(query.Skip).Take(query.Size)
            .Select(c => new Row(c.CompanyId, c.Name, c.SipDomain, c.Status, c.Country, 0, c.CreatedAt))
            .ToListAsync(ct);
        // Counted for the page alone: in the query above they would be counted for every row that is skipped.
        CompanyId[] shown = [.. rows.Select(r => r.Id)];
        var sites = await db.Sites.AsNoTracking().Where(s => shown.Contains(s.CompanyId))
            .GroupBy(s => s.CompanyId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        List = new PagedList<Row>(query, [.. rows.Select(r => r with { Sites = sites.GetValueOrDefault(r.Id) })], total);
        return FragmentOrPage("_Companies");
    }

    // The key ends every order: without it, rows of equal value could appear on two pages or none.
    private static IOrderedQueryable<Company> Sorted(IQueryable<Company> companies, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("domain", false) => companies.OrderBy(c => c.SipDomain),
        ("domain", true) => companies.OrderByDescending(c => c.SipDomain),
        ("status", false) => companies.OrderBy(c => c.Status).ThenBy(c => c.Search),
        ("status", true) => companies.OrderByDescending(c => c.Status).ThenBy(c => c.Search),
        ("country", false) => companies.OrderBy(c => c.Country).ThenBy(c => c.Search),
        ("country", true) => companies.OrderByDescending(c => c.Country).ThenBy(c => c.Search),
        ("since", false) => companies.OrderBy(c => c.CreatedAt).ThenBy(c => c.CompanyId),
        ("since", true) => companies.OrderByDescending(c => c.CreatedAt).ThenBy(c => c.CompanyId),
        (_, true) => companies.OrderByDescending(c => c.Search).ThenBy(c => c.CompanyId),
        _ => companies.OrderBy(c => c.Search).ThenBy(c => c.CompanyId),
    };

    internal sealed record Row(
        CompanyId Id, string Name, string SipDomain, CompanyStatus Status, string Country, int Sites, DateTimeOffset CreatedAt);
}
