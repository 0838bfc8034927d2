using System.Collections.Frozen;

namespace Portal.Modularity.Access;

/// <summary>
/// What a partner or a group administrator reaches: the partner's companies, or the group with all groups below it, the
/// sites among them, and the members of all of them. Immutable.
/// </summary>
public sealed record GrantArea(
    IReadOnlySet<CompanyId> Companies, IReadOnlySet<GroupId> Groups, IReadOnlySet<SiteId> Sites, IReadOnlySet<EmployeeId> Employees)
{
    public static GrantArea Nothing { get; } = new(
        FrozenSet<CompanyId>.Empty, FrozenSet<GroupId>.Empty, FrozenSet<SiteId>.Empty, FrozenSet<EmployeeId>.Empty);

    /// <summary>One key inside is enough: an employee is reached as a member, or because the site they work at is administered.</summary>
    internal bool Covers(ObjectScope at) =>
        (at.Site is { } site && Sites.Contains(site))
        || (at.Group is { } group && Groups.Contains(group))
        || (at.Employee is { } employee && Employees.Contains(employee));
}

/// <summary>
/// Which companies a partner looks after, and which groups lie in which. Implemented by the module that keeps them, as a
/// singleton; asked on every request of a partner or group administrator, so it answers from memory and is never staler than
/// the last commit of this process.
/// </summary>
public interface IOrganisation
{
    ValueTask<IReadOnlySet<CompanyId>> CompaniesOfAsync(PartnerId partner, CancellationToken cancellationToken);

    /// <summary>The group and every group below it; empty when the company has no such group.</summary>
    ValueTask<GroupBranch> BranchAsync(CompanyId company, GroupId group, CancellationToken cancellationToken);
}

/// <summary>A group with everything below it.</summary>
/// <param name="Sites">Those of the groups that are sites.</param>
public sealed record GroupBranch(IReadOnlySet<GroupId> Groups, IReadOnlySet<SiteId> Sites)
{
    public static GroupBranch Empty { get; } = new(FrozenSet<GroupId>.Empty, FrozenSet<SiteId>.Empty);
}

/// <summary>Who is a member of groups. Implemented by the module that keeps employees; the same promises as <see cref="IOrganisation"/>.</summary>
public interface IGroupMembers
{
    ValueTask<IReadOnlySet<EmployeeId>> MembersOfAsync(CompanyId company, GroupBranch branch, CancellationToken cancellationToken);

    /// <summary>How many members each of these groups has itself; the people of a site count as its members. Groups without any may be left out.</summary>
    ValueTask<IReadOnlyDictionary<GroupId, int>> CountAsync(CompanyId company, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken);
}
