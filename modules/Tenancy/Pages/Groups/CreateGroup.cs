using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Groups;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>Adds a group ("Create Under Group").</summary>
/// <param name="Under">The group or site above; null: at the top, beside the sites, which takes power over the company.</param>
internal sealed record CreateGroup(CompanyId Company, GroupId? Under, string Name, GroupProfile Profile) : IChange<Outcome<GroupId>>;

internal sealed class CreateGroupHandler(TenancyDb db, UnitOfWork unit, IAccess access, IMediator mediator)
    : IRequestHandler<CreateGroup, Outcome<GroupId>>
{
    public async Task<Outcome<GroupId>> Handle(CreateGroup request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ChangeGroups, new ObjectScope(request.Company, Group: request.Under))
            || !await db.Companies.AnyAsync(c => c.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.NotFound;
        }

        await db.LockGroupsAsync(request.Company, cancellationToken);
        var tree = await GroupDirectory.ReadAsync(db, request.Company, cancellationToken);
        if (request.Under is { } above && (tree.Find(above) is not { } parent || !access.Allows(TenancyModule.ChangeGroups, GroupAccess.ScopeOf(parent))))
        {
            return Outcome.NotFound;
        }

        var (name, profile) = (request.Name.Tidied(), request.Profile.Tidied());
        Problem[] problems = [.. GroupName.WhyNot(name) is { } reason ? [new Problem("Name", reason)] : (Problem[])[], .. profile.Problems()];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        if (GroupRules.WhyNotUnder(tree, request.Under, name, except: null, height: 1) is { } refusal)
        {
            return Outcome.Refused("Name", refusal);
        }

        if (tree.All.Count >= Group.MostInCompany)
        {
            return Outcome.Refused(T($"A company has at most {Group.MostInCompany} groups. Remove some that nobody needs."));
        }

        var group = Group.Create(request.Company, request.Under, name, unit.Clock.GetUtcNow());
        group.Apply(profile);
        db.Groups.Add(group);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            return Outcome.Refused("Name", GroupRules.NameTaken(tree, request.Under));
        }

        await mediator.Publish(new GroupChanged(GroupRules.Summary(group, tree)), cancellationToken);
        return group.Id;
    }
}
