using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Groups;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>What a place in the tree asks of the group that is to stand there.</summary>
internal static class GroupRules
{
    /// <summary>Null when a group of this name and height may stand there, otherwise why not.</summary>
    /// <param name="except">The group itself, when it stands there already.</param>
    public static string? WhyNotUnder(CompanyGroups tree, GroupId? parent, string name, GroupId? except, int height)
    {
        var level = (parent is { } above ? tree.Find(above)!.Level : 0) + height;
        if (level > Group.DeepestLevel)
        {
            return T($"Groups can be {Group.DeepestLevel} levels deep; this would make {level}.");
        }

        var beside = parent is { } under ? tree.ChildrenOf(under) : tree.All.Where(g => g.ParentId is null);
        return beside.Any(g => g.Id != except && string.Equals(g.Name.ToLowerInvariant(), name.ToLowerInvariant(), StringComparison.Ordinal))
            ? NameTaken(tree, parent)
            : null;
    }

    public static string NameTaken(CompanyGroups tree, GroupId? parent) => parent is { } under
        ? T($"There is a group of this name under {tree.Find(under)!.Path} already; choose a different one.")
        : T("There is a site or group of this name already; choose a different one.");

    public static GroupSummary Summary(Group group, CompanyGroups tree)
    {
        var parent = group.ParentId is { } id ? tree.Find(id) : null;
        return new GroupSummary(
            group.Id, group.CompanyId, group.ParentId, group.Name, parent is null ? group.Name : parent.Path + "/" + group.Name, (parent?.Level ?? 0) + 1, false);
    }
}
