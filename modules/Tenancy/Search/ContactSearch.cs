using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Pages.Contacts;
using Portal.Web.Search;

namespace Portal.Tenancy.Search;

internal sealed class ContactSearch(TenancyDb db, IAccess access) : ISearchSource
{
    public string Group => "Contacts";

    public int Order => 60;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var reach = access.ReachOf(TenancyModule.ChangeContacts);
        if (!reach.Everything && reach.Companies.Count == 0)
        {
            return [];
        }

        var pattern = SearchText.Containing(text);
        var found = await db.Contacts.AsNoTracking().Within(reach)
            .Where(c => EF.Functions.Like(c.Search, pattern, SearchText.Escape))
            .OrderBy(c => c.Search).Take(limit)
            .Join(db.Companies, c => c.CompanyId, c => c.CompanyId, (c, company) => new { c.Id, c.Name, c.Email, Company = company.Name })
            .ToListAsync(cancellationToken);
        return [.. found.Select(c => new SearchHit(c.Name, c.Email + " · " + c.Company, $"/contacts/{c.Id}/edit", "user"))];
    }
}
