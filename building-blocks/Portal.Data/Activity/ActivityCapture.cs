using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Data.Activity;

/// <summary>Takes recent activity out of what a context is about to save.</summary>
internal static class ActivityCapture
{
    private const int LongestName = 200, LongestState = 64;

    /// <summary>More of a kind than this at once, such as a range of numbers, are told in one line: a hundred lines are all that is shown.</summary>
    private const int MostOfAKind = 5;

    public static IEnumerable<ActivityEntry> Capture(ModuleDb db, UnitOfWork unit) =>
        [.. db.ChangeTracker.Entries<ICompanyOwned>()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(e => (Entry: e, Told: e.Metadata.ClrType.GetCustomAttribute<ProvisioningAttribute>()))
            .Where(e => e.Told is not null && (e.Entry.State != EntityState.Modified || Changed(e.Entry, e.Told.State) || Changed(e.Entry, e.Told.Changes)))
            .Select(e => Describe(e.Entry, e.Told!, unit))
            .GroupBy(e => (e.CompanyId, e.Thing, e.Verb, e.State))
            .SelectMany(kind => kind.Count() > MostOfAKind ? [Together([.. kind.OrderBy(e => e.Name, StringComparer.Ordinal)])] : (IEnumerable<ActivityEntry>)kind)];

    public static ActivityEntry Act(UnitOfWork unit, CompanyId company, SiteId? site, string thing, string? state, string name, string objectId) => new()
    {
        At = unit.Clock.GetUtcNow(),
        CompanyId = company,
        SiteId = site,
        Thing = thing,
        Verb = "changed",
        State = state is null || state.Length <= LongestState ? state : state[..LongestState],
        Name = Shortened(name),
        ObjectId = objectId,
        UserName = unit.User.Supporter?.Name ?? unit.User.Name,
    };

    private static bool Changed(EntityEntry entry, string? properties) => properties?.Split(',').Any(p => entry.Property(p.Trim()) is { IsModified: true } changed
        && !Equals(changed.OriginalValue, changed.CurrentValue)) == true;

    private static ActivityEntry Together(ActivityEntry[] many) => new()
    {
        At = many[0].At,
        CompanyId = many[0].CompanyId,
        SiteId = many.All(e => e.SiteId == many[0].SiteId) ? many[0].SiteId : null,
        Thing = many[0].Thing,
        Verb = many[0].Verb,
        State = many[0].State,
        Name = Shortened($"{many[0].Name} – {many[^1].Name} ({many.Length})"),
        ObjectId = many[0].ObjectId,
        UserName = many[0].UserName,
    };

    private static string Shortened(string name) => name.Length > LongestName ? name[..LongestName] : name;

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
            State = told.State is null || entry.State == EntityState.Deleted || (entry.State == EntityState.Modified && !Changed(entry, told.State)) ? null : entry.Property(told.State).CurrentValue?.ToString(),
            Name = Shortened(name),
            ObjectId = entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue?.ToString()).First() ?? "",
            UserName = unit.User.Supporter?.Name ?? unit.User.Name,
        };
    }
}
