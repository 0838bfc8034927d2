using System.ComponentModel;
using MediatR;
using Portal.Modularity;

namespace Portal.Tenancy.Contracts;

/// <summary>A time or holiday schedule of a company or a site (TE15).</summary>
[TypeConverter(typeof(IdTypeConverter<ScheduleId>))]
public readonly record struct ScheduleId(Guid Value) : IId<ScheduleId>
{
    public static ScheduleId From(Guid value) => new(value);
    public static ScheduleId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>The site feature that schedules are. Where it is off, what follows a schedule stands aside for the people of that site.</summary>
public static class ScheduleFeature
{
    public const string Key = "schedules";
}

/// <summary>What a schedule says.</summary>
public enum ScheduleKind
{
    /// <summary>When people are there: open hours with their exceptions.</summary>
    Hours,

    /// <summary>Which days are holidays.</summary>
    Holidays,
}

/// <summary>A schedule as others choose it.</summary>
/// <param name="Site">The site it belongs to; null: the company's, for all its sites.</param>
/// <param name="TimeZone">IANA name of the zone its hours are read in: the site's, or the company's.</param>
public sealed record ScheduleSummary(ScheduleId Id, CompanyId Company, SiteId? Site, string Name, ScheduleKind Kind, string TimeZone);

/// <summary>
/// The schedules in memory: what the switch asks on every call. Rebuilt after each committed change of a schedule, or of the time zone
/// of its site or company.
/// </summary>
public interface IScheduleDirectory
{
    /// <summary>Null when there is no such schedule.</summary>
    ScheduleSummary? Find(ScheduleId schedule);

    /// <summary>The company's schedules and those of this site, by name: what an employee of the site may choose from.</summary>
    IReadOnlyList<ScheduleSummary> For(CompanyId company, SiteId? site);

    /// <summary>True within open hours, or during a holiday of a holiday schedule. False for a schedule that does not exist: ask <see cref="Find"/>.</summary>
    bool IsOpen(ScheduleId schedule, DateTimeOffset at);

    /// <summary>The first moment after <paramref name="at"/> at which <see cref="IsOpen"/> changes; null when it does not within two years.</summary>
    DateTimeOffset? NextChange(ScheduleId schedule, DateTimeOffset at);
}

/// <summary>
/// A schedule is about to be deleted; published inside the transaction. A module that still refers to it calls <see cref="Keep"/>, and
/// the schedule stays.
/// </summary>
public sealed class DeletingSchedule(ScheduleSummary schedule) : INotification
{
    private readonly List<string> _uses = [];

    public ScheduleSummary Schedule { get; } = schedule;

    /// <summary>What would miss the schedule, in words.</summary>
    public IReadOnlyList<string> Uses => _uses;

    /// <summary>Says no, and why: "the call forwarding of John Smith (2001)".</summary>
    public void Keep(string use) => _uses.Add(use);
}
