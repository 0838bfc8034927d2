using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Groups;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>Changes the contact of a group from the version the form was filled from. A site's own form changes a site.</summary>
internal sealed record ChangeGroup(GroupId Id, int Version, GroupProfile Profile) : IChange<Outcome>;

internal sealed class ChangeGroupHandler(TenancyDb db, IAccess access, GroupDirectory directory, IMediator mediator) : IRequestHandler<ChangeGroup, Outcome>
{
    public async Task<Outcome> Handle(ChangeGroup request, CancellationToken cancellationToken)
    {
        if (await db.Groups.SingleOrDefaultAsync(g => g.Id == request.Id, cancellationToken) is not { } group
            || !access.Allows(TenancyModule.ChangeGroups, new ObjectScope(group.CompanyId, Group: group.Id)))
        {
            return Outcome.NotFound;
        }

        var profile = request.Profile.Tidied();
        Problem[] problems = [.. profile.Problems()];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        group.Apply(profile);
        db.ExpectVersion(group, request.Version);
        if (!db.ChangeTracker.HasChanges() && group.Version == request.Version)
        {
            return Outcome.Done;
        }

        await db.SaveChangesAsync(cancellationToken);
        await mediator.Publish(new GroupChanged(GroupRules.Summary(group, await directory.TreeAsync(group.CompanyId, cancellationToken))), cancellationToken);
        return Outcome.Done;
    }
}
