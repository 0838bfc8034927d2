using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Groups;
using Portal.Tenancy.Groups;
using Portal.Web;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>Chooses the group's new place from a list: nothing is dragged.</summary>
[Needs(TenancyModule.ChangeGroups)]
internal sealed class MoveModel(IMediator mediator, TenancyDb db, GroupAccess groups, IAccess access, CurrentUser user) : PortalPage
{
    [BindProperty]
    public Guid? Parent { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public GroupSummary Group { get; private set; } = default!;

    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    /// <summary>How many groups go along.</summary>
    public int Along { get; private set; }

    public async Task<IActionResult> OnGetAsync(GroupId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } row)
        {
            return NotFound();
        }

        (Parent, Version) = (Group.ParentId?.Value, row.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(GroupId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } row)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new MoveGroup(id, Version, Parent is { } to ? new GroupId(to) : null), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Version = row.Version;
            return Conflicted(outcome, nameof(Version));
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Group.Name} is moved. The administrators above it look after it from now on."));
        return Redirect($"/groups/{id}");
    }

    private async Task<Group?> PlaceAsync(GroupId id, CancellationToken ct)
    {
        if (await groups.FindAsync(id, TenancyModule.ChangeGroups, ct) is not { Group.IsSite: false } found || !groups.MayTakeAway(found.Group))
        {
            return null;
        }

        Group = found.Group;
        var below = found.Tree.From(id).Select(g => g.Id).ToHashSet();
        Along = below.Count - 1;
        var room = Domain.Groups.Group.DeepestLevel - found.Tree.HeightOf(id);
        Places =
        [
            .. access.Allows(TenancyModule.ChangeGroups, new ObjectScope(Group.CompanyId))
                ? [new SelectListItem(T("None: at the top, beside the sites"), "")] : Array.Empty<SelectListItem>(),
            .. (await groups.ListAsync(Group.CompanyId, TenancyModule.ChangeGroups, ct))
                .Where(g => !below.Contains(g.Id) && g.Level <= room).Select(g => new SelectListItem(g.Path, g.Id.ToString())),
        ];
        GroupPage.Place(Head, FoundGroupPlace.Of(found, access, user), T($"Move {Group.Name}"));
        return await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct);
    }
}
