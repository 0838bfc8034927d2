using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Groups;

namespace Portal.Tenancy.Groups;

/// <summary>
/// Trees of groups and companies of partners, in memory: every request of a group administrator or partner asks. A commit
/// that touches them makes them be read anew, and nothing read before it is kept, so that no power outlives what gave it.
/// Another portal node's change is noticed within <see cref="Freshness"/>.
/// </summary>
internal sealed class GroupDirectory(SystemWork system, TimeProvider clock) : IOrganisation
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<CompanyId, (CompanyGroups Groups, DateTimeOffset At)> _trees = new();
    private readonly ConcurrentDictionary<PartnerId, (FrozenSet<CompanyId> Companies, DateTimeOffset At)> _partners = new();
    private long _changes;

    public async ValueTask<IReadOnlySet<CompanyId>> CompaniesOfAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        if (_partners.TryGetValue(partner, out var known) && IsFresh(known.At))
        {
            return known.Companies;
        }

        var before = Interlocked.Read(ref _changes);
        await using var scope = system.Begin("companies of a partner");
        var companies = (await scope.ServiceProvider.GetRequiredService<TenancyDb>().Companies.AsNoTracking()
            .Where(c => c.PartnerId == partner).Select(c => c.CompanyId).ToListAsync(cancellationToken)).ToFrozenSet();
        // What was read before a change must not be remembered after it.
        if (Interlocked.Read(ref _changes) == before)
        {
            _partners[partner] = (companies, clock.GetUtcNow());
        }

        return companies;
    }

    public async ValueTask<GroupBranch> BranchAsync(CompanyId company, GroupId group, CancellationToken cancellationToken) =>
        (await TreeAsync(company, cancellationToken)).Branch(group);

    public async ValueTask<CompanyGroups> TreeAsync(CompanyId company, CancellationToken ct)
    {
        if (_trees.TryGetValue(company, out var known) && IsFresh(known.At))
        {
            return known.Groups;
        }

        var before = Interlocked.Read(ref _changes);
        await using var scope = system.Begin("groups of a company");
        var tree = await ReadAsync(scope.ServiceProvider.GetRequiredService<TenancyDb>(), company, ct);
        if (Interlocked.Read(ref _changes) == before)
        {
            _trees[company] = (tree, clock.GetUtcNow());
        }

        return tree;
    }

    /// <summary>The tree as this transaction sees it: for changes, which must not decide by what was true a moment ago.</summary>
    public static async Task<CompanyGroups> ReadAsync(TenancyDb db, CompanyId company, CancellationToken ct)
    {
        var groups = await db.Groups.AsNoTracking().Where(g => g.CompanyId == company)
            .Select(g => new { g.Id, g.Under, g.Name }).ToListAsync(ct);
        var sites = await db.Sites.AsNoTracking().Where(s => s.CompanyId == company).Select(s => new { s.Id, s.Name }).ToListAsync(ct);
        return CompanyGroups.Build(company, groups
            .Select(g => new GroupNode(g.Id, g.Under == default ? null : g.Under, g.Name, IsSite: false))
            .Concat(sites.Select(s => new GroupNode(GroupId.Of(s.Id), null, s.Name, IsSite: true))));
    }

    public void Forget(IEnumerable<CompanyId> companies, bool partners)
    {
        Interlocked.Increment(ref _changes);
        foreach (var company in companies)
        {
            _trees.TryRemove(company, out _);
        }

        if (partners)
        {
            _partners.Clear();
        }
    }

    private bool IsFresh(DateTimeOffset at) => clock.GetUtcNow() - at < Freshness;
}
