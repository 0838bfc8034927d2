using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Modularity.Access;

namespace Portal.Data.Isolation;

/// <summary>
/// The way to see all companies without being an operator: background jobs, snapshots of the switch, sign-in. The caller says
/// why, the reason is logged, and changes are audited in the name of "system".
/// </summary>
public sealed class SystemWork(IServiceScopeFactory scopes, ILogger<SystemWork> log)
{
    /// <summary>A scope that sees every company; the caller disposes it.</summary>
    /// <param name="reason">Why all companies are needed, for the log.</param>
    public AsyncServiceScope Begin(string reason)
    {
        log.LogDebug("System scope: {Reason}", reason);
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        scope.ServiceProvider.GetRequiredService<DataScope>().SeeEverything();
        return scope;
    }

    /// <summary>Runs work in such a scope, in one transaction that commits when the work returns.</summary>
    public async Task ChangeAsync(string reason, Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        await using var scope = Begin(reason);
        var unit = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await unit.BeginAsync(ct);
        await work(scope.ServiceProvider);
        await unit.CommitAsync(ct);
    }
}
