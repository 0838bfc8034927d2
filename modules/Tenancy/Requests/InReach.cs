using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Modularity.Access;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Requests;

/// <summary>
/// What others may learn of companies and sites: whatever the company filter leaves, and of sites only the own one for
/// people whose power does not cover the company. Names and time zones are no secret to an employee; profiles are, and the
/// pages ask <see cref="IAccess"/> for those.
/// </summary>
internal static class InReach
{
    public static IQueryable<Site> Of(this IQueryable<Site> sites, CurrentUser user, DataScope scope)
    {
        if (scope.Everything || user.Grants.Any(g => g.Role is Role.Partner or Role.CompanyAdmin))
        {
            return sites.AsNoTracking();
        }

        Modularity.SiteId[] own = [.. user.Grants.Select(g => g.Site).OfType<Modularity.SiteId>().Concat(user.Grants.SelectMany(g => g.Area?.Sites ?? (IEnumerable<Modularity.SiteId>)[])).Distinct()];
        return sites.AsNoTracking().Where(s => own.Contains(s.Id));
    }
}
