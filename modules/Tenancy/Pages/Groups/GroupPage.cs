using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>How a group appears in the shell, the same on every page.</summary>
internal static class GroupPage
{
    /// <summary>Breadcrumb and side menu; a site keeps its own side menu.</summary>
    public static void Place(PageHead head, FoundGroupPlace place, string title)
    {
        var group = place.Group;
        head.Title = title;
        head.Under(T("Groups"), place.SeesSeveral ? $"/groups?company={group.CompanyId}" : "/groups");
        foreach (var above in place.Above)
        {
            head.Under(above.Name, $"/groups/{above.Id}");
        }

        if (title != group.Name)
        {
            head.Under(group.Name, $"/groups/{group.Id}");
        }

        head.Subject = group.IsSite
            ? Subject.Site(new SiteId(group.Id.Value), group.CompanyId, group.Name)
            : Subject.Group(group.Id, group.CompanyId, group.Name, group.Above.Length == 0 ? null : group.Above);
    }
}

/// <param name="Above">The groups above that the viewer may open, from the top.</param>
/// <param name="SeesSeveral">The viewer looks after several companies.</param>
internal sealed record FoundGroupPlace(GroupSummary Group, IReadOnlyList<GroupSummary> Above, bool SeesSeveral)
{
    public static FoundGroupPlace Of(Tenancy.Groups.FoundGroup found, IAccess access, CurrentUser user)
    {
        var above = new List<GroupSummary>();
        for (var parent = found.Group.ParentId; parent is { } id && found.Tree.Find(id) is { } group; parent = group.ParentId)
        {
            if (access.Allows(TenancyModule.ViewGroups, Tenancy.Groups.GroupAccess.ScopeOf(group)))
            {
                above.Insert(0, group);
            }
        }

        return new FoundGroupPlace(found.Group, above, user.Company is null);
    }
}
