using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;

namespace Portal.Tenancy.Schedules;

/// <summary>Open hours that close on the days of a holiday schedule would miss it.</summary>
internal sealed class ScheduleUses(TenancyDb db) : INotificationHandler<DeletingSchedule>
{
    /// <summary>How many are named; the rest are counted.</summary>
    public const int Named = 5;

    public async Task Handle(DeletingSchedule notification, CancellationToken cancellationToken)
    {
        foreach (var name in await db.Schedules.Where(s => s.HolidaysId == notification.Schedule.Id).OrderBy(s => s.NameKey).Select(s => s.Name).ToListAsync(cancellationToken))
        {
            notification.Keep(T($"the schedule {name}"));
        }
    }

    public static string InWords(IReadOnlyList<string> uses) =>
        string.Join(", ", uses.Take(Named)) + (uses.Count > Named ? " " + N(uses.Count - Named, "and one more", "and {0} more") : "");
}
