using System.Collections.Concurrent;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Tests;

/// <summary>Schedules as Tenancy would answer for them: open from nine to five, UTC, on every day.</summary>
internal sealed class Calendars : IScheduleDirectory
{
    private readonly ConcurrentDictionary<ScheduleId, ScheduleSummary> _known = new();

    public ScheduleSummary Add(CompanyId company, SiteId? site, string name, ScheduleKind kind = ScheduleKind.Hours)
    {
        var schedule = new ScheduleSummary(ScheduleId.New(), company, site, name, kind, "UTC");
        return _known[schedule.Id] = schedule;
    }

    public void Remove(ScheduleSummary schedule) => _known.TryRemove(schedule.Id, out _);

    public ScheduleSummary? Find(ScheduleId schedule) => _known.GetValueOrDefault(schedule);

    public IReadOnlyList<ScheduleSummary> For(CompanyId company, SiteId? site) =>
        [.. _known.Values.Where(s => s.Company == company && (s.Site is null || s.Site == site)).OrderBy(s => s.Name, StringComparer.Ordinal)];

    public bool IsOpen(ScheduleId schedule, DateTimeOffset at) => Find(schedule) is not null && at.UtcDateTime.Hour is >= 9 and < 17;

    public DateTimeOffset? NextChange(ScheduleId schedule, DateTimeOffset at) => at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour switch { < 9 => 9, < 17 => 17, _ => 33 });
}
