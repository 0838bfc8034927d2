using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>
/// Removes a group without sub-groups. Its members stay employees, its administrators keep their other groups; who keeps them
/// drops the memberships and grants on <see cref="GroupsRemoved"/>, in the same transaction.
/// </summary>
internal sealed record RemoveGroup(GroupId Id) : IChange<Outcome>;

internal sealed class RemoveGroupHandler(TenancyDb db, GroupAccess groups, IMediator mediator) : IRequestHandler<RemoveGroup, Outcome>
{
    public async Task<Outcome> Handle(RemoveGroup request, CancellationToken cancellationToken)
    {
        if (await groups.FindLockedAsync(request.Id, TenancyModule.ChangeGroups, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        var (group, tree) = found;
        if (group.IsSite)
        {
            return Outcome.Refused(T("This group is a site. It lasts as long as the site does."));
        }

        if (!groups.MayTakeAway(group))
        {
            return Outcome.Forbidden;
        }

        if (tree.ChildrenOf(group.Id).Count() is > 0 and var children)
        {
            return Outcome.Refused(N(children,
                "There is a group below this one. Move or remove it first.", "There are {0} groups below this one. Move or remove them first."));
        }

        db.Groups.Remove(await db.Groups.SingleAsync(g => g.Id == request.Id, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        await mediator.Publish(new GroupsRemoved(group.CompanyId, [group.Id]), cancellationToken);
        return Outcome.Done;
    }
}
