using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Core;
using Portal.Data.Isolation;
using Portal.Modularity.Health;

namespace Portal.Data.Health;

/// <summary>Reads from a table: that proves the connection, the file and the schema at once.</summary>
internal sealed class DatabaseReadiness(SystemWork system) : IReadinessCheck
{
    public string Name => "database";

    public async Task<Readiness> CheckAsync(CancellationToken ct)
    {
        await using var scope = system.Begin("health");
        await scope.ServiceProvider.GetRequiredService<CoreDb>().Outbox.AnyAsync(ct);
        return Readiness.Ready;
    }
}
