using MediatR;
using Microsoft.AspNetCore.Mvc;
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

[Needs(TenancyModule.ChangeGroups)]
internal sealed class EditModel(IMediator mediator, TenancyDb db, GroupAccess groups, IAccess access, CurrentUser user) : PortalPage
{
    [BindProperty]
    public GroupForm Input { get; set; } = new();

    public GroupSummary Group { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(GroupId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } group)
        {
            return NotFound();
        }

        Input = GroupForm.From(group);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(GroupId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangeGroup(id, Input.Version, Input.Profile()), ct);
        if (outcome.Kind == OutcomeKind.Conflict && await RowAsync(id, ct) is { } current)
        {
            Input.Version = current.Version;
            return Conflicted(outcome, "Input.Version", [.. Input.Differences(current)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Group.Name} is saved."));
        return Redirect($"/groups/{id}");
    }

    private async Task<Group?> PlaceAsync(GroupId id, CancellationToken ct)
    {
        if (await groups.FindAsync(id, TenancyModule.ChangeGroups, ct) is not { Group.IsSite: false } found || await RowAsync(id, ct) is not { } group)
        {
            return null;
        }

        Group = found.Group;
        GroupPage.Place(Head, FoundGroupPlace.Of(found, access, user), T($"Edit {Group.Name}"));
        return group;
    }

    private Task<Group?> RowAsync(GroupId id, CancellationToken ct) => db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct);
}
