using MediatR;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>Makes some people administrators of a group and others not, all or none of them.</summary>
/// <returns>How many were given the group, and from how many it was taken.</returns>
internal sealed record SetGroupAdmins(GroupId Group, IReadOnlyDictionary<UserId, bool> Wanted) : IChange<Outcome<(int Given, int Taken)>>;

internal sealed class SetGroupAdminsHandler(GroupAccess groups, IMediator mediator) : IRequestHandler<SetGroupAdmins, Outcome<(int Given, int Taken)>>
{
    public async Task<Outcome<(int Given, int Taken)>> Handle(SetGroupAdmins request, CancellationToken cancellationToken)
    {
        if (await groups.FindAsync(request.Group, TenancyModule.ChangeGroups, cancellationToken) is not { Group: var group })
        {
            return Outcome.NotFound;
        }

        var (given, taken) = (0, 0);
        foreach (var account in await mediator.Send(new ListGroupAdmins(group.CompanyId), cancellationToken))
        {
            if (!request.Wanted.TryGetValue(account.User, out var wanted) || wanted == account.Groups.Contains(group.Id))
            {
                continue;
            }

            var outcome = wanted
                ? await mediator.Send(new GiveGroupAdmin(account.User, group.CompanyId, group.Id), cancellationToken)
                : await mediator.Send(new TakeGroupAdmin(account.User, group.CompanyId, group.Id), cancellationToken);
            if (!outcome.Succeeded)
            {
                return outcome;
            }

            (given, taken) = wanted ? (given + 1, taken) : (given, taken + 1);
        }

        return (given, taken);
    }
}
