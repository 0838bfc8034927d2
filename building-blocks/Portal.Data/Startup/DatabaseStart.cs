using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Data.Core;
using Portal.Data.Isolation;
using Portal.Data.Requests;
using Portal.Modularity;

namespace Portal.Data.Startup;

/// <summary>Brings the database to this version before anything is served, and refuses one that a newer version has written.</summary>
public sealed class DatabaseStart(IDatabase database, SystemWork system, IServiceProvider services, ILogger<DatabaseStart> log)
{
    /// <exception cref="StartupException">The database cannot be reached or written, or is newer than this program.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        await database.ProbeAsync(ct);
        await using var scope = system.Begin("migrations");
        var contexts = services.GetServices<ModuleDbType>()
            .Select(t => (ModuleDb)scope.ServiceProvider.GetRequiredService(t.Type)).ToArray();

        // All are looked at before any is touched: a newer database is left exactly as it was.
        var pending = new List<(ModuleDb Db, string[] Names)>();
        foreach (var context in contexts)
        {
            var known = context.Database.GetMigrations().ToArray();
            var applied = await AppliedAsync(context, ct);
            if (applied.Except(known).FirstOrDefault() is { } unknown)
            {
                throw new StartupException(
                    $"The database was written by a newer Portal (it has {context.Module} migration {unknown}). Start that version, or restore a backup made before the upgrade.");
            }

            pending.Add((context, [.. known.Except(applied)]));
        }

        foreach (var (context, names) in pending.Where(p => p.Names.Length > 0))
        {
            log.LogInformation("Database: {Module} gets {Migrations}", context.Module, string.Join(", ", names));
            await context.Database.MigrateAsync(ct);
        }
    }

    /// <summary>Runs work once in the life of this database, in one transaction with the note that it was done.</summary>
    public async Task OnceAsync(Guid mark, string reason, Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        await system.ChangeAsync(reason, async scope =>
        {
            var core = scope.GetRequiredService<CoreDb>();
            if (await core.Submissions.AnyAsync(s => s.Token == mark, ct))
            {
                return;
            }

            core.Submissions.Add(new SubmittedForm { Token = mark, At = scope.GetRequiredService<TimeProvider>().GetUtcNow() });
            await core.SaveChangesAsync(ct);
            await work(scope);
        }, ct);
    }

    private static async Task<string[]> AppliedAsync(ModuleDb context, CancellationToken ct) =>
        await context.GetService<IRelationalDatabaseCreator>().ExistsAsync(ct)
            ? [.. await context.Database.GetAppliedMigrationsAsync(ct)]
            : [];
}
