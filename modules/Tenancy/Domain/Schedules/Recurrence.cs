namespace Portal.Tenancy.Domain.Schedules;

internal enum Frequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A weekday of a recurrence, with its number within the month or year where it has one (BYDAY=-1MO).</summary>
internal readonly record struct NumberedDay(int Number, DayOfWeek Day);

/// <summary>
/// Days that repeat, as RFC 5545 3.3.10 describes them. Whether a day belongs to it is answered by arithmetic, not by counting from
/// the start, so that a recurrence without end costs nothing; COUNT is turned into an end when it is read.
/// </summary>
/// <param name="Start">The first day; it belongs to the recurrence whether or not the rule names it.</param>
/// <param name="Length">How many days each occurrence covers.</param>
internal sealed record Recurrence(
    DateOnly Start, Frequency Frequency, int Interval, DateOnly? Until,
    IReadOnlyList<NumberedDay> ByDay, IReadOnlyList<int> ByMonth, IReadOnlyList<int> ByMonthDay, IReadOnlyList<DateOnly> Except, int Length = 1)
{
    public const int LongestOccurrence = 31;

    /// <summary>True when an occurrence covers this day.</summary>
    public bool Covers(DateOnly day)
    {
        for (var n = 0; n < Length && day.DayNumber - n >= Start.DayNumber; n++)
        {
            if (BeginsOn(day.AddDays(-n)))
            {
                return true;
            }
        }

        return false;
    }

    public bool BeginsOn(DateOnly day) =>
        day >= Start && (Until is not { } until || day <= until) && !Except.Contains(day) && (day == Start || Matches(day));

    /// <summary>True when the rule itself names the day; the start counts as an occurrence either way.</summary>
    public bool Matches(DateOnly day) => InPeriod(day) && InMonth(day) && Frequency switch
    {
        Frequency.Daily => OfMonthDays(day) && OfWeekdays(day),
        Frequency.Weekly => ByDay.Count > 0 ? OfWeekdays(day) : day.DayOfWeek == Start.DayOfWeek,
        Frequency.Monthly => (ByMonthDay.Count, ByDay.Count) switch
        {
            (0, 0) => day.Day == Start.Day,
            _ => OfMonthDays(day) && OfNumberedDays(day, day.Day, DateTime.DaysInMonth(day.Year, day.Month)),
        },
        _ => InYear(day),
    };

    private bool InYear(DateOnly day) => (ByMonthDay.Count, ByDay.Count) switch
    {
        (0, 0) => day.Day == Start.Day && (ByMonth.Count > 0 || day.Month == Start.Month),
        (_, 0) => OfMonthDays(day),
        // Without a month, a numbered weekday counts within the year (RFC 5545, BYDAY).
        (0, _) when ByMonth.Count == 0 => OfNumberedDays(day, day.DayOfYear, DateTime.IsLeapYear(day.Year) ? 366 : 365),
        _ => OfMonthDays(day) && OfNumberedDays(day, day.Day, DateTime.DaysInMonth(day.Year, day.Month)),
    };

    private bool InPeriod(DateOnly day) => Interval == 1 || (Frequency switch
    {
        Frequency.Daily => day.DayNumber - Start.DayNumber,
        Frequency.Weekly => (day.MondayOf().DayNumber - Start.MondayOf().DayNumber) / 7,
        Frequency.Monthly => ((day.Year - Start.Year) * 12) + day.Month - Start.Month,
        _ => day.Year - Start.Year,
    }) % Interval == 0;

    private bool InMonth(DateOnly day) => ByMonth.Count == 0 || ByMonth.Contains(day.Month);

    private bool OfMonthDays(DateOnly day) =>
        ByMonthDay.Count == 0 || ByMonthDay.Contains(day.Day) || ByMonthDay.Contains(day.Day - DateTime.DaysInMonth(day.Year, day.Month) - 1);

    private bool OfWeekdays(DateOnly day) => ByDay.Count == 0 || ByDay.Any(d => d.Day == day.DayOfWeek);

    private bool OfNumberedDays(DateOnly day, int position, int length) =>
        ByDay.Count == 0 || ByDay.Any(d => d.Day == day.DayOfWeek && (d.Number == 0
            || (d.Number > 0 ? (position - 1) / 7 == d.Number - 1 : (length - position) / 7 == -d.Number - 1)));

    // Lists compare by what they hold, so that two recurrences read from the same text are equal.
    public bool Equals(Recurrence? other) => other is not null && RuleNotation.Write(this) == RuleNotation.Write(other);

    public override int GetHashCode() => HashCode.Combine(Start, Frequency, Interval);
}
