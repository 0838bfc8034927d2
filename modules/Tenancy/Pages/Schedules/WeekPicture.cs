using System.Globalization;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>A week of a schedule to look at, and the same in words.</summary>
internal sealed class WeekPicture
{
    public WeekPicture(Timetable table, DateTimeOffset now, DateOnly? week, string? browse = null, int unreadable = 0)
    {
        var local = TimeZoneInfo.ConvertTime(now, table.Zone);
        Today = DateOnly.FromDateTime(local.DateTime);
        (Table, Browse, Unreadable, Monday) = (table, browse, unreadable, (week ?? Today).MondayOf());
        NowMinute = (int)local.TimeOfDay.TotalMinutes;
        IsOpen = table.IsOpen(now);
        NextChange = table.NextChange(now) is { } next ? TimeZoneInfo.ConvertTime(next, table.Zone) : null;
        Days = [.. Enumerable.Range(0, 7).Select(n => table.Plan(Monday.AddDays(n)))];
    }

    public Timetable Table { get; }

    public bool Holidays => Table.Kind == ScheduleKind.Holidays;

    public DateOnly Monday { get; }

    public DateOnly Today { get; }

    public int NowMinute { get; }

    public bool IsOpen { get; }

    /// <summary>On the clock of the schedule's zone.</summary>
    public DateTimeOffset? NextChange { get; }

    public IReadOnlyList<DayPlan> Days { get; }

    /// <summary>The page whose address takes <c>?week=</c>; null where one cannot turn the pages.</summary>
    public string? Browse { get; }

    /// <summary>Rows of a form that do not count yet because something in them is missing.</summary>
    public int Unreadable { get; }

    public string Address(DateOnly monday) => $"{Browse}?week={monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>"Clocks go forward at 02:00." on the day they do; null otherwise.</summary>
    public string? ClockChange(DateOnly day)
    {
        foreach (var shift in WallClock.ShiftsAround(day, Table.Zone))
        {
            var before = TimeZoneInfo.ConvertTime(shift.AddMinutes(-1), Table.Zone).AddMinutes(1);
            var after = TimeZoneInfo.ConvertTime(shift, Table.Zone);
            if (DateOnly.FromDateTime(before.DateTime) == day)
            {
                return after.Offset > before.Offset
                    ? T($"Clocks go forward from {before:t} to {after:t}.")
                    : T($"Clocks go back from {before:t} to {after:t}.");
            }
        }

        return null;
    }

    /// <summary>Reads <c>?week=</c>; anything that is no date of our time is ignored.</summary>
    public static DateOnly? Week(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 2200 ? day : null;
}
