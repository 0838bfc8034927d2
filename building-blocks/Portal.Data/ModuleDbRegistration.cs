using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Core;
using Portal.Data.Files;
using Portal.Data.Delayed;
using Portal.Data.Health;
using Portal.Data.History;
using Portal.Data.Isolation;
using Portal.Data.Jobs;
using Portal.Data.Outbox;
using Portal.Data.Postgres;
using Portal.Data.Requests;
using Portal.Data.Sqlite;
using Portal.Data.Startup;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Health;
using Portal.Modularity.Requests;

namespace Portal.Data;

public static class ModuleDbRegistration
{
    /// <summary>Adds a module's context to the shared unit of work and its migrations to the start.</summary>
    public static IServiceCollection AddModuleDb<TDb>(this IServiceCollection services) where TDb : ModuleDb
    {
        services.AddDbContext<TDb>((provider, options) =>
        {
            var unit = provider.GetRequiredService<UnitOfWork>();
            unit.Database.Configure(options, unit.Connection, ModuleDb.ModuleName(typeof(TDb)));
            options.ReplaceService<IModelCacheKeyFactory, CompanyModelCacheKey>();
            // Migrations are written by hand and have no snapshot to compare with; a test compares the schemas instead.
            options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        }, ServiceLifetime.Scoped, ServiceLifetime.Scoped);
        services.AddSingleton(new ModuleDbType(typeof(TDb)));
        return services;
    }

    /// <summary>Adds the database chosen by <c>Data:Provider</c>, the unit of work, the audit log, the outbox and jobs.</summary>
    public static IServiceCollection AddPortalData(this IServiceCollection services, IConfiguration configuration)
    {
        var options = DataOptions.From(configuration);
        services.AddSingleton(options);
        services.AddSingleton<IDatabase>(_ => options.Provider switch
        {
            "sqlite" => new SqliteDatabase(options),
            "postgresql" => new PostgresDatabase(options),
            _ => throw new StartupException($"--Data:Provider is \"{options.Provider}\"; it can be sqlite or postgresql."),
        });
        services.TryAddSingleton(TimeProvider.System);
        // The keys of encrypted columns and cookies belong to the installation: they move, and are backed up, with its data.
        services.AddDataProtection().SetApplicationName("Portal");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyFolder>();
        services.AddScoped<DataScope>();
        services.AddScoped<UnitOfWork>();
        services.AddScoped<Submission>();
        services.AddSingleton<SystemWork>();
        services.AddSingleton<IFileStore, FolderStore>();
        services.AddModuleDb<CoreDb>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(provider => new AuditLog(provider.GetRequiredService<CoreDb>()));
        services.AddSingleton(provider => new AuditFields(provider.GetRequiredService<SystemWork>(), provider.GetServices<ModuleDbType>()));
        services.AddSingleton<AuditDifference>();
        services.AddScoped(provider => new RecentActivity(provider.GetRequiredService<CoreDb>()));
        services.AddScoped(provider => new ObjectHistory(provider.GetRequiredService<CoreDb>(), provider.GetRequiredService<ModuleCatalog>(), provider,
            provider.GetRequiredService<IAccess>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped(provider => new DelayedSaves(provider.GetRequiredService<CoreDb>(), provider.GetRequiredService<UnitOfWork>(), provider.GetRequiredService<IMediator>(),
            provider.GetRequiredService<ModuleCatalog>(), provider.GetRequiredService<IAccess>(), provider.GetRequiredService<ObjectHistory>()));
        // Handlers of modules are found by scanning; a building block names its own.
        services.AddTransient<IRequestHandler<MakeNote, Outcome>, MakeNoteHandler>();
        services.AddTransient<IRequestHandler<KeepDelayed, Outcome>, KeepDelayedHandler>();
        services.AddSingleton<OutboxSignal>();
        services.AddScoped<IOutbox, OutboxWriter>();
        services.AddHostedService<OutboxDispatcher>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService<JobTimer>();
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<IReadinessCheck, DatabaseReadiness>();
        return services;
    }
}

/// <summary>A module context that the start migrates.</summary>
internal sealed record ModuleDbType(Type Type);
