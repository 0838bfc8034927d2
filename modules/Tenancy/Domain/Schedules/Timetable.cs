using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain.Schedules;

/// <summary>
/// A schedule ready to be asked. Of the rules for a day the most particular counts: a single date before a range, a range before
/// holidays and yearly days, those before the week. Open hours of a more particular rule take the place of the others; closed hours are
/// cut out of what is left. Hours over midnight belong to the day they begin on; a closed day is closed from midnight to midnight, and
/// what would begin on it does not.
/// <para>
/// The clock on the wall decides. An hour skipped when clocks go forward never comes; an hour that comes twice is open, or closed, twice.
/// </para>
/// </summary>
internal sealed class Timetable
{
    /// <summary>How far ahead a change is looked for.</summary>
    private const int Horizon = 732;

    private const int Levels = 4;

    private readonly ScheduleRule[][] _byLevel;

    /// <param name="holidays">The holiday schedule whose days are closed in this one.</param>
    public Timetable(ScheduleKind kind, IReadOnlyList<ScheduleRule> rules, TimeZoneInfo zone, Timetable? holidays = null)
    {
        (Kind, Rules, Zone, Holidays) = (kind, rules, zone, holidays);
        _byLevel = [.. Enumerable.Range(0, Levels).Select(level => rules.Where(r => LevelOf(r) == level).ToArray())];
    }

    public ScheduleKind Kind { get; }

    public IReadOnlyList<ScheduleRule> Rules { get; }

    public TimeZoneInfo Zone { get; }

    public Timetable? Holidays { get; }

    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        return Plan(DateOnly.FromDateTime(local.DateTime)).IsOpen(local.TimeOfDay.TotalMinutes);
    }

    /// <summary>The next moment at which <see cref="IsOpen"/> changes; null when it does not in sight.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        if (local.Year is < 1601 or > 8990)
        {
            return null;
        }

        var open = Plan(DateOnly.FromDateTime(local.DateTime)).IsOpen(local.TimeOfDay.TotalMinutes);
        for (var day = DateOnly.FromDateTime(local.DateTime); day.DayNumber - DateOnly.FromDateTime(local.DateTime).DayNumber <= Horizon; day = day.AddDays(1))
        {
            var plan = Plan(day);
            if (open ? plan.OpenAllDay : plan.Open.Count == 0)
            {
                continue;
            }

            var turns = plan.Open.SelectMany(m => (int[])[m.From, m.To]).Append(0).Distinct()
                .SelectMany(minute => WallClock.MomentsOf(day, minute, Zone))
                .Concat(WallClock.ShiftsAround(day, Zone));
            foreach (var moment in turns.Where(m => m > at).Order())
            {
                if (IsOpen(moment) != open)
                {
                    return moment.ToUniversalTime();
                }
            }
        }

        return null;
    }

    public DayPlan Plan(DateOnly day)
    {
        var (today, cuts, names) = Begins(day);
        var (before, cutsBefore, _) = Begins(day.AddDays(-1));
        var tail = before.Shifted(-ClockSpan.Day).Within(0, ClockSpan.Day).ToList();
        foreach (var cut in cuts)
        {
            tail = tail.Without(cut);
        }

        foreach (var cut in cutsBefore.Shifted(-ClockSpan.Day).Within(0, ClockSpan.Day))
        {
            today = today.Without(cut);
        }

        return new DayPlan(day, Spans.Union(today.Within(0, ClockSpan.Day).Concat(tail)), names);
    }

    /// <summary>The hours that begin on a day, the cuts that hold on it, and what made it special.</summary>
    private (List<Minutes> Hours, List<Minutes> Cuts, List<string> Names) Begins(DateOnly day)
    {
        List<Minutes> hours = [], cuts = [];
        List<string> names = [];
        for (var level = 0; level < Levels; level++)
        {
            var rules = _byLevel[level].Where(r => r.Pattern.Falls(day)).ToArray();
            if (rules.Any(r => r.Effect != RuleEffect.Closed))
            {
                // In a holiday schedule everything adds up; in hours, the more particular takes the place of the rest.
                hours = Spans.Union(rules.Where(r => r.Effect != RuleEffect.Closed).Select(SpanOf).Concat(Kind == ScheduleKind.Holidays ? hours : []));
                cuts.Clear();
            }

            foreach (var closed in rules.Where(r => r.Effect == RuleEffect.Closed))
            {
                hours = closed.Span.IsWholeDay ? [] : hours.Without(SpanOf(closed));
                cuts.Add(SpanOf(closed));
            }

            if (level == 1 && Holidays?.Plan(day) is { Open.Count: > 0 } holiday)
            {
                hours = holiday.OpenAllDay ? [] : holiday.Open.Aggregate(hours, (left, cut) => left.Without(cut));
                cuts.AddRange(holiday.Open);
                names.AddRange(holiday.Names);
            }

            names.AddRange(rules.Select(r => r.Name).Where(n => n.Length > 0));
        }

        return (hours, cuts, [.. names.Distinct()]);
    }

    private static Minutes SpanOf(ScheduleRule rule) => new(rule.Span.Start, rule.Span.End);

    // Something closed again and again is an exception to the week, not another week.
    private static int LevelOf(ScheduleRule rule) => rule.Effect == RuleEffect.Closed ? Math.Max(1, rule.Pattern.Particularity) : rule.Pattern.Particularity;
}
