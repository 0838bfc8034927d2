using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Groups;
using Portal.Web;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>Says what removing the group releases, and removes it.</summary>
[Needs(TenancyModule.ChangeGroups)]
internal sealed class RemoveModel(IMediator mediator, GroupAccess groups, GroupRows rows, IAccess access, CurrentUser user) : PortalPage
{
    public GroupSummary Group { get; private set; } = default!;

    public int Below { get; private set; }

    public int Members { get; private set; }

    public async Task<IActionResult> OnGetAsync(GroupId id, CancellationToken ct) => await PlaceAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(GroupId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new RemoveGroup(id), ct);
        if (outcome.Kind == OutcomeKind.Refused)
        {
            // The page says the same, as it is now.
            await PlaceAsync(id, ct);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Group.Name} is removed."));
        return Redirect(Group.ParentId is { } parent && access.Allows(TenancyModule.ViewGroups, GroupAccess.ScopeOfParent(Group))
            ? $"/groups/{parent}" : "/groups");
    }

    private async Task<bool> PlaceAsync(GroupId id, CancellationToken ct)
    {
        if (await groups.FindAsync(id, TenancyModule.ChangeGroups, ct) is not { Group.IsSite: false } found || !groups.MayTakeAway(found.Group))
        {
            return false;
        }

        Group = found.Group;
        Below = found.Tree.ChildrenOf(id).Count();
        Members = (await rows.CountsAsync(Group.CompanyId, [id], ct)).GetValueOrDefault(id);
        GroupPage.Place(Head, FoundGroupPlace.Of(found, access, user), T($"Remove {Group.Name}"));
        return true;
    }
}
