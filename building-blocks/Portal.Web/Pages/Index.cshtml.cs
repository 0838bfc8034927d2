using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Look;

namespace Portal.Web.Pages;

/// <summary>Where signing in leads: the dashboards of the roles this person holds, the widest first.</summary>
[SignedIn]
internal sealed class IndexModel(ModuleCatalog catalog, CurrentUser user, IAccess access, ViewerClock clock, TimeProvider time) : PortalPage
{
    public IReadOnlyList<Board> Boards { get; private set; } = [];

    public void OnGet()
    {
        var hour = clock.Local(time.GetUtcNow()).Hour;
        var greeting = hour < 5 ? T("Good evening") : hour < 12 ? T("Good morning") : hour < 18 ? T("Good afternoon") : T("Good evening");
        Head.Title = user.DisplayName.Length > 0 ? $"{greeting}, {user.DisplayName}" : greeting;

        // What belongs to no object of theirs is left out: a group administrator without a group has no site to look at.
        var held = user.Grants.Where(g => g is not { Role: Role.GroupAdmin, Area.Groups.Count: 0 });
        Boards = [.. held.Select(g => g.Role).Order().Select(BoardOf).Distinct().Select(Fill).Where(b => b.Tiles.Count > 0)];
        if (user.MainRole == Role.Employee && user is { Employee: { } employee, Company: { } company })
        {
            var site = user.Grants.Select(g => g.Site).FirstOrDefault(s => s is not null);
            Head.Subject = Subject.Employee(employee, company, site, user.DisplayName, user.Name);
        }
    }

    private Board Fill(Dashboard board) => new(
        board switch
        {
            Dashboard.Platform => user.IsOperator ? T("Platform") : T("Your companies"),
            Dashboard.Company => T("Company"),
            Dashboard.Site => T("Site"),
            _ => T("Your phone"),
        },
        [.. catalog.All<Tile>().Where(t => t.Board == board && (t.Needs is null || access.AllowsSomewhere(t.Needs))).OrderBy(t => t.Order)]);

    private static Dashboard BoardOf(Role role) => role switch
    {
        Role.Operator or Role.Partner => Dashboard.Platform,
        Role.CompanyAdmin => Dashboard.Company,
        Role.GroupAdmin => Dashboard.Site,
        _ => Dashboard.Employee,
    };

    internal sealed record Board(string Name, IReadOnlyList<Tile> Tiles);
}
