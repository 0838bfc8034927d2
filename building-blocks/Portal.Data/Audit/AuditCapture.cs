using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Data.Audit;

/// <summary>Turns what a context is about to save into audit entries.</summary>
internal static class AuditCapture
{
    private const string Redacted = "(hidden)";

    public static IReadOnlyList<AuditEntry> Capture(ModuleDb db, UnitOfWork unit) =>
        [.. db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && e.Metadata.ClrType.GetCustomAttribute<NotAuditedAttribute>() is null)
            .Select(e => Describe(e, unit))];

    /// <summary>An entry for something done that changes no audited row.</summary>
    public static AuditEntry Act(
        UnitOfWork unit, string verb, string table, string objectId, CompanyId? company, IReadOnlyDictionary<string, string?>? details, UserId? onBehalfOfId, string? onBehalfOf) => new()
    {
        At = unit.Clock.GetUtcNow(),
        CompanyId = company,
        UserId = unit.User.Supporter?.Id ?? unit.User.Id,
        UserName = unit.User.Supporter?.Name ?? unit.User.Name,
        OnBehalfOfId = onBehalfOfId ?? (unit.User.Supporter is null ? null : unit.User.Id),
        OnBehalfOf = onBehalfOf ?? (unit.User.Supporter is null ? null : unit.User.Name),
        Address = unit.User.Address?.ToString(),
        Verb = verb,
        Table = table,
        ObjectId = objectId,
        Before = verb == "removed" ? JsonSerializer.Serialize(details) : null,
        After = verb == "removed" ? null : JsonSerializer.Serialize(details),
    };

    private static AuditEntry Describe(EntityEntry entry, UnitOfWork unit) => new()
    {
        At = unit.Clock.GetUtcNow(),
        CompanyId = (entry.Entity as ICompanyOwned)?.CompanyId ?? (entry.Entity as IAuditedFor)?.AuditCompany,
        UserId = unit.User.Supporter?.Id ?? unit.User.Id,
        UserName = unit.User.Supporter?.Name ?? unit.User.Name,
        OnBehalfOfId = unit.User.Supporter is null ? null : unit.User.Id,
        OnBehalfOf = unit.User.Supporter is null ? null : unit.User.Name,
        Address = unit.User.Address?.ToString(),
        Verb = entry.State switch { EntityState.Added => "added", EntityState.Deleted => "removed", _ => "changed" },
        Table = TableOf(entry),
        ObjectId = string.Join(',', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue?.ToString())),
        Before = entry.State == EntityState.Added ? null : Json(entry, p => p.OriginalValue),
        After = entry.State == EntityState.Deleted ? null : Json(entry, p => p.CurrentValue),
    };

    /// <summary>The same name on both databases: <c>forwarding_rules</c>.</summary>
    private static string TableOf(EntityEntry entry)
    {
        var table = entry.Metadata.GetTableName() ?? entry.Metadata.ShortName();
        return entry.Metadata.GetSchema() is { } schema ? schema + "_" + table : table;
    }

    private static string Json(EntityEntry entry, Func<PropertyEntry, object?> value) =>
        JsonSerializer.Serialize(entry.Properties
            .Where(p => entry.State != EntityState.Modified || p.IsModified)
            .ToDictionary(p => p.Metadata.Name, p => IsSensitive(p) ? Redacted : value(p)?.ToString()));

    private static bool IsSensitive(PropertyEntry property) =>
        property.Metadata.PropertyInfo?.GetCustomAttribute<SensitiveAttribute>() is not null;
}
