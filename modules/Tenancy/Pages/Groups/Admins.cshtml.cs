using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Groups;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>Who administers a group: everyone of the layer group administrator, with a tick beside those who do (TE5).</summary>
[Needs(TenancyModule.ChangeGroups)]
internal sealed class AdminsModel(GroupAccess groups, IMediator mediator, IAccess access, CurrentUser user) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("admins", "group administrators")
        .Search("Search name or username")
        .Column("name", "Name")
        .Column("admin", "Administers this group")
        .Column("username", "Username")
        .Column("groups", "Administers")
        .Filter("show", "Show", ("admins", "Administrators of this group"), ("others", "Administrators not of this group"))
        .Unset("show", "All group administrators");

    public GroupSummary Group { get; private set; } = default!;

    public PagedList<Row> List { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(GroupId id, CancellationToken ct) => await LoadAsync(id, ct) ? FragmentOrPage("_Admins") : NotFound();

    /// <param name="shown">The people on the page.</param>
    /// <param name="on">Those of them with a tick.</param>
    public async Task<IActionResult> OnPostAsync(GroupId id, UserId[] shown, UserId[] on, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var wanted = shown.Distinct().Take(ListShape.Sizes[^1]).ToDictionary(u => u, u => on.Contains(u));
        var outcome = await mediator.Send(new SetGroupAdmins(id, wanted), ct);
        if (outcome.Kind is OutcomeKind.Refused or OutcomeKind.Conflict)
        {
            Toast(Tone.Warning, outcome.Problems[0].Message);
            return LocalRedirect(List.Query.Here);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        var (given, taken) = outcome.Value;
        Toast(given + taken == 0 ? T("Nothing was changed.") : T($"The administrators of {Group.Name} are saved: {given} added, {taken} taken out."));
        return LocalRedirect(List.Query.Here);
    }

    private async Task<bool> LoadAsync(GroupId id, CancellationToken ct)
    {
        if (await groups.FindAsync(id, TenancyModule.ChangeGroups, ct) is not { } found)
        {
            return false;
        }

        Group = found.Group;
        var query = Shape.Read(Request);
        GroupAdminAccount[] all =
        [
            .. (await mediator.Send(new ListGroupAdmins(Group.CompanyId), ct))
                .Where(a => query["show"] is not { } show || a.Groups.Contains(id) == (show == "admins"))
                .Where(a => a.Name.Contains(query.Search, StringComparison.CurrentCultureIgnoreCase) || a.Username.Contains(query.Search, StringComparison.CurrentCultureIgnoreCase)),
        ];
        List = new PagedList<Row>(query, [.. all.Skip(query.Skip).Take(query.Size).Select(a => RowOf(a, found))], all.Length);
        GroupPage.Place(Head, FoundGroupPlace.Of(found, access, user), T("Group administrators"));
        Head.Lead = Group.IsSite
            ? T($"They look after the people and settings of {Group.Name}, and everything in the groups below.")
            : T($"They look after {Group.Name}, its members, and everything in the groups below; never what lies above.");
        return true;
    }

    // What somebody administers elsewhere is shown by name only where the viewer may see it.
    private Row RowOf(GroupAdminAccount account, FoundGroup found)
    {
        string[] names =
        [
            .. account.Groups.Select(found.Tree.Find).OfType<GroupSummary>()
                .Where(g => access.Allows(TenancyModule.ViewGroups, GroupAccess.ScopeOf(g))).Select(g => g.Path).Order(StringComparer.CurrentCulture),
        ];
        return new Row(account.User, account.Name, account.Username, account.Disabled, account.Groups.Contains(Group.Id), account.User == user.Id, names);
    }

    internal sealed record Row(UserId User, string Name, string Username, bool Disabled, bool IsAdmin, bool IsViewer, IReadOnlyList<string> Groups);
}
