namespace Portal.Data.Jobs;

/// <summary>
/// Work that nobody asks for: purging, falling due, reporting. Offered by a module with
/// <c>offers.Job&lt;TJob&gt;("Purge recent activity", JobSchedule.Daily(3))</c>; created for each run in a scope of
/// <see cref="Isolation.SystemWork"/>, so it sees every company and takes its services by constructor. No transaction is open:
/// send a change, or begin one with the scope's <see cref="UnitOfWork"/>. What it throws is logged and shown under Jobs.
/// </summary>
public interface IJob
{
    Task RunAsync(CancellationToken ct);
}
