using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Groups;
using Portal.Web.Search;

namespace Portal.Tenancy.Search;

/// <summary>Groups in the live search; sites have a heading of their own.</summary>
internal sealed class GroupSearch(TenancyDb db, GroupDirectory directory, IAccess access) : ISearchSource
{
    public string Group => "Groups";

    public int Order => 40;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var reach = access.ListReach(TenancyModule.ViewGroups);
        if (reach.Nothing)
        {
            return [];
        }

        var pattern = SearchText.Containing(text);
        var groups = db.Groups.AsNoTracking();
        if (!reach.Everything)
        {
            groups = groups.Where(g => reach.Companies.Contains(g.CompanyId) || reach.Groups.Contains(g.Id));
        }

        var found = await groups.Where(g => EF.Functions.Like(g.NameKey, pattern, SearchText.Escape))
            .OrderBy(g => g.NameKey).Take(limit)
            .Join(db.Companies, g => g.CompanyId, c => c.CompanyId, (g, c) => new { g.Id, g.CompanyId, g.Under, g.Name, Company = c.Name })
            .ToListAsync(cancellationToken);
        var hits = new List<SearchHit>();
        foreach (var group in found)
        {
            // Most stand right below their company; only the others need the tree.
            var above = group.Under == default ? null : (await directory.TreeAsync(group.CompanyId, cancellationToken)).Find(group.Id)?.Above;
            hits.Add(new SearchHit(group.Name, string.IsNullOrEmpty(above) ? group.Company : group.Company + " · " + above, $"/groups/{group.Id}", "users-group"));
        }

        return hits;
    }
}
