namespace Portal.Tenancy.Domain.Schedules.Calendars;

/// <summary>Turns events into rules, one event at a time.</summary>
internal sealed class EventReader(CalendarFile file, RuleEffect effect, TimeZoneInfo zone, DateOnly today)
{
    private readonly RecurrenceReader _recurrences = new(file, zone);

    /// <exception cref="EventException">It cannot become a rule.</exception>
    public IReadOnlyList<ImportedRule> Read(CalendarEvent found, string name)
    {
        if (found["STATUS"]?.Value.Trim().Equals("CANCELLED", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new EventException(T("it was cancelled"));
        }

        if (found["RECURRENCE-ID"] is not null)
        {
            throw new EventException(T("it moves a single occurrence of another event; add it by hand"));
        }

        if (found["X-PORTAL-RULE"] is { } own && RuleNotation.ReadLine(CalendarText.Unescape(own.Value)) is { } exported)
        {
            return [new ImportedRule(exported with { Effect = EffectOf(exported.Effect) })];
        }

        if (found["RDATE"] is not null)
        {
            throw new EventException(T("it repeats on a list of dates (RDATE)"));
        }

        if (found["DTSTART"] is not { } startLine)
        {
            throw new EventException(T("it has no start"));
        }

        var start = CalendarMoments.Read(startLine, startLine.Value, file, zone) ?? throw new EventException(T($"its start cannot be read ({Shown(startLine)})"));
        var means = EffectOf(found["CATEGORIES"]?.Value.Contains("CLOSED", StringComparison.OrdinalIgnoreCase) == true ? RuleEffect.Closed : effect);
        return start.IsDate ? AllDay(found, start, means, name) : Timed(found, start, means, name);
    }

    private RuleEffect EffectOf(RuleEffect wanted) => effect == RuleEffect.Holiday ? RuleEffect.Holiday : wanted == RuleEffect.Holiday ? RuleEffect.Closed : wanted;

    private ImportedRule[] AllDay(CalendarEvent found, CalendarMoment start, RuleEffect means, string name)
    {
        var days = (int)Length(found, start, TimeSpan.FromDays(1)).TotalDays;
        if (days < 1)
        {
            throw new EventException(T("it ends before it begins"));
        }

        if (found["RRULE"] is { } rule)
        {
            if (days > Recurrence.LongestOccurrence)
            {
                throw new EventException(T($"it repeats and lasts more than {Recurrence.LongestOccurrence} days"));
            }

            return [new ImportedRule(new ScheduleRule(means, Simplest(_recurrences.Read(rule, found.Exceptions, start) with { Length = days }), ClockSpan.WholeDay, name))];
        }

        var last = Sane(start.Day, days - 1);
        return [new ImportedRule(new ScheduleRule(means, days == 1 ? new DatePattern.On(start.Day) : new DatePattern.Between(start.Day, last), ClockSpan.WholeDay, name))];
    }

    private ImportedRule[] Timed(CalendarEvent found, CalendarMoment start, RuleEffect means, string name)
    {
        var length = Length(found, start, TimeSpan.Zero);
        if (length < TimeSpan.FromMinutes(1))
        {
            throw new EventException(T("it has no length"));
        }

        var end = start.Wall + length;
        var note = start.Moved && found["RRULE"] is not null
            ? T($"Its times were written for another time zone; they are taken as they are on {start.Day}.")
            : "";
        if (length <= TimeSpan.FromDays(1))
        {
            DatePattern pattern = found["RRULE"] is { } rule ? Simplest(_recurrences.Read(rule, found.Exceptions, start)) : new DatePattern.On(start.Day);
            return [new ImportedRule(new ScheduleRule(means, pattern, new ClockSpan(Minute(start.Wall), Minute(end)), name), note)];
        }

        if (found["RRULE"] is not null)
        {
            throw new EventException(T("it repeats and lasts more than a day"));
        }

        List<ImportedRule> pieces = [new(new ScheduleRule(means, new DatePattern.On(start.Day), new ClockSpan(Minute(start.Wall), TimeOnly.MinValue), name))];
        var (first, last) = (start.Day.AddDays(1), Sane(DateOnly.FromDateTime(end), 0));
        if (last > first)
        {
            pieces.Add(new(new ScheduleRule(means, new DatePattern.Between(first, last.AddDays(-1)), ClockSpan.WholeDay, name)));
        }

        if (Minute(end) != TimeOnly.MinValue)
        {
            pieces.Add(new(new ScheduleRule(means, new DatePattern.On(last), new ClockSpan(TimeOnly.MinValue, Minute(end)), name)));
        }

        return [.. pieces];
    }

    private TimeSpan Length(CalendarEvent found, CalendarMoment start, TimeSpan otherwise)
    {
        if (found["DTEND"] is { } endLine)
        {
            var end = CalendarMoments.Read(endLine, endLine.Value, file, zone) ?? throw new EventException(T($"its end cannot be read ({Shown(endLine)})"));
            return end.Wall - start.Wall;
        }

        return found["DURATION"] is { } duration
            ? CalendarMoments.Duration(duration.Value) ?? throw new EventException(T($"its length cannot be read ({Shown(duration)})"))
            : otherwise;
    }

    /// <summary>A week, a date of every year or an nth weekday where the recurrence is nothing more, because people can edit those.</summary>
    private DatePattern Simplest(Recurrence r)
    {
        if (r is { Interval: 1, Until: null, Except.Count: 0, Length: 1 } && r.Start <= today && r.Matches(r.Start))
        {
            switch (r.Frequency)
            {
                case Frequency.Daily when r.ByMonth.Count + r.ByMonthDay.Count + r.ByDay.Count == 0:
                    return new DatePattern.Weekly(DaySet.All);
                case Frequency.Weekly when r.ByMonth.Count == 0:
                    return new DatePattern.Weekly(r.ByDay.Count == 0 ? r.Start.DayOfWeek.AsSet() : r.ByDay.Select(d => d.Day).AsSet());
                case Frequency.Yearly when r.ByDay.Count == 0 && r.ByMonth.Count <= 1 && r.ByMonthDay.Count <= 1 && (r.ByMonthDay.Count == 0 || r.ByMonth.Count == 1):
                    return new DatePattern.Yearly(r.Start.Month, r.Start.Day);
                case Frequency.Yearly when r is { ByMonth.Count: 1, ByMonthDay.Count: 0, ByDay: [{ Number: -1 or 1 or 2 or 3 or 4 or 5 } only] }:
                    return new DatePattern.Nth(only.Number, only.Day, r.ByMonth[0]);
            }
        }

        return new DatePattern.Repeating(r);
    }

    private static DateOnly Sane(DateOnly day, int later) =>
        day.DayNumber + later <= new DateOnly(9000, 1, 1).DayNumber ? day.AddDays(later) : throw new EventException(T("it lasts too long"));

    private static TimeOnly Minute(DateTime wall) => new(wall.Hour, wall.Minute);

    private static string Shown(CalendarLine line)
    {
        var text = line.Parameters.TryGetValue("TZID", out var zoneName) ? $"{zoneName}:{line.Value}" : line.Value;
        return text.Length > 60 ? text[..60] + "…" : text;
    }
}
