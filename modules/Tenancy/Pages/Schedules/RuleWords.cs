using System.Globalization;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>Rules as people say them, in the reader's language.</summary>
internal static class RuleWords
{
    private static DateTimeFormatInfo Names => CultureInfo.CurrentUICulture.DateTimeFormat;

    public static string When(ScheduleRule rule) =>
        rule.Span.IsWholeDay ? T($"{Days(rule.Pattern)}, all day") : $"{Days(rule.Pattern)}, {Of(rule.Span)}";

    public static string Of(ClockSpan span) =>
        span.IsWholeDay ? T("All day") : span.OverMidnight ? T($"{Clock(span.Start)} to {Clock(span.End)} the next day") : T($"{Clock(span.Start)} to {Clock(span.End)}");

    /// <summary>"09:00–12:00, 13:00–17:30"; "Closed" for none.</summary>
    public static string Hours(IReadOnlyList<Minutes> open, bool holidays) => open switch
    {
        [] => holidays ? T("No holiday") : T("Closed"),
        [{ From: 0, To: ClockSpan.Day }] => holidays ? T("Holiday, all day") : T("Open all day"),
        _ => string.Join(", ", open.Select(m => $"{Clock(m.From)}–{Clock(m.To)}")),
    };

    /// <summary>Midnight at the end of a day is 24:00 where the clock has 24 hours.</summary>
    public static string Clock(int minute)
    {
        var time = new TimeOnly(minute / 60 % 24, minute % 60);
        var pattern = CultureInfo.CurrentCulture.DateTimeFormat.ShortTimePattern;
        return minute == ClockSpan.Day && pattern.Contains('H', StringComparison.Ordinal) ? "24:00" : time.ToString(pattern, CultureInfo.CurrentCulture);
    }

    public static string Effect(RuleEffect effect) => effect switch
    {
        RuleEffect.Open => T("Open"),
        RuleEffect.Closed => T("Closed"),
        _ => T("Holiday"),
    };

    public static string Day(DayOfWeek day) => Names.GetDayName(day);

    public static string Short(DayOfWeek day) => Names.GetAbbreviatedDayName(day);

    public static string Month(int month) => Names.GetMonthName(month);

    public static string Number(int number) => number switch
    {
        1 => T("first"),
        2 => T("second"),
        3 => T("third"),
        4 => T("fourth"),
        5 => T("fifth"),
        _ => T("last"),
    };

    public static string Date(DateOnly date) => date.ToString("ddd d MMM yyyy", CultureInfo.CurrentUICulture);

    private static string Days(DatePattern pattern) => pattern switch
    {
        DatePattern.Weekly { Days: DaySet.All } => T("Every day"),
        DatePattern.Weekly { Days: DaySet.Workdays } => T("Monday to Friday"),
        DatePattern.Weekly p => string.Join(", ", p.Days.Days().Select(Short)),
        DatePattern.On p => Date(p.Date),
        DatePattern.Between p => T($"{Date(p.From)} to {Date(p.To)}"),
        DatePattern.Yearly p => MonthDay(p.Month, p.Day) + (p.Substitute == Substitute.None ? "" : ", " + Words(p.Substitute)),
        DatePattern.Easter p => Easter(p.Days),
        DatePattern.Nth p => T($"The {Number(p.Number)} {Day(p.Weekday)} in {Month(p.Month)}"),
        DatePattern.Near { Before: true } p => T($"The last {Day(p.Weekday)} before {MonthDay(p.Month, p.Day)}"),
        DatePattern.Near p => T($"The first {Day(p.Weekday)} from {MonthDay(p.Month, p.Day)}"),
        DatePattern.Repeating p => Repeats(p.Recurrence),
        _ => "",
    };

    public static string Words(Substitute substitute) => substitute switch
    {
        Substitute.Monday => T("on a weekend also the Monday after"),
        Substitute.TwoDaysLater => T("on a weekend also two days later"),
        _ => T("on a weekend nothing more"),
    };

    private static string MonthDay(int month, int day) => new DateOnly(2000, month, day).ToString(CultureInfo.CurrentUICulture.DateTimeFormat.MonthDayPattern, CultureInfo.CurrentUICulture);

    private static string Easter(int days) => days switch
    {
        0 => T("Easter Sunday"),
        < 0 => N(-days, "One day before Easter Sunday", "{0} days before Easter Sunday"),
        _ => N(days, "One day after Easter Sunday", "{0} days after Easter Sunday"),
    };

    private static string Repeats(Recurrence r)
    {
        var every = (r.Frequency, r.Interval) switch
        {
            (Frequency.Daily, 1) => T("Every day"),
            (Frequency.Daily, var n) => T($"Every {n} days"),
            (Frequency.Weekly, 1) => T("Every week"),
            (Frequency.Weekly, var n) => T($"Every {n} weeks"),
            (Frequency.Monthly, 1) => T("Every month"),
            (Frequency.Monthly, var n) => T($"Every {n} months"),
            (_, 1) => T("Every year"),
            var (_, n) => T($"Every {n} years"),
        };
        List<string> parts = [every];
        parts.AddRange(r.ByDay.Count > 0 ? [string.Join(", ", r.ByDay.Select(d => d.Number == 0 ? Short(d.Day) : $"{d.Number}. {Short(d.Day)}"))] : []);
        parts.AddRange(r.ByMonthDay.Count > 0 ? [T($"on day {string.Join(", ", r.ByMonthDay)}")] : []);
        parts.AddRange(r.ByMonth.Count > 0 ? [string.Join(", ", r.ByMonth.Select(Month))] : []);
        parts.Add(T($"from {Date(r.Start)}"));
        parts.AddRange(r.Until is { } until ? [T($"until {Date(until)}")] : []);
        parts.AddRange(r.Length > 1 ? [T($"{r.Length} days each")] : []);
        parts.AddRange(r.Except.Count > 0 ? [N(r.Except.Count, "with one exception", "with {0} exceptions")] : []);
        return string.Join(", ", parts);
    }
}
