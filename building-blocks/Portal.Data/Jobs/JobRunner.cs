using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Data.Core;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Data.Jobs;

/// <summary>How a run ended, or why there was none.</summary>
public enum JobResult
{
    Done,
    Failed,

    /// <summary>It is running already, here or on another node.</summary>
    Running,

    NotDue,
}

/// <summary>A job as operators see it.</summary>
public sealed record JobStatus(Job Job, DateTimeOffset Next, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Error, bool Running);

/// <summary>
/// Runs jobs. A run is claimed in the database first, so that of several nodes one runs it; a node that dies is overtaken when its
/// claim lapses.
/// </summary>
public sealed class JobRunner(ModuleCatalog catalog, SystemWork system, IDatabase database, TimeProvider clock, ILogger<JobRunner> log)
{
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);
    private const int LongestError = 2000;

    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}";

    public IReadOnlyList<Job> Jobs => [.. catalog.All<Job>()];

    /// <summary>Runs a job now, whatever its schedule says, and counts the next due time from this run.</summary>
    public Task<JobResult> RunAsync(string name, CancellationToken ct) => RunAsync(Find(name), force: true, ct);

    /// <summary>Runs a job if its time has come.</summary>
    public Task<JobResult> RunIfDueAsync(string name, CancellationToken ct) => RunAsync(Find(name), force: false, ct);

    public async Task<IReadOnlyList<JobStatus>> StatusAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var scope = system.Begin("jobs: status");
        var states = await scope.ServiceProvider.GetRequiredService<CoreDb>().Jobs.AsNoTracking().ToDictionaryAsync(s => s.Name, ct);
        return [.. Jobs.Select(job => states.TryGetValue(job.Name, out var state)
            ? new JobStatus(job, job.Schedule.NextAfter(state.Since), state.StartedAt, state.EndedAt, state.Error, state.HeldUntil > now)
            : new JobStatus(job, job.Schedule.NextAfter(now), null, null, null, Running: false))];
    }

    private Job Find(string name) =>
        Jobs.FirstOrDefault(j => j.Name == name) ?? throw new ArgumentException($"No module offers a job named {name}.", nameof(name));

    private async Task<JobResult> RunAsync(Job job, bool force, CancellationToken ct)
    {
        var claimed = await ClaimAsync(job, force, ct);
        if (claimed != JobResult.Done)
        {
            return claimed;
        }

        string? error = null;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var held = HoldAsync(job, ended.Token);
        try
        {
            await using var scope = system.Begin("job: " + job.Name);
            await ((IJob)ActivatorUtilities.CreateInstance(scope.ServiceProvider, job.Type)).RunAsync(ct);
        }
        // Whatever a job throws is its failure and shown as such; it must not end the runner or keep the claim.
        catch (Exception e)
        {
            error = ct.IsCancellationRequested ? "The portal was stopped while the job ran." : e.Message;
            log.LogError(e, "The job {Job} failed", job.Name);
        }

        await ended.CancelAsync();
        await held;
        await SettleAsync(job, error);
        return error is null ? JobResult.Done : JobResult.Failed;
    }

    private async Task<JobResult> ClaimAsync(Job job, bool force, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var scope = system.Begin("jobs: claim");
        var jobs = scope.ServiceProvider.GetRequiredService<CoreDb>().Jobs;
        if (await jobs.AsNoTracking().SingleOrDefaultAsync(s => s.Name == job.Name, ct) is not { } state)
        {
            await RememberAsync(job, now, ct);
            state = new JobState { Name = job.Name, Since = now };
        }

        if (state.HeldUntil > now)
        {
            return JobResult.Running;
        }

        if (!force && job.Schedule.NextAfter(state.Since) > now)
        {
            return JobResult.NotDue;
        }

        var free = jobs.Where(s => s.Name == job.Name && (s.HeldUntil == null || s.HeldUntil <= now));
        if (!force)
        {
            // Another node may have run it between the look and the claim.
            free = free.Where(s => s.Since == state.Since);
        }

        var taken = await free.ExecuteUpdateAsync(u => u
            .SetProperty(s => s.Since, now).SetProperty(s => s.StartedAt, now).SetProperty(s => s.EndedAt, (DateTimeOffset?)null)
            .SetProperty(s => s.Error, (string?)null).SetProperty(s => s.HeldUntil, now + Claim).SetProperty(s => s.HeldBy, _node), ct);
        return taken == 1 ? JobResult.Done : JobResult.Running;
    }

    /// <summary>A job met for the first time is due one schedule from now, not at once: a new installation does not begin with everything.</summary>
    private async Task RememberAsync(Job job, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await system.ChangeAsync("jobs: a new one", async scope =>
            {
                var db = scope.GetRequiredService<CoreDb>();
                db.Jobs.Add(new JobState { Name = job.Name, Since = now });
                await db.SaveChangesAsync(ct);
            }, ct);
        }
        catch (DbUpdateException e) when (database.IsDuplicate(e))
        {
            log.LogDebug("Another node met the job {Job} first", job.Name);
        }
    }

    private async Task HoldAsync(Job job, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Claim / 3, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                await UpdateAsync(job, clock.GetUtcNow() + Claim, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The claim on the job {Job} could not be renewed", job.Name);
        }
    }

    private async Task UpdateAsync(Job job, DateTimeOffset until, CancellationToken ct)
    {
        await using var scope = system.Begin("jobs: hold");
        await scope.ServiceProvider.GetRequiredService<CoreDb>().Jobs.Where(s => s.Name == job.Name && s.HeldBy == _node)
            .ExecuteUpdateAsync(u => u.SetProperty(s => s.HeldUntil, until), ct);
    }

    // Without the caller's token: how a run ended is noted even while the portal stops.
    private async Task SettleAsync(Job job, string? error)
    {
        var kept = error?.Length > LongestError ? error[..LongestError] : error;
        var now = clock.GetUtcNow();
        await using var scope = system.Begin("jobs: settle");
        await scope.ServiceProvider.GetRequiredService<CoreDb>().Jobs.Where(s => s.Name == job.Name && s.HeldBy == _node)
            .ExecuteUpdateAsync(u => u.SetProperty(s => s.EndedAt, now).SetProperty(s => s.Error, kept)
                .SetProperty(s => s.HeldUntil, (DateTimeOffset?)null).SetProperty(s => s.HeldBy, (string?)null), CancellationToken.None);
    }
}
