using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web.Lists;

namespace Portal.Identity.Pages.Users;

/// <summary>The table of accounts, of one company or of all within reach.</summary>
internal sealed class UserList(IdentityDb db, IMediator mediator, CurrentUser asker, TimeProvider clock)
{
    public static ListShape Shape { get; } = new ListShape("users", "users")
        .Search("Search username or name")
        .Column("username", "Username", sort: true)
        .Column("name", "Name", sort: true)
        .Column("role", "Role")
        .Column("where", "For")
        .Column("state", "State")
        .Column("seen", "Last sign-in", sort: true)
        .Filter("role", "Role", [.. Enum.GetValues<Role>().Select(r => (r.ToString(), r.InWords()))])
        .Filter("state", "State", ("active", "Active"), ("locked", "Locked"), ("disabled", "Disabled"))
        .SortedBy("username");

    public async Task<PagedList<Row>> ReadAsync(IQueryable<User> users, ListQuery query, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (query.Search.Length > 0)
        {
            // Accounts have no search column: a name is short, and both databases fold ASCII letters alike.
            var pattern = "%" + query.Search.ToLowerInvariant().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_") + "%";
            users = users.Where(u => EF.Functions.Like(u.Username.ToLower(), pattern, "\\") || EF.Functions.Like(u.DisplayName.ToLower(), pattern, "\\"));
        }

        if (Enum.TryParse<Role>(query["role"], out var role))
        {
            users = users.Where(u => db.Grants.Any(g => g.UserId == u.Id && g.Role == role));
        }

        users = query["state"] switch
        {
            "locked" => users.Where(u => u.LockedUntil > now),
            "disabled" => users.Where(u => u.Disabled),
            "active" => users.Where(u => !u.Disabled && (u.LockedUntil == null || u.LockedUntil <= now)),
            _ => users,
        };

        var total = await users.CountAsync(ct);
        var page = await Sorted(users, query).Skip(query.Skip).Take(query.Size).ToListAsync(ct);
        var ids = page.Select(u => u.Id).ToArray();
        var grants = (await db.Grants.AsNoTracking().Where(g => ids.Contains(g.UserId)).ToListAsync(ct)).ToLookup(g => g.UserId);
        var places = await PlacesAsync(grants.SelectMany(g => g), ct);
        return new PagedList<Row>(query, [.. page.Select(u => RowOf(u, [.. grants[u.Id].OrderBy(g => g.Role)], places, now))], total);
    }

    private static IQueryable<User> Sorted(IQueryable<User> users, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("name", false) => users.OrderBy(u => u.DisplayName).ThenBy(u => u.Username),
        ("name", true) => users.OrderByDescending(u => u.DisplayName).ThenBy(u => u.Username),
        ("seen", false) => users.OrderBy(u => u.LastSignInAt).ThenBy(u => u.Username),
        ("seen", true) => users.OrderByDescending(u => u.LastSignInAt).ThenBy(u => u.Username),
        (_, true) => users.OrderByDescending(u => u.Username),
        _ => users.OrderBy(u => u.Username),
    };

    private Row RowOf(User user, UserGrant[] grants, Dictionary<Guid, string> places, DateTimeOffset now)
    {
        var widest = grants.FirstOrDefault();
        var where = new[] { widest?.SiteId?.Value, widest?.CompanyId?.Value, widest?.PartnerId?.Value }.OfType<Guid>().Select(id => places.GetValueOrDefault(id)).OfType<string>();
        var locked = user.IsLockedAt(now);
        return new Row(
            user.Id, user.Username, user.DisplayName, widest?.Role.InWords() ?? T("None"), string.Join(", ", where), user.Disabled,
            locked ? user.LockedUntil : null, user.LastSignInAt, locked && ForceUnlockHandler.MayUnlock(asker, widest?.Role));
    }

    private async Task<Dictionary<Guid, string>> PlacesAsync(IEnumerable<UserGrant> grants, CancellationToken ct)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var grant in grants)
        {
            if (grant.CompanyId is { } company && !names.ContainsKey(company.Value))
            {
                names[company.Value] = (await mediator.Send(new FindCompany(company), ct))?.Name ?? "";
            }

            if (grant.PartnerId is { } partner && !names.ContainsKey(partner.Value))
            {
                names[partner.Value] = (await mediator.Send(new FindPartner(partner), ct))?.Name ?? "";
            }

            if (grant.SiteId is { } site && !names.ContainsKey(site.Value))
            {
                names[site.Value] = (await mediator.Send(new FindSite(site), ct))?.Name ?? "";
            }
        }

        return names;
    }

    internal sealed record Row(
        UserId Id, string Username, string Name, string Role, string Where, bool Disabled, DateTimeOffset? LockedUntil,
        DateTimeOffset? LastSignIn, bool CanUnlock);
}
