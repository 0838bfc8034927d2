using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Data.Activity;

/// <summary>Takes recent activity out of what a context is about to save.</summary>
internal static class ActivityCapture
{
    private const int LongestName = 200;

    public static IEnumerable<ActivityEntry> Capture(ModuleDb db, UnitOfWork unit) =>
        [.. db.ChangeTracker.Entries<ICompanyOwned>()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(e => (Entry: e, Told: e.Metadata.ClrType.GetCustomAttribute<ProvisioningAttribute>()))
            .Where(e => e.Told is not null && (e.Entry.State != EntityState.Modified || (e.Told.State is { } state && e.Entry.Property(state).IsModified
                && !Equals(e.Entry.Property(state).OriginalValue, e.Entry.Property(state).CurrentValue))))
            .Select(e => Describe(e.Entry, e.Told!, unit))];

    private static ActivityEntry Describe(EntityEntry<ICompanyOwned> entry, ProvisioningAttribute told, UnitOfWork unit)
    {
        var name = string.Join(' ', told.Name.Split(',').Select(p => entry.Property(p.Trim()).CurrentValue?.ToString()));
        return new ActivityEntry
        {
            At = unit.Clock.GetUtcNow(),
            CompanyId = entry.Entity.CompanyId,
            SiteId = entry.Metadata.FindProperty("SiteId") is null ? null : entry.Property("SiteId").CurrentValue as SiteId?,
            Thing = told.Thing,
            Verb = entry.State switch { EntityState.Added => "added", EntityState.Deleted => "removed", _ => "changed" },
            State = told.State is null || entry.State == EntityState.Deleted ? null : entry.Property(told.State).CurrentValue?.ToString(),
            Name = name.Length > LongestName ? name[..LongestName] : name,
            ObjectId = entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue?.ToString()).First() ?? "",
            UserName = unit.User.Supporter?.Name ?? unit.User.Name,
        };
    }
}
