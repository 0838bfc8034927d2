using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>
/// Hangs a group with everything below it under another one. Takes power over where it hangs now and over where it goes: an
/// administrator of the group alone could otherwise carry it out of the reach of those above.
/// </summary>
/// <param name="Parent">Null: to the top.</param>
/// <param name="Version">The version the page was drawn from; somebody else's move meanwhile is a conflict.</param>
internal sealed record MoveGroup(GroupId Id, int Version, GroupId? Parent) : IChange<Outcome>;

internal sealed class MoveGroupHandler(TenancyDb db, IAccess access, GroupAccess groups, IMediator mediator) : IRequestHandler<MoveGroup, Outcome>
{
    public async Task<Outcome> Handle(MoveGroup request, CancellationToken cancellationToken)
    {
        if (await groups.FindLockedAsync(request.Id, TenancyModule.ChangeGroups, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        var (group, tree) = found;
        if (group.IsSite)
        {
            return Outcome.Refused(T("A site always stands at the top."));
        }

        if (!groups.MayTakeAway(group))
        {
            return Outcome.Forbidden;
        }

        if (request.Parent is { } to && tree.Find(to) is null
            || !access.Allows(TenancyModule.ChangeGroups, new ObjectScope(group.CompanyId, Group: request.Parent)))
        {
            return Outcome.Refused(nameof(request.Parent), T("Choose a group from the list."));
        }

        if (request.Parent is { } parent && tree.IsWithin(parent, group.Id))
        {
            return Outcome.Refused(nameof(request.Parent), T("A group can't hang below itself."));
        }

        if (GroupRules.WhyNotUnder(tree, request.Parent, group.Name, except: group.Id, tree.HeightOf(group.Id)) is { } refusal)
        {
            return Outcome.Refused(nameof(request.Parent), refusal);
        }

        var row = await db.Groups.SingleAsync(g => g.Id == request.Id, cancellationToken);
        if (row.Version != request.Version)
        {
            return Outcome.Conflict(T("Somebody else changed or moved this group meanwhile; it is not moved."));
        }

        if (row.ParentId == request.Parent)
        {
            return Outcome.Done;
        }

        db.ExpectVersion(row, request.Version);
        row.MoveUnder(request.Parent);
        await db.SaveChangesAsync(cancellationToken);
        await mediator.Publish(new GroupChanged(GroupRules.Summary(row, tree)), cancellationToken);
        return Outcome.Done;
    }
}
