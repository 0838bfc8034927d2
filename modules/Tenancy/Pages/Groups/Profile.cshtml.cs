using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Groups;
using Portal.Tenancy.Groups;
using Portal.Web;

namespace Portal.Tenancy.Pages.Groups;

[Needs(TenancyModule.ViewGroups)]
internal sealed class ProfileModel(TenancyDb db, GroupAccess groups, GroupRows rows, IAccess access, CurrentUser user) : PortalPage
{
    private const int Most = 50;

    public GroupSummary Group { get; private set; } = default!;

    /// <summary>Null for a site: its own profile says these things.</summary>
    public Group? Details { get; private set; }

    public IReadOnlyList<GroupSummary> Below { get; private set; } = [];

    public int BelowCount { get; private set; }

    public int Members { get; private set; }

    public bool MayChange { get; private set; }

    /// <summary>The viewer looks after what lies above, and so may move or remove the group.</summary>
    public bool MayTakeAway { get; private set; }

    public async Task<IActionResult> OnGetAsync(GroupId id, CancellationToken ct)
    {
        if (await groups.FindAsync(id, TenancyModule.ViewGroups, ct) is not { } found)
        {
            return NotFound();
        }

        Group = found.Group;
        Details = await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct);
        GroupSummary[] below = [.. found.Tree.ChildrenOf(id)];
        (Below, BelowCount) = ([.. below.Take(Most)], below.Length);
        Members = (await rows.CountsAsync(Group.CompanyId, [id], ct)).GetValueOrDefault(id);
        MayChange = access.Allows(TenancyModule.ChangeGroups, GroupAccess.ScopeOf(Group));
        MayTakeAway = !Group.IsSite && groups.MayTakeAway(Group);

        GroupPage.Place(Head, FoundGroupPlace.Of(found, access, user), Group.Name);
        if (MayChange)
        {
            Head.PrimaryAction = Group.IsSite
                ? new Link(T("Add group below"), $"/groups/new?under={id}", "plus")
                : new Link(T("Edit"), $"/groups/{id}/edit", "edit");
        }

        return Page();
    }
}
