using MediatR;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Requests;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Employees;

/// <summary>Changes the administration layer of somebody below.</summary>
internal sealed record SetLayer(UserId User, Role Layer) : IChange<Outcome>;

/// <summary>Gives and takes the groups of one group administrator: of those shown, the ones given are held afterwards.</summary>
internal sealed record SetGroups(UserId User, CompanyId Company, IReadOnlyCollection<GroupId> Shown, IReadOnlyCollection<GroupId> Given) : IChange<Outcome>;

internal sealed class SetLayerHandler(IdentityDb db, AccountPowers powers) : IRequestHandler<SetLayer, Outcome>
{
    public async Task<Outcome> Handle(SetLayer request, CancellationToken cancellationToken)
    {
        if (await powers.FindAsync(request.User, IdentityModule.ChangeUsers, cancellationToken) is not { } account)
        {
            return Outcome.NotFound;
        }

        var outcome = powers.SetLayer(account, request.Layer);
        if (outcome.Succeeded)
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        return outcome;
    }
}

internal sealed class SetGroupsHandler(GroupGrants groups) : IRequestHandler<SetGroups, Outcome>
{
    public async Task<Outcome> Handle(SetGroups request, CancellationToken cancellationToken)
    {
        foreach (var group in request.Shown.Distinct())
        {
            var outcome = await groups.ChangeAsync(request.User, request.Company, group, request.Given.Contains(group), cancellationToken);
            if (!outcome.Succeeded)
            {
                return outcome;
            }
        }

        return Outcome.Done;
    }
}
