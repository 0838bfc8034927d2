using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Data.Isolation;
using Portal.Forwarding.Domain;
using Portal.Modularity;

namespace Portal.Forwarding.Data;

/// <summary>Who forwards where, in memory: what the switch reads on every call.</summary>
internal sealed class ForwardingSnapshot
{
    private readonly ConcurrentDictionary<EmployeeId, State> _states = new();

    /// <summary>False when this person answers their calls themselves.</summary>
    public bool TryGetDestination(EmployeeId employee, [NotNullWhen(true)] out string? destination)
    {
        destination = _states.TryGetValue(employee, out var state) ? state.Destination : null;
        return destination is not null;
    }

    /// <summary>Everybody whose calls go elsewhere, in no order.</summary>
    public IEnumerable<(EmployeeId Employee, string Destination)> Diverted() =>
        _states.Where(s => s.Value.Destination is not null).Select(s => (s.Key, s.Value.Destination!));

    /// <summary>Takes over a committed rule.</summary>
    public void Apply(ForwardingRule rule)
    {
        var state = new State(rule.Version, rule.IsOn ? rule.Destination : null);
        // Two commits may report in the other order: the later version stays.
        _states.AddOrUpdate(rule.EmployeeId, state, (_, known) => known.Version > state.Version ? known : state);
    }

    private sealed record State(int Version, string? Destination);
}

/// <summary>Fills the snapshot before the first call.</summary>
internal sealed class ForwardingSnapshotLoader(ForwardingSnapshot snapshot, SystemWork system) : IHostedLifecycleService
{
    // Before the services that start: the switch among them takes calls from its own start on.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = system.Begin("forwarding rules for the switch");
        await foreach (var rule in scope.ServiceProvider.GetRequiredService<ForwardingDb>().Rules
            .AsNoTracking().Where(r => r.IsOn).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            snapshot.Apply(rule);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
