using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Data;

/// <summary>
/// A module's DbContext. Tables are <c>module.table</c> in PostgreSQL and <c>module_table</c> in SQLite; rows of
/// <see cref="ICompanyOwned"/> entities are filtered and guarded by company; every change is audited. Register it with
/// <see cref="ModuleDbRegistration.AddModuleDb{TDb}"/>. Properties are stored plainly: enums by name, moments in UTC to the
/// microsecond, typed ids as UUID.
/// </summary>
public abstract class ModuleDb : DbContext
{
    private readonly UnitOfWork _unit;

    protected ModuleDb(DbContextOptions options, UnitOfWork unit) : base(options)
    {
        _unit = unit;
        // Fixed for the life of the context: a context that could change its company half way would be a hole.
        SeesEverything = unit.Scope.Everything;
        Companies = SeesEverything ? [] : [.. unit.Scope.Companies];
        Company = Companies is [var only] ? only : default;
        unit.Enlist(this);
    }

    /// <summary>Lower case, one word: the schema or table prefix.</summary>
    public string Module => ModuleName(GetType());

    internal bool SeesEverything { get; }

    /// <summary>The one company of most people; nobody's for those who have to do with none or several.</summary>
    internal CompanyId Company { get; }

    internal CompanyId[] Companies { get; }

    internal bool SeesSeveral => Companies.Length > 1;

    internal bool Reaches(CompanyId company) => Array.IndexOf(Companies, company) >= 0;

    internal static string ModuleName(Type db) => db.Name.EndsWith("Db", StringComparison.Ordinal)
        ? db.Name[..^2].ToLowerInvariant()
        : throw new InvalidOperationException($"{db.Name}: a module's context is named after it, with Db at the end.");

    /// <summary>Makes saving fail with a conflict when the row is no longer at the version the form was filled from.</summary>
    public void ExpectVersion(IVersioned entity, int version) =>
        Entry(entity).Property(nameof(IVersioned.Version)).OriginalValue = version;

    public sealed override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (!_unit.InTransaction)
        {
            throw new InvalidOperationException("Writes happen in a request marked IChange, or in SystemWork.ChangeAsync.");
        }

        ChangeTracker.DetectChanges();
        WriteGuard.Check(this);
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State == EntityState.Added)
            {
                entry.Entity.Version = 1;
            }
            else if (entry.State == EntityState.Modified)
            {
                entry.Entity.Version = (int)entry.Property(nameof(IVersioned.Version)).OriginalValue! + 1;
            }
        }

        _unit.Record(AuditCapture.Capture(this, _unit));
        _unit.Record(ActivityCapture.Capture(this, _unit));
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new InvalidOperationException("Use SaveChangesAsync: a request thread must not wait for the database.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        if (_unit.Database.Name == "sqlite")
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MomentConverter>();
        }
        else
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        }

        foreach (var id in TypedIds.KnownTo(GetType().Assembly))
        {
            configurationBuilder.Properties(id, p => p.HaveConversion(typeof(IdConverter<>).MakeGenericType(id)));
        }
    }

    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => !e.IsOwned()).ToArray())
        {
            Place(entity);
            if (entity.ClrType.IsAssignableTo(typeof(IVersioned)))
            {
                entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
            }

            if (!SeesEverything && entity.BaseType is null && entity.ClrType.IsAssignableTo(typeof(ICompanyOwned)))
            {
                AddCompanyFilter.MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
            }
        }
    }

    /// <summary>The module's own mapping: keys, lengths, indexes. Table names are lower case and plural, without a prefix.</summary>
    protected abstract void Map(ModelBuilder model);

    private void Place(IMutableEntityType entity)
    {
        if (entity.BaseType is not null || entity.GetTableName() is not { } table)
        {
            return;
        }

        if (_unit.Database.Name != "sqlite")
        {
            entity.SetSchema(Module);
            return;
        }

        // Names are taken before the table gets its prefix, so that both databases use those the migrations write. Index names
        // are unique in the whole SQLite file; SqliteModuleMigrations gives a migration's index the same prefix.
        foreach (var key in entity.GetKeys())
        {
            key.SetName(key.GetName());
        }

        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName(Module + "_" + index.GetDatabaseName());
        }

        entity.SetTableName(Module + "_" + table);
    }

    private static readonly MethodInfo AddCompanyFilter =
        typeof(ModuleDb).GetMethod(nameof(FilterByCompany), BindingFlags.Instance | BindingFlags.NonPublic)!;

    // A plain equality that an index serves, for all but partners. Scopes that see several companies or everything use models
    // of their own (see CompanyModelCacheKey), because one condition for all of them would cost every query its index.
    private void FilterByCompany<T>(ModelBuilder model) where T : class, ICompanyOwned
    {
        Expression<Func<T, bool>> own = SeesSeveral ? e => Companies.Contains(e.CompanyId) : e => e.CompanyId == Company;
        model.Entity<T>().HasQueryFilter(own);
    }
}

/// <summary>Three models a context: with the filter for one company, for several, and without it for scopes that see everything.</summary>
internal sealed class CompanyModelCacheKey : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as ModuleDb)?.SeesEverything, (context as ModuleDb)?.SeesSeveral, context.Database.ProviderName, designTime);
}
