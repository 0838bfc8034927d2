using System.Globalization;
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
        Table = AuditFields.TableOf(entry.Metadata),
        PartOf = entry.Metadata.ClrType.GetCustomAttribute<PartOfAttribute>() is { } part
            ? part.Properties.Select(p => entry.Property(p).CurrentValue?.ToString()).FirstOrDefault(v => v is not null) : null,
        ObjectId = string.Join(',', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue?.ToString())),
        Before = entry.State == EntityState.Added ? null : Json(entry, p => p.OriginalValue),
        After = entry.State == EntityState.Deleted ? null : Json(entry, p => p.CurrentValue),
    };

    private static string Json(EntityEntry entry, Func<PropertyEntry, object?> value) =>
        JsonSerializer.Serialize(entry.Properties
            .Where(p => entry.State != EntityState.Modified || p.IsModified)
            .ToDictionary(p => p.Metadata.Name, p => IsSensitive(p) ? Redacted : Written(value(p))));

    /// <summary>The same whatever language the person who saved reads.</summary>
    private static string? Written(object? value) => value switch
    {
        null => null,
        DateTimeOffset moment => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string text => text,
        byte[] bytes => $"{bytes.Length} bytes",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        System.Collections.IEnumerable many => string.Join(", ", many.Cast<object?>()),
        _ => value.ToString(),
    };

    private static bool IsSensitive(PropertyEntry property) =>
        property.Metadata.PropertyInfo?.GetCustomAttribute<SensitiveAttribute>() is not null;
}
