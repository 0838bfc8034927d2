using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Sites;

/// <summary>The table of sites, of one company or of all within reach.</summary>
internal static class SiteList
{
    public static ListShape WithinCompany { get; } = new ListShape("sites", "sites")
        .Search("Search name, town or postal code")
        .Column("name", "Name", sort: true)
        .Column("town", "Town", sort: true)
        .Column("contact", "Contact")
        .Column("zone", "Time zone", sort: true)
        .SortedBy("name");

    public static ListShape Everywhere { get; } = new ListShape("sites", "sites")
        .Search("Search name, town or postal code")
        .Column("name", "Name", sort: true)
        .Column("company", "Company", sort: true)
        .Column("town", "Town", sort: true)
        .Column("contact", "Contact")
        .Column("zone", "Time zone", sort: true)
        .SortedBy("name");

    /// <summary>The sites a person may see, company by company and site by site.</summary>
    public static IQueryable<Site> Within(this IQueryable<Site> sites, Reach reach) => reach.Everything
        ? sites
        : sites.Where(s => reach.Companies.Contains(s.CompanyId) || reach.Sites.Contains(s.Id));

    public static async Task<PagedList<Row>> ReadAsync(TenancyDb db, IQueryable<Site> sites, ListQuery query, CancellationToken ct)
    {
        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            sites = sites.Where(s => EF.Functions.Like(s.Search, pattern, SearchText.Escape));
        }

        var total = await sites.CountAsync(ct);
        var named = sites.Join(db.Companies, s => s.CompanyId, c => c.CompanyId, (s, c) => new Named { Site = s, Company = c });
        var rows = await Sorted(named, query).Skip(query.Skip).Take(query.Size)
            .Select(n => new Row(n.Site.Id, n.Site.Name, n.Site.CompanyId, n.Company.Name, n.Site.City, n.Site.ContactName, n.Site.ContactPhone, n.Site.TimeZone))
            .ToListAsync(ct);
        return new PagedList<Row>(query, rows, total);
    }

    private static IQueryable<Named> Sorted(IQueryable<Named> sites, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("company", false) => sites.OrderBy(n => n.Company.Search).ThenBy(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
        ("company", true) => sites.OrderByDescending(n => n.Company.Search).ThenBy(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
        ("town", false) => sites.OrderBy(n => n.Site.City).ThenBy(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
        ("town", true) => sites.OrderByDescending(n => n.Site.City).ThenBy(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
        ("zone", false) => sites.OrderBy(n => n.Site.TimeZone).ThenBy(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
        ("zone", true) => sites.OrderByDescending(n => n.Site.TimeZone).ThenBy(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
        (_, true) => sites.OrderByDescending(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
        _ => sites.OrderBy(n => n.Site.NameKey).ThenBy(n => n.Site.Id),
    };

    internal sealed record Row(
        SiteId Id, string Name, CompanyId CompanyId, string Company, string Town, string ContactName, string ContactPhone, string TimeZone);

    private sealed class Named
    {
        public required Site Site { get; init; }

        public required Company Company { get; init; }
    }
}

/// <summary>What the table's partial needs of the page around it.</summary>
internal interface ISiteListPage
{
    PagedList<SiteList.Row> List { get; }

    /// <summary>Where a site is added; null where there is no such place, or not for this person.</summary>
    Link? Add { get; }
}
