using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Pages.Sites;
using Portal.Web.Search;

namespace Portal.Tenancy.Search;

internal sealed class CompanySearch(TenancyDb db, IAccess access) : ISearchSource
{
    public string Group => "Companies";

    public int Order => 20;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var reach = access.ReachOf(TenancyModule.ListCompanies);
        if (reach.Nothing)
        {
            return [];
        }

        var pattern = SearchText.Containing(text);
        var found = await db.Companies.AsNoTracking()
            .Where(c => reach.Everything || reach.Companies.Contains(c.CompanyId))
            .Where(c => EF.Functions.Like(c.Search, pattern, SearchText.Escape))
            .OrderBy(c => c.Search).Take(limit)
            .Select(c => new { c.CompanyId, c.Name, c.SipDomain })
            .ToListAsync(cancellationToken);
        return [.. found.Select(c => new SearchHit(c.Name, c.SipDomain, $"/companies/{c.CompanyId}", "building"))];
    }
}

internal sealed class SiteSearch(TenancyDb db, IAccess access) : ISearchSource
{
    public string Group => "Sites";

    public int Order => 30;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var reach = access.ListReach(TenancyModule.ViewSites);
        if (reach.Nothing)
        {
            return [];
        }

        var pattern = SearchText.Containing(text);
        var found = await db.Sites.AsNoTracking().Within(reach)
            .Where(s => EF.Functions.Like(s.Search, pattern, SearchText.Escape))
            .OrderBy(s => s.Search).Take(limit)
            .Join(db.Companies, s => s.CompanyId, c => c.CompanyId, (s, c) => new { s.Id, s.Name, s.City, Company = c.Name })
            .ToListAsync(cancellationToken);
        return [.. found.Select(s => new SearchHit(s.Name, s.City.Length == 0 ? s.Company : s.Company + " · " + s.City, $"/sites/{s.Id}", "map-pin"))];
    }
}
