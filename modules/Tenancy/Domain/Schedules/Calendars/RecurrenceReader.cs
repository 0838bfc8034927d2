using System.Globalization;

namespace Portal.Tenancy.Domain.Schedules.Calendars;

/// <summary>RRULE and EXDATE of RFC 5545. COUNT becomes an end date; how far that is counted is bounded for the whole file.</summary>
internal sealed class RecurrenceReader(CalendarFile file, TimeZoneInfo zone)
{
    private const int LongestCount = 40_000;

    private int _daysLeft = 2_000_000;

    /// <exception cref="EventException">It repeats in a way a schedule cannot.</exception>
    public Recurrence Read(CalendarLine line, IReadOnlyList<CalendarLine> exceptions, CalendarMoment start)
    {
        var parts = Parts(line.Value);
        foreach (var part in parts.Keys.Where(k => k is not ("FREQ" or "INTERVAL" or "BYDAY" or "BYMONTH" or "BYMONTHDAY" or "COUNT" or "UNTIL" or "WKST")))
        {
            throw new EventException(T($"it repeats in a way schedules cannot ({Short(part)})"));
        }

        var frequency = parts.GetValueOrDefault("FREQ") switch
        {
            "DAILY" => Frequency.Daily,
            "WEEKLY" => Frequency.Weekly,
            "MONTHLY" => Frequency.Monthly,
            "YEARLY" => Frequency.Yearly,
            var other => throw new EventException(T($"it repeats in a way schedules cannot ({Short("FREQ=" + other)})")),
        };
        var recurrence = new Recurrence(
            start.Day, frequency, parts.TryGetValue("INTERVAL", out var interval) ? Number(interval, 1, 10_000) : 1, null,
            List(parts, "BYDAY", v => RuleReader.Numbered(v) ?? throw Unreadable(v)),
            List(parts, "BYMONTH", v => Number(v, 1, 12)),
            List(parts, "BYMONTHDAY", v => Number(v, -31, 31) is var n and not 0 ? n : throw Unreadable(v)),
            Exceptions(exceptions));
        recurrence = Moved(recurrence, start);
        CheckWeeks(recurrence, parts.GetValueOrDefault("WKST", "MO"));
        if (parts.TryGetValue("UNTIL", out var until))
        {
            return recurrence with { Until = Until(line, until, start) };
        }

        return parts.TryGetValue("COUNT", out var count) ? recurrence with { Until = LastOf(recurrence, Number(count, 1, int.MaxValue)) } : recurrence;
    }

    private static Dictionary<string, string> Parts(string text)
    {
        Dictionary<string, string> parts = new(StringComparer.Ordinal);
        foreach (var part in text.Trim().ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries).Take(20))
        {
            var equals = part.IndexOf('=');
            if (equals <= 0 || !parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw Unreadable(part);
            }
        }

        return parts;
    }

    private static T[] List<T>(Dictionary<string, string> parts, string name, Func<string, T> read) =>
        parts.TryGetValue(name, out var values) ? [.. values.Split(',').Take(100).Select(v => read(v.Trim().TrimStart('+')))] : [];

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : throw Unreadable(text);

    private DateOnly[] Exceptions(IReadOnlyList<CalendarLine> lines)
    {
        DateOnly[] dates = [.. lines.SelectMany(l => l.Value.Split(',').Take(400).Select(v => (CalendarMoments.Read(l, v, file, zone) ?? throw Unreadable(v)).Day)).Distinct().Order()];
        return dates.Length <= 400 ? dates : throw new EventException(T("it has more than 400 exceptions"));
    }

    /// <summary>Days of the week follow a start that another zone has moved over midnight; other lists of days cannot.</summary>
    private static Recurrence Moved(Recurrence r, CalendarMoment start)
    {
        if (start.DaysMoved == 0 || r.ByDay.Count + r.ByMonthDay.Count + r.ByMonth.Count == 0)
        {
            return r;
        }

        return r.Frequency is Frequency.Weekly or Frequency.Daily && r.ByMonthDay.Count + r.ByMonth.Count == 0 && r.ByDay.All(d => d.Number == 0)
            ? r with { ByDay = [.. r.ByDay.Select(d => new NumberedDay(0, (DayOfWeek)(((int)d.Day + start.DaysMoved + 7) % 7)))] }
            : throw new EventException(T("it repeats by the days of another time zone"));
    }

    // Our weeks begin on Monday; another first day matters only where several days repeat in every second, third … week.
    private static void CheckWeeks(Recurrence r, string weekStart)
    {
        if (r is { Frequency: Frequency.Weekly, Interval: > 1, ByDay.Count: > 1 }
            && !(weekStart == "MO" || (weekStart == "SU" && r.ByDay.All(d => d.Day != DayOfWeek.Sunday))))
        {
            throw new EventException(T($"it repeats in a way schedules cannot ({Short("WKST=" + weekStart)})"));
        }
    }

    private DateOnly Until(CalendarLine line, string text, CalendarMoment start)
    {
        var until = CalendarMoments.Read(line, text, file, zone) ?? throw Unreadable(text);
        return !until.IsDate && !start.IsDate && until.Wall.TimeOfDay < start.Wall.TimeOfDay ? until.Day.AddDays(-1) : until.Day;
    }

    private DateOnly LastOf(Recurrence r, int count)
    {
        var without = r with { Except = [] };
        for (var (day, n) = (r.Start, 0); n < LongestCount; day = day.AddDays(1), n++)
        {
            if (--_daysLeft < 0 || day.Year > 8990)
            {
                throw new EventException(T("the events of this file repeat more often than can be counted"));
            }

            // An exception takes an occurrence away but still counts as one (3.8.5.1).
            if (without.BeginsOn(day) && --count == 0)
            {
                return day;
            }
        }

        // More than a hundred years ahead: nobody will see the difference.
        return r.Start.AddDays(LongestCount);
    }

    private static EventException Unreadable(string text) => new(T($"its repetition cannot be read ({Short(text)})"));

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
