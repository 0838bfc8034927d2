using System.Globalization;

namespace Portal.Tenancy.Domain.Schedules.Calendars;

/// <summary>When something begins or ends, on the clock of the schedule's zone.</summary>
/// <param name="Moved">It was written in another zone; how many days the date has moved by that is <paramref name="DaysMoved"/>.</param>
internal readonly record struct CalendarMoment(DateTime Wall, bool IsDate, bool Moved, int DaysMoved)
{
    public DateOnly Day => DateOnly.FromDateTime(Wall);
}

/// <summary>Dates, times and durations of RFC 5545 3.3.</summary>
internal static class CalendarMoments
{
    /// <summary>Null when the value cannot be read, or names a zone nobody knows.</summary>
    public static CalendarMoment? Read(CalendarLine line, string value, CalendarFile file, TimeZoneInfo zone)
    {
        value = value.Trim();
        if (value.Length == 8)
        {
            return DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && RuleReader.IsSane(date)
                ? new CalendarMoment(date.ToDateTime(TimeOnly.MinValue), true, false, 0)
                : null;
        }

        var utc = value.EndsWith('Z');
        if (!DateTime.TryParseExact(utc ? value[..^1] : value, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            || !RuleReader.IsSane(DateOnly.FromDateTime(wall)))
        {
            return null;
        }

        var from = utc ? TimeZoneInfo.Utc : line.Parameters.TryGetValue("TZID", out var name) ? file.Zone(name) : zone;
        if (from is null)
        {
            return null;
        }

        if (from.HasSameRules(zone))
        {
            return new CalendarMoment(wall, false, false, 0);
        }

        // A time that the other zone skips is read with the offset before the skip (3.3.5).
        var moment = new DateTimeOffset(wall, from.IsInvalidTime(wall) ? from.GetUtcOffset(wall.AddHours(-3)) : from.GetUtcOffset(wall));
        var here = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        return new CalendarMoment(here, false, true, DateOnly.FromDateTime(here).DayNumber - DateOnly.FromDateTime(wall).DayNumber);
    }

    /// <summary>P1W, P2D, PT8H30M …; null when it cannot be read or is negative.</summary>
    public static TimeSpan? Duration(string text)
    {
        text = text.Trim().TrimStart('+');
        if (text.Length is < 3 or > 40 || text[0] != 'P')
        {
            return null;
        }

        var (total, number, time) = (TimeSpan.Zero, "", false);
        foreach (var c in text.AsSpan(1))
        {
            if (char.IsAsciiDigit(c) && number.Length < 6)
            {
                number += c;
                continue;
            }

            if (c == 'T' && number.Length == 0)
            {
                time = true;
                continue;
            }

            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || Unit(c, time) is not { } unit)
            {
                return null;
            }

            (total, number) = (total + (unit * n), "");
        }

        return number.Length == 0 ? total : null;
    }

    private static TimeSpan? Unit(char letter, bool time) => (letter, time) switch
    {
        ('W', false) => TimeSpan.FromDays(7),
        ('D', false) => TimeSpan.FromDays(1),
        ('H', true) => TimeSpan.FromHours(1),
        ('M', true) => TimeSpan.FromMinutes(1),
        ('S', true) => TimeSpan.FromSeconds(1),
        _ => null,
    };
}
