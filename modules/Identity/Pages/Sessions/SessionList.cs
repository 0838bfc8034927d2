using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Sessions;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Lists;

namespace Portal.Identity.Pages.Sessions;

/// <summary>The open sessions within reach.</summary>
internal sealed class SessionList(IdentityDb db, KnownSessions known, CurrentUser asker, TimeProvider clock)
{
    /// <summary>Who did something so lately is at it now.</summary>
    public static readonly TimeSpan Now = TimeSpan.FromMinutes(5);

    public static ListShape Shape { get; } = new ListShape("sessions", "sessions")
        .Search("Search username, name or IP address")
        .Column("who", "Person", sort: true)
        .Column("device", "Device")
        .Column("address", "IP address", sort: true)
        .Column("since", "Signed in", sort: true)
        .Column("seen", "Last seen", sort: true)
        .Column("end", "Action")
        .Filter("side", "Side", ("Frontend", "Customers (front end)"), ("Partners", "Provider and partners"))
        .SortedBy("seen", descending: true);

    /// <summary>Sessions that still hold: not run out, not of an older password, not of a disabled account.</summary>
    public IQueryable<UserSession> Open()
    {
        var over = clock.GetUtcNow() - SessionCookie.Lasts;
        return db.Sessions.AsNoTracking().Where(s => s.LastSeenAt > over && db.Users.Any(u => u.Id == s.UserId && !u.Disabled && u.SecurityStamp == s.Stamp));
    }

    public IQueryable<UserSession> Within(Reach reach)
    {
        CompanyId?[] companies = [.. reach.Companies];
        return reach.Everything ? Open() : Open().Where(s => companies.Contains(s.CompanyId));
    }

    public async Task<PagedList<Row>> ReadAsync(IQueryable<UserSession> sessions, ListQuery query, CancellationToken ct)
    {
        var rows = from s in sessions join u in db.Users.AsNoTracking() on s.UserId equals u.Id select new { Session = s, User = u };
        if (query.Search.Length > 0)
        {
            var pattern = "%" + query.Search.ToLowerInvariant().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_") + "%";
            rows = rows.Where(r => EF.Functions.Like(r.User.Username.ToLower(), pattern, "\\")
                || EF.Functions.Like(r.User.DisplayName.ToLower(), pattern, "\\") || r.Session.Address == query.Search);
        }

        if (Enum.TryParse<SessionSide>(query["side"], out var side))
        {
            rows = rows.Where(r => r.Session.Side == side);
        }

        var total = await rows.CountAsync(ct);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("who", false) => rows.OrderBy(r => r.User.Username).ThenBy(r => r.Session.Id),
            ("who", true) => rows.OrderByDescending(r => r.User.Username).ThenBy(r => r.Session.Id),
            ("address", false) => rows.OrderBy(r => r.Session.Address).ThenBy(r => r.Session.Id),
            ("address", true) => rows.OrderByDescending(r => r.Session.Address).ThenBy(r => r.Session.Id),
            ("since", false) => rows.OrderBy(r => r.Session.CreatedAt).ThenBy(r => r.Session.Id),
            ("since", true) => rows.OrderByDescending(r => r.Session.CreatedAt).ThenBy(r => r.Session.Id),
            (_, false) => rows.OrderBy(r => r.Session.LastSeenAt).ThenBy(r => r.Session.Id),
            _ => rows.OrderByDescending(r => r.Session.LastSeenAt).ThenBy(r => r.Session.Id),
        };
        var page = await sorted.Skip(query.Skip).Take(query.Size).ToListAsync(ct);
        UserId[] users = [.. page.Select(r => r.User.Id).Distinct()];
        UserId[] supporters = [.. page.Select(r => r.Session.SupporterId).OfType<UserId>().Distinct()];
        var names = await db.Users.AsNoTracking().Where(u => supporters.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, ct);
        var grants = (await db.Grants.AsNoTracking().Where(g => users.Contains(g.UserId)).ToListAsync(ct)).ToLookup(g => g.UserId);
        return new PagedList<Row>(query, [.. page.Select(r => RowOf(
            r.Session, r.User, r.Session.SupporterId is { } by ? names.GetValueOrDefault(by) : null,
            asker.Supporter is null && r.User.Id != asker.Id && Hierarchy.MayManage(asker.Grants, [.. grants[r.User.Id]])))], total);
    }

    public Row RowOf(UserSession session, User user, string? supporter, bool canEnd)
    {
        var seen = known.LastSeen(session.Id) is { } later && later > session.LastSeenAt ? later : session.LastSeenAt;
        return new Row(
            session.Id, user.Username, user.DisplayName, DeviceWords.Of(session.UserAgent), DeviceWords.IsMobile(session.UserAgent), session.UserAgent,
            session.Address, session.CreatedAt, seen, clock.GetUtcNow() - seen < Now, WayInWords(session, supporter), canEnd);
    }

    private static string WayInWords(UserSession session, string? supporter) => session.Way switch
    {
        SignInWay.LogInAs => supporter is null ? T("Somebody else, logged in as them") : T($"Logged in as them: {supporter}"),
        SignInWay.Passkey => T("With a passkey"),
        SignInWay.OneTimeLink => T("With a link from a mail"),
        SignInWay.FirstStart => T("At the first start"),
        _ => session.TwoStep ? T("With password and code") : T("With the password"),
    };

    internal sealed record Row(
        Guid Id, string Username, string Name, string Device, bool Mobile, string? UserAgent, string? Address, DateTimeOffset Since, DateTimeOffset Seen,
        bool Active, string Way, bool CanEnd);
}
