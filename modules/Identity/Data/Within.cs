using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Data;

internal static class Within
{
    /// <summary>The accounts that sign in for a partner.</summary>
    public static IQueryable<User> OfPartner(this IQueryable<User> users, IQueryable<UserGrant> grants, PartnerId partner) =>
        users.Where(u => grants.Any(g => g.UserId == u.Id && g.PartnerId == partner));

    /// <summary>The accounts a person may see: all, or those that hold a role in one of these companies.</summary>
    public static IQueryable<User> Reach(this IQueryable<User> users, IQueryable<UserGrant> grants, Reach reach)
    {
        if (reach.Everything)
        {
            return users;
        }

        CompanyId?[] companies = [.. reach.Companies];
        return users.Where(u => grants.Any(g => g.UserId == u.Id && companies.Contains(g.CompanyId)));
    }
}
