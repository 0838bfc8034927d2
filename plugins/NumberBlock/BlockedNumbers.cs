using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NumberBlock.Data;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace NumberBlock;

/// <summary>What the switch reads: every company's blocked numbers in memory, replaced as a whole after a change.</summary>
internal sealed class BlockedNumbers(SystemWork system) : IHostedService
{
    private volatile FrozenSet<(CompanyId, string)> _numbers = FrozenSet<(CompanyId, string)>.Empty;

    public bool Contains(CompanyId company, string number) => _numbers.Contains((company, number));

    public async Task ReloadAsync(CancellationToken ct)
    {
        await using var scope = system.Begin("blocked numbers for the switch");
        var all = await scope.ServiceProvider.GetRequiredService<NumberBlockDb>().Numbers.AsNoTracking().ToListAsync(ct);
        _numbers = all.Select(n => (n.CompanyId, n.Number)).ToFrozenSet();
    }

    public Task StartAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
