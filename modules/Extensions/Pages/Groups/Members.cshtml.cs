using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Groups;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Extensions.Pages.Groups;

/// <summary>Who belongs to a group: all employees the viewer looks after, with a tick beside those who do (TE5).</summary>
[Needs(GroupPermissions.Change)]
internal sealed class MembersModel(ExtensionsDb db, IMediator mediator, IAccess access, UnitOfWork unit, CurrentUser user) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("members", "employees")
        .Search("Search name, number or site")
        .Column("name", "Name", sort: true)
        .Column("member", "Member")
        .Column("username", "Username")
        .Column("extension", "Extension", sort: true, number: true)
        .Column("site", "Site")
        .Filter("show", "Show", ("members", "Members of this group"), ("others", "Not members of this group"))
        .Unset("show", "All employees")
        .SortedBy("name");

    private IReadOnlyDictionary<SiteId, SiteSummary> _sites = new Dictionary<SiteId, SiteSummary>();

    public GroupSummary Group { get; private set; } = default!;

    public PagedList<Row> List { get; private set; } = default!;

    public string SiteName(SiteId site) => _sites.GetValueOrDefault(site)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(GroupId id, CancellationToken ct) =>
        await LoadAsync(id, ct) ? FragmentOrPage("_Members") : NotFound();

    /// <param name="shown">The employees on the page.</param>
    /// <param name="on">Those of them with a tick.</param>
    public async Task<IActionResult> OnPostAsync(GroupId id, EmployeeId[] shown, EmployeeId[] on, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new SetMemberships([.. shown.Distinct().Take(ListShape.Sizes[^1]).Select(e => new WantedMembership(id, e, on.Contains(e)))]), ct);
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
        Toast(added + removed == 0 ? T("Nothing was changed.") : T($"The members of {Group.Name} are saved: {added} added, {removed} taken out."));
        return LocalRedirect(List.Query.Here);
    }

    private async Task<bool> LoadAsync(GroupId id, CancellationToken ct)
    {
        // The people of a site are listed where they work, and are nobody's to tick.
        if (await mediator.Send(new FindGroup(id), ct) is not { IsSite: false } group
            || !access.Allows(GroupPermissions.Change, new ObjectScope(group.CompanyId, Group: id)))
        {
            return false;
        }

        Group = group;
        var query = Shape.Read(Request);
        var found = db.Employees.AsNoTracking().Within(access.ReachOf(ExtensionsModule.View.Key), unit).Where(e => e.CompanyId == group.CompanyId);
        found = query["show"] switch
        {
            "members" => found.Where(e => db.Memberships.Any(m => m.GroupId == id && m.EmployeeId == e.Id)),
            "others" => found.Where(e => !db.Memberships.Any(m => m.GroupId == id && m.EmployeeId == e.Id)),
            _ => found,
        };
        found = await found.MatchingAsync(query.Search, mediator, ct);
        var total = await found.CountAsync(ct);
        var rows = await Sorted(found, query).Skip(query.Skip).Take(query.Size)
            .Select(e => new Row(
                e.Id, e.SiteId, e.FirstName + " " + e.LastName, e.Username, e.Extension, db.Memberships.Any(m => m.GroupId == id && m.EmployeeId == e.Id)))
            .ToListAsync(ct);
        List = new PagedList<Row>(query, rows, total);
        _sites = await mediator.Send(new LookUpSites([.. rows.Select(r => r.SiteId)]), ct);

        Head.Title = T("Group members");
        Head.Lead = T($"Tick who belongs to {group.Name}, and save. Who administers the group looks after its members.");
        Head.Under(T("Groups"), user.Company is null ? $"/groups?company={group.CompanyId}" : "/groups").Under(group.Name, $"/groups/{id}");
        Head.Subject = Subject.Group(id, group.CompanyId, group.Name, group.Above.Length == 0 ? null : group.Above);
        return true;
    }

    private static IQueryable<Employee> Sorted(IQueryable<Employee> found, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("extension", false) => found.OrderBy(e => e.ExtensionOrder).ThenBy(e => e.Id),
        ("extension", true) => found.OrderByDescending(e => e.ExtensionOrder).ThenByDescending(e => e.Id),
        (_, true) => found.OrderByDescending(e => e.Search).ThenByDescending(e => e.Id),
        _ => found.OrderBy(e => e.Search).ThenBy(e => e.Id),
    };

    internal sealed record Row(EmployeeId Id, SiteId SiteId, string Name, string Username, string Extension, bool IsMember);
}
