using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Data.Isolation;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Data;

/// <summary>Who forwards where, in memory: what the switch reads on every call.</summary>
internal sealed class ForwardingSnapshot(IScheduleDirectory schedules, IExtensionDirectory directory, IFeatureAssignments features)
{
    private readonly ConcurrentDictionary<EmployeeId, State> _states = new();

    /// <summary>False when this person answers their calls themselves at that moment.</summary>
    public bool TryGetDestination(EmployeeId employee, DateTimeOffset at, [NotNullWhen(true)] out string? destination)
    {
        destination = _states.TryGetValue(employee, out var state) && Holds(employee, state.Condition, at) ? state.Destination : null;
        return destination is not null;
    }

    /// <summary>The schedule that keeps forwarding, though switched on, from taking calls at that moment; null when none does.</summary>
    public ScheduleSummary? WaitsFor(EmployeeId employee, DateTimeOffset at) =>
        _states.TryGetValue(employee, out var state) && state is { Destination: not null, Condition.Schedule: { } id } && !Holds(employee, state.Condition, at)
            ? schedules.Find(id)
            : null;

    /// <summary>Everybody whose calls go elsewhere at that moment, in no order.</summary>
    public IEnumerable<(EmployeeId Employee, string Destination)> Diverted(DateTimeOffset at) =>
        _states.Where(s => s.Value.Destination is not null && Holds(s.Key, s.Value.Condition, at)).Select(s => (s.Key, s.Value.Destination!));

    /// <summary>Does forwarding on this condition take this person's calls at that moment?</summary>
    public bool Holds(EmployeeId employee, ForwardCondition condition, DateTimeOffset at) =>
        condition.IsAlways || (MayFollowSchedules(employee) && condition.HoldsAt(schedules, at));

    /// <summary>False where schedules are switched off for the person's site: what follows one stands aside, and calls ring.</summary>
    public bool MayFollowSchedules(EmployeeId employee) =>
        directory.Find(employee) is not { } entry
        || features.Of(ScheduleFeature.Key, new ObjectScope(entry.Company, entry.Site)).Off is FeatureOff.No or FeatureOff.Unknown;

    /// <summary>Takes over a committed rule.</summary>
    public void Apply(ForwardingRule rule)
    {
        var state = new State(rule.Version, rule.IsOn ? rule.Destination : null, rule.Condition);
        // Two commits may report in the other order: the later version stays.
        _states.AddOrUpdate(rule.EmployeeId, state, (_, known) => known.Version > state.Version ? known : state);
    }

    private sealed record State(int Version, string? Destination, ForwardCondition Condition);
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
