using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Requests;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Search;

/// <summary>Companies as the value of a list's filter.</summary>
internal sealed class CompanyLookup(ICompanyChoice choice) : IFilterChoice
{
    public string Name => "companies";

    public string Hint => "Search name or SIP domain";

    public Task<string?> NameOfAsync(Guid id, CancellationToken cancellationToken) => choice.NameOfAsync(new CompanyId(id), cancellationToken);

    public async Task<IReadOnlyList<FilterOffer>> FindAsync(string text, int limit, CancellationToken cancellationToken) =>
        [.. (await choice.FindAsync(text, limit, cancellationToken)).Select(c => new FilterOffer(c.Id.Value, c.Name, c.Detail))];
}

/// <summary>Sites as the value of a list's filter; whoever sees several companies is told whose each is.</summary>
internal sealed class SiteLookup(TenancyDb db, CurrentUser user, DataScope scope) : IFilterChoice
{
    public string Name => "sites";

    public string Hint => "Search name of the site";

    public async Task<string?> NameOfAsync(Guid id, CancellationToken cancellationToken)
    {
        var site = new SiteId(id);
        return await db.Sites.Of(user, scope).Where(s => s.Id == site).Select(s => s.Name).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<FilterOffer>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var key = text.ToLowerInvariant();
        var sites = db.Sites.Of(user, scope);
        sites = user.CurrentCompany is { } company ? sites.Where(s => s.CompanyId == company) : sites;
        var found = await sites.Where(s => s.NameKey.Contains(key)).OrderBy(s => s.NameKey).ThenBy(s => s.Id).Take(limit)
            .Join(db.Companies, s => s.CompanyId, c => c.CompanyId, (s, c) => new { s.Id, s.Name, s.City, Company = c.Name }).ToListAsync(cancellationToken);
        return [.. found.Select(s => new FilterOffer(s.Id.Value, s.Name, user.MayChooseCompany ? s.Company : s.City))];
    }
}
