using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Groups;

namespace Portal.Tenancy.Groups;

/// <summary>Finds groups for pages and changes: what the permission does not reach does not exist.</summary>
internal sealed class GroupAccess(TenancyDb db, GroupDirectory directory, IAccess access, DataScope scope)
{
    /// <summary>The group and the tree it stands in; null when there is none within reach.</summary>
    public async Task<FoundGroup?> FindAsync(GroupId id, string permission, CancellationToken ct) =>
        await CompanyOfAsync(id, ct) is { } company && await directory.TreeAsync(company, ct) is var tree && tree.Find(id) is { } group
        && (scope.Everything || access.Allows(permission, ScopeOf(group)))
            ? new FoundGroup(group, tree)
            : null;

    /// <summary>As <see cref="FindAsync"/>, for a change: others who change the tree wait, and the tree is as it is now.</summary>
    public async Task<FoundGroup?> FindLockedAsync(GroupId id, string permission, CancellationToken ct)
    {
        if (await CompanyOfAsync(id, ct) is not { } company)
        {
            return null;
        }

        await db.LockGroupsAsync(company, ct);
        var tree = await GroupDirectory.ReadAsync(db, company, ct);
        return tree.Find(id) is { } group && (scope.Everything || access.Allows(permission, ScopeOf(group))) ? new FoundGroup(group, tree) : null;
    }

    /// <summary>Of a company's groups those within reach, in the order of the tree.</summary>
    public async Task<IReadOnlyList<GroupSummary>> ListAsync(CompanyId company, string permission, CancellationToken ct)
    {
        var reach = access.ReachOf(permission);
        var all = (await directory.TreeAsync(company, ct)).All;
        if (scope.Everything || reach.Everything || reach.Companies.Contains(company))
        {
            return all;
        }

        var own = reach.Groups.ToHashSet();
        return [.. all.Where(g => own.Contains(g.Id))];
    }

    /// <summary>May the group itself be moved or removed? Only by someone who looks after what lies above it: power never reaches up.</summary>
    public bool MayTakeAway(GroupSummary group) => access.Allows(TenancyModule.ChangeGroups, ScopeOfParent(group));

    public static ObjectScope ScopeOf(GroupSummary group) => new(group.CompanyId, Group: group.Id);

    public static ObjectScope ScopeOfParent(GroupSummary group) => new(group.CompanyId, Group: group.ParentId);

    private async Task<CompanyId?> CompanyOfAsync(GroupId id, CancellationToken ct)
    {
        var site = new SiteId(id.Value);
        var found = await db.Groups.AsNoTracking().Where(g => g.Id == id).Select(g => g.CompanyId)
            .Concat(db.Sites.AsNoTracking().Where(s => s.Id == site).Select(s => s.CompanyId)).Take(1).ToListAsync(ct);
        return found is [var company] ? company : null;
    }
}

/// <summary>A group and the tree it stands in.</summary>
internal sealed record FoundGroup(GroupSummary Group, CompanyGroups Tree);
