using MediatR;
using Portal.Modularity;

namespace Portal.Tenancy.Contracts;

/// <summary>A group of employees (TE4). Every site is one, at the top, under the site's own key.</summary>
/// <param name="ParentId">The group it was created under; null at the top.</param>
/// <param name="Path">The names from the top down to this one: "Sales/Sales West".</param>
/// <param name="Level">1 at the top.</param>
public sealed record GroupSummary(GroupId Id, CompanyId CompanyId, GroupId? ParentId, string Name, string Path, int Level, bool IsSite)
{
    /// <summary>The path without the group's own name; empty at the top.</summary>
    public string Above => Path.Length > Name.Length ? Path[..^(Name.Length + 1)] : "";
}

/// <summary>Null when the group does not exist or is out of the asker's reach.</summary>
public sealed record FindGroup(GroupId Id) : IRequest<GroupSummary?>;

/// <summary>The groups of a company within the asker's reach, in the order of the tree.</summary>
public sealed record ListGroups(CompanyId Company) : IRequest<IReadOnlyList<GroupSummary>>;

/// <summary>A group was added, changed or moved; published inside the transaction of the change.</summary>
public sealed record GroupChanged(GroupSummary Group) : INotification;

/// <summary>Groups were removed; whoever keeps members, administrators or settings of them drops those in the same transaction.</summary>
public sealed record GroupsRemoved(CompanyId Company, IReadOnlyList<GroupId> Groups) : INotification;

/// <summary>The permissions over groups, for pages of other modules that belong to one. Ask for them over <c>new ObjectScope(company, Group: id)</c>.</summary>
public static class GroupPermissions
{
    public const string View = "groups.view", Change = "groups.change";
}
