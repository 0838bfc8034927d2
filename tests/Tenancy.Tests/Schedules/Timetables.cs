using System.Globalization;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Tests.Schedules;

/// <summary>Schedules written in lines, asked at moments.</summary>
internal static class Timetables
{
    public static Timetable Hours(string zone, params string[] rules) => new(ScheduleKind.Hours, Rules(rules), TimeZoneInfo.FindSystemTimeZoneById(zone));

    public static Timetable Holidays(string zone, params string[] rules) => new(ScheduleKind.Holidays, Rules(rules), TimeZoneInfo.FindSystemTimeZoneById(zone));

    public static ScheduleRule[] Rules(params string[] rules) => [.. rules.Select(r => RuleNotation.ReadLine(r).ShouldNotBeNull(r))];

    /// <summary>A moment with its offset: <c>2026-03-29 00:59 +00:00</c>.</summary>
    public static DateTimeOffset At(string moment) => DateTimeOffset.ParseExact(moment, "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    /// <summary>The open hours of a day: <c>09:00-12:00 13:00-24:00</c>.</summary>
    public static string Open(this Timetable table, string day) =>
        string.Join(' ', table.Plan(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).Open.Select(m => $"{m.From / 60:00}:{m.From % 60:00}-{m.To / 60:00}:{m.To % 60:00}"));
}
