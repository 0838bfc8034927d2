using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NumberBlock.Data;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace NumberBlock;

/// <summary>What the switch reads: the blocked numbers of every company and site in memory, replaced as a whole after a change.</summary>
internal sealed class BlockedNumbers(SystemWork system) : IHostedService, IDisposable
{
    // One reader of the table at a time: a list read before the latest commit must not replace one read after it.
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile FrozenSet<(CompanyId, string)> _companies = FrozenSet<(CompanyId, string)>.Empty;
    private volatile FrozenSet<(SiteId, string)> _sites = FrozenSet<(SiteId, string)>.Empty;

    public bool Contains(CompanyId company, string number) => _companies.Contains((company, number));

    public bool Contains(SiteId site, string number) => _sites.Contains((site, number));

    public async Task ReloadAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            await using var scope = system.Begin("blocked numbers for the switch");
            var db = scope.ServiceProvider.GetRequiredService<NumberBlockDb>();
            _companies = (await db.Numbers.AsNoTracking().ToListAsync(ct)).Select(n => (n.CompanyId, n.Number)).ToFrozenSet();
            _sites = (await db.SiteNumbers.AsNoTracking().ToListAsync(ct)).Select(n => (n.SiteId, n.Number)).ToFrozenSet();
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _gate.Dispose();
}
