using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Data;
using Portal.Extensions.Groups;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Extensions.Pages.Employees;

/// <summary>The groups an employee belongs to: a tick beside each of the groups the viewer looks after.</summary>
[Needs(GroupPermissions.Change)]
internal sealed class GroupsModel(ExtensionsDb db, EmployeeLookup lookup, IMediator mediator, IAccess access) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("memberships", "groups")
        .Search("Search group")
        .Column("name", "Group")
        .Column("member", "Member")
        .Column("under", "Created under")
        .Filter("show", "Show", ("members", "Groups of which this employee is a member"), ("others", "Groups of which this employee is not a member"))
        .Unset("show", "All groups");

    private HashSet<GroupId> _memberOf = [];

    [BindProperty(SupportsGet = true)]
    public EmployeeId Id { get; set; }

    public PagedList<GroupSummary> List { get; private set; } = default!;

    public bool IsMember(GroupId group) => _memberOf.Contains(group);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) is null ? NotFound() : FragmentOrPage("_Groups");

    public async Task<IActionResult> OnPostAsync(GroupId[] shown, GroupId[] on, CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { } name)
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new SetMemberships([.. shown.Distinct().Take(ListShape.Sizes[^1]).Select(g => new WantedMembership(g, Id, on.Contains(g)))]), ct);
        if (outcome.Kind is OutcomeKind.Refused or OutcomeKind.Conflict)
        {
            Toast(Tone.Warning, outcome.Problems[0].Message);
            return LocalRedirect(List.Query.Here);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        var (added, removed) = outcome.Value;
        Toast(added + removed == 0 ? T("Nothing was changed.") : T($"The groups of {name} are saved: {added} joined, {removed} left."));
        // Who looked after this person through the group just left sees the page no longer.
        return await lookup.FindAsync(Id, ExtensionsModule.View, ct) is null ? Redirect("/employees") : LocalRedirect(List.Query.Here);
    }

    private async Task<string?> LoadAsync(CancellationToken ct)
    {
        if (await lookup.FindAsync(Id, ExtensionsModule.View, ct) is not { } employee)
        {
            return null;
        }

        _memberOf = [.. await db.Memberships.AsNoTracking().Where(m => m.EmployeeId == Id).Select(m => m.GroupId).ToListAsync(ct)];
        var query = Shape.Read(Request);
        GroupSummary[] found =
        [
            .. (await mediator.Send(new ListGroups(employee.CompanyId), ct))
                .Where(g => !g.IsSite && access.Allows(GroupPermissions.Change, new ObjectScope(g.CompanyId, Group: g.Id)))
                .Where(g => query["show"] is not { } show || _memberOf.Contains(g.Id) == (show == "members"))
                .Where(g => g.Name.Contains(query.Search, StringComparison.CurrentCultureIgnoreCase)),
        ];
        List = new PagedList<GroupSummary>(query, [.. found.Skip(query.Skip).Take(query.Size)], found.Length);
        EmployeeLook.Place(Head, employee, await mediator.Send(new FindSite(employee.SiteId), ct), T("Group memberships"), access.AllowsSomewhere(ExtensionsModule.View.Key));
        return employee.FullName;
    }
}
