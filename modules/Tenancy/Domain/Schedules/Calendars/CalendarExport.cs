using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace Portal.Tenancy.Domain.Schedules.Calendars;

/// <summary>
/// A schedule as an iCalendar file. Every rule is an event that other programs understand, and carries the rule itself
/// (X-PORTAL-RULE), so that what is imported again is exactly what was exported. Days no RRULE can name, such as Easter, are listed for
/// the coming ten years.
/// </summary>
internal sealed class CalendarExport(string name, string id, TimeZoneInfo zone, DateTimeOffset now)
{
    private const int YearsAhead = 10;

    private readonly StringBuilder _text = new();
    private readonly DateOnly _from = new(TimeZoneInfo.ConvertTime(now, zone).Year, 1, 1);

    public string Write(IReadOnlyList<ScheduleRule> rules)
    {
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Portal//Schedules//EN");
        Line("CALSCALE:GREGORIAN");
        Line("X-WR-CALNAME:" + CalendarText.Escape(name));
        Line("X-WR-TIMEZONE:" + zone.Id);
        WriteZone();
        foreach (var (rule, index) in rules.Select((r, i) => (r, i)))
        {
            WriteEvent(rule, index);
        }

        Line("END:VCALENDAR");
        return _text.ToString();
    }

    private void WriteEvent(ScheduleRule rule, int index)
    {
        if (FirstDay(rule.Pattern) is not { } first)
        {
            return;
        }

        Line("BEGIN:VEVENT");
        Line(Invariant($"UID:{id}-{index}@portal"));
        Line("DTSTAMP:" + Utc(now));
        var days = rule.Pattern switch { DatePattern.Between p when rule.Span.IsWholeDay => p.To.DayNumber - p.From.DayNumber + 1, DatePattern.Repeating p => p.Recurrence.Length, _ => 1 };
        if (rule.Span.IsWholeDay)
        {
            Line("DTSTART;VALUE=DATE:" + Date(first));
            Line("DTEND;VALUE=DATE:" + Date(first.AddDays(days)));
        }
        else
        {
            Line($"DTSTART;TZID={zone.Id}:{Moment(first, rule.Span.Start)}");
            Line($"DTEND;TZID={zone.Id}:{Moment(first, rule.Span.End)}");
        }

        foreach (var line in Repetition(rule, first))
        {
            Line(line);
        }

        Line("SUMMARY:" + CalendarText.Escape(rule.Name.Length > 0 ? rule.Name : name));
        Line("CATEGORIES:" + rule.Effect.ToString().ToUpperInvariant());
        Line("TRANSP:TRANSPARENT");
        Line("X-PORTAL-RULE:" + CalendarText.Escape(RuleNotation.Write(rule)));
        Line("END:VEVENT");
    }

    private DateOnly? FirstDay(DatePattern pattern) => pattern switch
    {
        DatePattern.On p => p.Date,
        DatePattern.Between p => p.From,
        DatePattern.Repeating p => p.Recurrence.Start,
        // 29 February is up to eight years away.
        _ => Enumerable.Range(0, 366 * 9).Select(n => (DateOnly?)_from.AddDays(n)).FirstOrDefault(d => pattern.Falls(d!.Value)),
    };

    private IEnumerable<string> Repetition(ScheduleRule rule, DateOnly first)
    {
        switch (rule.Pattern)
        {
            case DatePattern.Weekly p:
                yield return "RRULE:FREQ=WEEKLY;BYDAY=" + string.Join(',', p.Days.Days().Select(RuleNotation.Write));
                break;
            case DatePattern.Between p when !rule.Span.IsWholeDay:
                yield return "RRULE:FREQ=DAILY;UNTIL=" + Until(p.To, rule);
                break;
            case DatePattern.Yearly { Substitute: Substitute.None }:
                yield return "RRULE:FREQ=YEARLY";
                break;
            case DatePattern.Nth p:
                yield return Invariant($"RRULE:FREQ=YEARLY;BYMONTH={p.Month};BYDAY={p.Number}{RuleNotation.Write(p.Weekday)}");
                break;
            case DatePattern.Repeating p:
                var parts = RuleNotation.Write(p.Recurrence).Split(';').Skip(1).Where(t => !t.StartsWith("EXDATE", StringComparison.Ordinal) && !t.StartsWith("DAYS", StringComparison.Ordinal))
                    .Select(t => t.StartsWith("UNTIL", StringComparison.Ordinal) ? "UNTIL=" + Until(p.Recurrence.Until!.Value, rule) : t);
                yield return "RRULE:" + string.Join(';', parts);
                foreach (var date in p.Recurrence.Except)
                {
                    yield return rule.Span.IsWholeDay ? "EXDATE;VALUE=DATE:" + Date(date) : $"EXDATE;TZID={zone.Id}:{Moment(date, rule.Span.Start)}";
                }

                break;
            case DatePattern.Easter or DatePattern.Near or DatePattern.Yearly:
                foreach (var date in Enumerable.Range(1, 366 * YearsAhead).Select(n => first.AddDays(n)).Where(rule.Pattern.Falls))
                {
                    yield return rule.Span.IsWholeDay ? "RDATE;VALUE=DATE:" + Date(date) : $"RDATE;TZID={zone.Id}:{Moment(date, rule.Span.Start)}";
                }

                break;
        }
    }

    private string Until(DateOnly last, ScheduleRule rule)
    {
        var end = last.ToDateTime(new TimeOnly(23, 59, 59));
        return rule.Span.IsWholeDay ? Date(last) : Utc(new DateTimeOffset(end, zone.GetUtcOffset(end)));
    }

    /// <summary>The zone with each change of its clocks in the years that matter, as observances of their own.</summary>
    private void WriteZone()
    {
        var (from, to) = (new DateTimeOffset(_from.Year - 1, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(_from.Year + YearsAhead, 12, 31, 0, 0, 0, TimeSpan.Zero));
        Line("BEGIN:VTIMEZONE");
        Line("TZID:" + zone.Id);
        Observance(from, zone.GetUtcOffset(from), zone.GetUtcOffset(from));
        for (var day = DateOnly.FromDateTime(from.DateTime); day < DateOnly.FromDateTime(to.DateTime); day = day.AddDays(1))
        {
            foreach (var shift in WallClock.ShiftsAround(day, zone).Where(s => DateOnly.FromDateTime(s.UtcDateTime) == day))
            {
                Observance(shift, zone.GetUtcOffset(shift.AddMinutes(-1)), zone.GetUtcOffset(shift));
            }
        }

        Line("END:VTIMEZONE");
    }

    private void Observance(DateTimeOffset at, TimeSpan before, TimeSpan after)
    {
        var kind = zone.IsDaylightSavingTime(at) ? "DAYLIGHT" : "STANDARD";
        Line("BEGIN:" + kind);
        Line("DTSTART:" + (at.UtcDateTime + before).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture));
        Line("TZOFFSETFROM:" + Offset(before));
        Line("TZOFFSETTO:" + Offset(after));
        Line("END:" + kind);
    }

    private static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);

    private static string Date(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Moment(DateOnly day, int minute) =>
        day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Lines end in CRLF and are folded at 75 octets, never inside a character (3.1).</summary>
    private void Line(string line)
    {
        var room = 75;
        foreach (var rune in line.EnumerateRunes())
        {
            if (rune.Utf8SequenceLength > room)
            {
                _text.Append("\r\n ");
                room = 74;
            }

            _text.Append(rune);
            room -= rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
    }
}
