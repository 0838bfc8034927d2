using System.Collections.Concurrent;
using System.Collections.Frozen;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain.Groups;

/// <summary>A row the tree is made of.</summary>
internal readonly record struct GroupNode(GroupId Id, GroupId? ParentId, string Name, bool IsSite);

/// <summary>The tree of one company at one moment; never changed, only replaced.</summary>
internal sealed class CompanyGroups
{
    private readonly FrozenDictionary<GroupId, int> _places;
    private readonly int[] _ends;
    private readonly ConcurrentDictionary<GroupId, GroupBranch> _branches = new();

    private CompanyGroups(IReadOnlyList<GroupSummary> all, int[] ends)
    {
        (All, _ends) = (all, ends);
        _places = all.Select((g, i) => KeyValuePair.Create(g.Id, i)).ToFrozenDictionary();
    }

    /// <summary>Every group, each followed by those below it, by name.</summary>
    public IReadOnlyList<GroupSummary> All { get; }

    public static CompanyGroups Build(CompanyId company, IEnumerable<GroupNode> nodes)
    {
        var byParent = nodes.ToLookup(n => n.ParentId ?? default);
        var all = new List<GroupSummary>();
        var ends = new List<int>();
        Add(default, "", 1);
        return new CompanyGroups(all, [.. ends]);

        // What hangs on a group that does not exist is left out: out of reach is the safe side.
        void Add(GroupId under, string path, int level)
        {
            foreach (var node in byParent[under].OrderBy(n => n.Name, StringComparer.InvariantCultureIgnoreCase).ThenBy(n => n.Id.Value))
            {
                var place = all.Count;
                all.Add(new GroupSummary(node.Id, company, node.ParentId, node.Name, path + node.Name, level, node.IsSite));
                ends.Add(0);
                if (level < Group.DeepestLevel)
                {
                    Add(node.Id, path + node.Name + "/", level + 1);
                }

                ends[place] = all.Count;
            }
        }
    }

    public GroupSummary? Find(GroupId id) => _places.TryGetValue(id, out var place) ? All[place] : null;

    /// <summary>The group first, then everything below it; empty when there is no such group.</summary>
    public IEnumerable<GroupSummary> From(GroupId id) =>
        _places.TryGetValue(id, out var place) ? Enumerable.Range(place, _ends[place] - place).Select(i => All[i]) : [];

    public IEnumerable<GroupSummary> ChildrenOf(GroupId id) => From(id).Where(g => g.ParentId == id);

    public bool IsWithin(GroupId group, GroupId top) => From(top).Any(g => g.Id == group);

    /// <summary>How many levels the group and what is below it take.</summary>
    public int HeightOf(GroupId id) => From(id).Select(g => g.Level).DefaultIfEmpty(0).Max() - (Find(id)?.Level ?? 0) + 1;

    /// <summary>The same instance for the same group as long as this tree lasts.</summary>
    public GroupBranch Branch(GroupId id) => _places.ContainsKey(id)
        ? _branches.GetOrAdd(id, key => new GroupBranch(
            From(key).Select(g => g.Id).ToFrozenSet(), From(key).Where(g => g.IsSite).Select(g => new SiteId(g.Id.Value)).ToFrozenSet()))
        : GroupBranch.Empty;
}
