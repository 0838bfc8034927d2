using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Data;
using Portal.Extensions.Domain.Groups;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Groups;

/// <summary>A membership to begin or to end.</summary>
internal readonly record struct WantedMembership(GroupId Group, EmployeeId Employee, bool IsMember);

/// <summary>
/// Puts employees into groups and takes them out. The asker needs power over each group, and over whoever is put into one:
/// who could add a stranger to a group would gain power over them. What is as wanted already counts for nothing.
/// </summary>
/// <returns>How many began, and how many ended.</returns>
internal sealed record SetMemberships(IReadOnlyList<WantedMembership> Wanted) : IChange<Outcome<(int Added, int Removed)>>;

internal sealed class SetMembershipsHandler(ExtensionsDb db, UnitOfWork unit, IMediator mediator, IAccess access)
    : IRequestHandler<SetMemberships, Outcome<(int Added, int Removed)>>
{
    public async Task<Outcome<(int Added, int Removed)>> Handle(SetMemberships request, CancellationToken cancellationToken)
    {
        var companies = new Dictionary<GroupId, CompanyId>();
        foreach (var id in request.Wanted.Select(w => w.Group).Distinct())
        {
            if (await mediator.Send(new FindGroup(id), cancellationToken) is not { } group
                || !access.Allows(GroupPermissions.Change, new ObjectScope(group.CompanyId, Group: id)))
            {
                return Outcome.NotFound;
            }

            if (group.IsSite)
            {
                return Outcome.Refused(T("The people of a site are those who work there. Change the site in their profiles."));
            }

            companies[id] = group.CompanyId;
        }

        EmployeeId[] ids = [.. request.Wanted.Select(w => w.Employee).Distinct()];
        var people = await db.Employees.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        var present = (await db.Memberships.Where(m => ids.Contains(m.EmployeeId)).ToListAsync(cancellationToken)).ToDictionary(m => (m.GroupId, m.EmployeeId));
        var (added, removed) = (0, 0);
        foreach (var wanted in request.Wanted.Distinct())
        {
            var membership = present.GetValueOrDefault((wanted.Group, wanted.Employee));
            if (wanted.IsMember && membership is null)
            {
                if (!people.TryGetValue(wanted.Employee, out var employee) || employee.CompanyId != companies[wanted.Group]
                    || !access.Allows(ExtensionsModule.View.Key, employee.Scope()))
                {
                    return Outcome.NotFound;
                }

                db.Memberships.Add(new Membership
                {
                    CompanyId = employee.CompanyId, GroupId = wanted.Group, EmployeeId = employee.Id, Since = unit.Clock.GetUtcNow(),
                });
                added++;
            }
            else if (!wanted.IsMember && membership is not null)
            {
                db.Memberships.Remove(membership);
                removed++;
            }
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || unit.Database.IsDuplicate(e))
        {
            return Outcome.Conflict(T("Somebody else changed these memberships at the same moment. Look again and save once more."));
        }

        foreach (var group in request.Wanted.Select(w => w.Group).Distinct())
        {
            await mediator.Publish(new Contracts.GroupMembersChanged(companies[group], group), cancellationToken);
        }

        return (added, removed);
    }
}
