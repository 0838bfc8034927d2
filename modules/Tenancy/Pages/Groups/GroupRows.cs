using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Groups;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>A row of a list of groups.</summary>
/// <param name="Indent">How many steps it is drawn below the first level shown; 1 for none.</param>
/// <param name="Members">Null where the list does not count them.</param>
internal sealed record GroupRow(GroupSummary Group, int Indent, int? Members, int Below, string Company);

/// <summary>Lists of groups: which columns they have, and their rows.</summary>
internal sealed class GroupRows(GroupDirectory directory, IEnumerable<IGroupMembers> members)
{
    public static ListShape Tree { get; } = new ListShape("groups", "groups")
        .Search("Search site or group")
        .Column("name", "Group")
        .Column("under", "Created under")
        .Column("members", "Members", number: true)
        .Column("below", "Groups below", number: true)
        .Filter("kind", "Kind", ("sites", "Sites"), ("groups", "Other groups"));

    public static ListShape Everywhere { get; } = new ListShape("groups", "groups")
        .Search("Search site or group")
        .Column("name", "Group")
        .Column("company", "Company")
        .Column("under", "Created under")
        .Column("below", "Groups below", number: true)
        .Filter("kind", "Kind", ("sites", "Sites"), ("groups", "Other groups"));

    /// <summary>The tree with the company in the address, so that searching and paging stay with it.</summary>
    public static ListShape OfCompany(CompanyId company, string name) => Tree.Filter("company", "Company", (company.ToString(), name));

    /// <summary>One page of a company's groups, given in the order of the tree.</summary>
    public async Task<PagedList<GroupRow>> PageAsync(CompanyId company, IReadOnlyList<GroupSummary> all, ListQuery query, CancellationToken ct)
    {
        var found = all;
        if (query.Search.Length > 0 || query["kind"] is not null)
        {
            found =
            [
                .. all.Where(g => query["kind"] is not { } kind || g.IsSite == (kind == "sites"))
                    .Where(g => g.Name.Contains(query.Search, StringComparison.CurrentCultureIgnoreCase)),
            ];
        }

        // A part of the tree is drawn without steps: the groups between would be missing. The column beside says where each hangs.
        var isTree = ReferenceEquals(found, all);
        var top = all.Count == 0 ? 0 : all.Min(g => g.Level) - 1;
        GroupSummary[] page = [.. found.Skip(query.Skip).Take(query.Size)];
        var tree = await directory.TreeAsync(company, ct);
        var counts = await CountsAsync(company, [.. page.Select(g => g.Id)], ct);
        return new PagedList<GroupRow>(
            query,
            [.. page.Select(g => new GroupRow(g, isTree ? g.Level - top : 1, counts.GetValueOrDefault(g.Id), tree.ChildrenOf(g.Id).Count(), ""))],
            found.Count);
    }

    /// <summary>Empty where no loaded module keeps members.</summary>
    public async Task<IReadOnlyDictionary<GroupId, int>> CountsAsync(CompanyId company, IReadOnlyList<GroupId> groups, CancellationToken ct) =>
        members.FirstOrDefault() is { } source ? await source.CountAsync(company, groups, ct) : new Dictionary<GroupId, int>();
}
