using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Groups;

/// <summary>The companies of the top bar's switch, by name.</summary>
internal sealed class CompanyChoice(TenancyDb db, IAccess access) : ICompanyChoice
{
    public async Task<string?> NameOfAsync(CompanyId id, CancellationToken cancellationToken) => access.Allows(TenancyModule.ListCompanies, new ObjectScope(id))
        ? await db.Companies.AsNoTracking().Where(c => c.CompanyId == id).Select(c => c.Name).SingleOrDefaultAsync(cancellationToken)
        : null;

    public async Task<IReadOnlyList<CompanyOffer>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var reach = access.ReachOf(TenancyModule.ListCompanies);
        var companies = db.Companies.AsNoTracking();
        if (!reach.Everything)
        {
            companies = companies.Where(c => reach.Companies.Contains(c.CompanyId));
        }

        if (text.Length > 0)
        {
            var pattern = SearchText.Containing(text);
            companies = companies.Where(c => EF.Functions.Like(c.Search, pattern, SearchText.Escape));
        }

        return await companies.OrderBy(c => c.Search).ThenBy(c => c.CompanyId).Take(limit)
            .Select(c => new CompanyOffer(c.CompanyId, c.Name, c.SipDomain)).ToListAsync(cancellationToken);
    }
}
