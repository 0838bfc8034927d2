using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Requests;

internal sealed class ListGroupAdminsHandler(IdentityDb db, IAccess access, CurrentUser asker, DataScope scope)
    : IRequestHandler<ListGroupAdmins, IReadOnlyList<GroupAdminAccount>>
{
    public async Task<IReadOnlyList<GroupAdminAccount>> Handle(ListGroupAdmins request, CancellationToken cancellationToken)
    {
        if (!scope.Everything && !access.Allows(IdentityModule.GiveGroups, new ObjectScope(request.Company))
            && !asker.Grants.Any(g => g.Role == Role.GroupAdmin && g.Company == request.Company))
        {
            return [];
        }

        var grants = await db.Grants.AsNoTracking()
            .Where(g => g.CompanyId == request.Company && db.Grants.Any(a => a.UserId == g.UserId && a.Role == Role.GroupAdmin && a.CompanyId == request.Company))
            .ToListAsync(cancellationToken);
        var ids = grants.Select(g => g.UserId).Distinct().ToArray();
        var users = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).OrderBy(u => u.DisplayName).ThenBy(u => u.Username).ToListAsync(cancellationToken);
        var of = grants.ToLookup(g => g.UserId);
        return [.. users.Where(u => Hierarchy.LayerOf(of[u.Id]) == Role.GroupAdmin).Select(u => new GroupAdminAccount(
            u.Id, u.Username, u.DisplayName, of[u.Id].Select(g => g.EmployeeId).FirstOrDefault(e => e is not null), u.Disabled,
            [.. of[u.Id].Select(g => g.GroupId).OfType<GroupId>()]))];
    }
}

internal sealed class GiveGroupAdminHandler(GroupGrants groups) : IRequestHandler<GiveGroupAdmin, Outcome>
{
    public Task<Outcome> Handle(GiveGroupAdmin request, CancellationToken cancellationToken) =>
        groups.ChangeAsync(request.User, request.Company, request.Group, give: true, cancellationToken);
}

internal sealed class TakeGroupAdminHandler(GroupGrants groups) : IRequestHandler<TakeGroupAdmin, Outcome>
{
    public Task<Outcome> Handle(TakeGroupAdmin request, CancellationToken cancellationToken) =>
        groups.ChangeAsync(request.User, request.Company, request.Group, give: false, cancellationToken);
}

internal sealed class ForgetGroupHandler(IdentityDb db, GroupGrants groups) : IRequestHandler<ForgetGroup, Outcome>
{
    public async Task<Outcome> Handle(ForgetGroup request, CancellationToken cancellationToken)
    {
        var held = await db.Grants.Where(g => g.GroupId == request.Group && g.CompanyId == request.Company).ToListAsync(cancellationToken);
        foreach (var grant in held)
        {
            await groups.TakeAsync(grant, cancellationToken);
            // One after the other: with the last one its holder keeps the layer.
            await db.SaveChangesAsync(cancellationToken);
        }

        return Outcome.Done;
    }
}

/// <summary>Gives and takes groups, for the employee's page and the group's alike.</summary>
internal sealed class GroupGrants(IdentityDb db, AdministrableGroups all, IAccess access, CurrentUser asker)
{
    public async Task<Outcome> ChangeAsync(UserId user, CompanyId company, GroupId group, bool give, CancellationToken ct)
    {
        if (await all.FindAsync(company, group, ct) is not { } found || !access.Allows(IdentityModule.GiveGroups, found.Scope))
        {
            return Outcome.NotFound;
        }

        var held = await db.Grants.Where(g => g.UserId == user && g.CompanyId == company).ToListAsync(ct);
        if (held.Count == 0)
        {
            return Outcome.NotFound;
        }

        if (user == asker.Id)
        {
            return Outcome.Refused(T("Nobody changes their own powers; somebody above has to do it."));
        }

        if (Hierarchy.LayerOf(held) != Role.GroupAdmin)
        {
            return Outcome.Refused(T("Only group administrators can be given groups. Change the administration layer of this person first."));
        }

        var present = held.FirstOrDefault(g => g.GroupId == group);
        if (give && present is null)
        {
            Give(held, group, found.Site);
        }
        else if (!give && present is not null)
        {
            await TakeAsync(present, ct);
        }

        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }

    /// <summary>Takes one group; with the last one the grant stays, empty, for it is the administration layer.</summary>
    public async Task TakeAsync(UserGrant grant, CancellationToken ct)
    {
        if (await db.Grants.AnyAsync(g => g.UserId == grant.UserId && g.Role == Role.GroupAdmin && g.Id != grant.Id, ct))
        {
            db.Grants.Remove(grant);
            return;
        }

        (grant.GroupId, grant.SiteId) = (null, null);
    }

    private void Give(List<UserGrant> held, GroupId group, SiteId? site)
    {
        var empty = held.FirstOrDefault(g => g is { Role: Role.GroupAdmin, GroupId: null });
        if (empty is not null)
        {
            (empty.GroupId, empty.SiteId) = (group, site);
            return;
        }

        db.Grants.Add(new UserGrant { UserId = held[0].UserId, Role = Role.GroupAdmin, CompanyId = held[0].CompanyId, GroupId = group, SiteId = site });
    }
}
