using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Extensions.Data;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Extensions.Groups;

/// <summary>
/// Who is a member of which group, in memory: every request of a group administrator asks. Read anew after a commit that
/// touches the company's memberships; another portal node's change is noticed within <see cref="Freshness"/>.
/// </summary>
internal sealed class GroupMembers(SystemWork system, TimeProvider clock) : IGroupMembers
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<CompanyId, (CompanyMembers Members, DateTimeOffset At)> _known = new();
    private long _changes;

    public async ValueTask<IReadOnlySet<EmployeeId>> MembersOfAsync(CompanyId company, GroupBranch branch, CancellationToken cancellationToken) =>
        (await FindAsync(company, cancellationToken)).Of(branch);

    public async ValueTask<IReadOnlyDictionary<GroupId, int>> CountAsync(
        CompanyId company, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken)
    {
        await using var scope = system.Begin("members of groups");
        var db = scope.ServiceProvider.GetRequiredService<ExtensionsDb>();
        var counts = await db.Memberships.Where(m => m.CompanyId == company && groups.Contains(m.GroupId))
            .GroupBy(m => m.GroupId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        SiteId[] sites = [.. groups.Select(g => new SiteId(g.Value))];
        var people = await db.Employees.Where(e => e.CompanyId == company && sites.Contains(e.SiteId))
            .GroupBy(e => e.SiteId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        foreach (var site in people)
        {
            counts[GroupId.Of(site.Key)] = site.Count;
        }

        return counts;
    }

    public void Forget(IEnumerable<CompanyId> companies)
    {
        Interlocked.Increment(ref _changes);
        foreach (var company in companies)
        {
            _known.TryRemove(company, out _);
        }
    }

    private async ValueTask<CompanyMembers> FindAsync(CompanyId company, CancellationToken ct)
    {
        if (_known.TryGetValue(company, out var known) && clock.GetUtcNow() - known.At < Freshness)
        {
            return known.Members;
        }

        var before = Interlocked.Read(ref _changes);
        await using var scope = system.Begin("members of groups");
        var rows = await scope.ServiceProvider.GetRequiredService<ExtensionsDb>().Memberships.AsNoTracking()
            .Where(m => m.CompanyId == company).Select(m => new { m.GroupId, m.EmployeeId }).ToListAsync(ct);
        var members = new CompanyMembers(rows.ToLookup(m => m.GroupId, m => m.EmployeeId));
        // What was read before a change must not be remembered after it.
        if (Interlocked.Read(ref _changes) == before)
        {
            _known[company] = (members, clock.GetUtcNow());
        }

        return members;
    }

    /// <summary>The memberships of one company at one moment.</summary>
    private sealed class CompanyMembers(ILookup<GroupId, EmployeeId> byGroup)
    {
        // The same branch comes back as the same object while the tree is unchanged.
        private readonly ConditionalWeakTable<GroupBranch, FrozenSet<EmployeeId>> _branches = [];

        public FrozenSet<EmployeeId> Of(GroupBranch branch) =>
            _branches.GetValue(branch, b => b.Groups.SelectMany(g => byGroup[g]).ToFrozenSet());
    }
}
