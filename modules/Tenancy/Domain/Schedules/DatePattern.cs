namespace Portal.Tenancy.Domain.Schedules;

/// <summary>On which days a rule applies. All are computed from the calendar; none needs a table of dates.</summary>
internal abstract record DatePattern
{
    /// <summary>How much this pattern means one particular day: of two rules for a day, the more particular one counts.</summary>
    public abstract int Particularity { get; }

    public abstract bool Falls(DateOnly day);

    internal sealed record Weekly(DaySet Days) : DatePattern
    {
        public override int Particularity => 0;

        public override bool Falls(DateOnly day) => Days.HasFlag(day.DayOfWeek.AsSet());
    }

    /// <summary>A fixed date of every year. 29 February falls in leap years only.</summary>
    internal sealed record Yearly(int Month, int Day, Substitute Substitute = Substitute.None) : DatePattern
    {
        public override int Particularity => 1;

        public override bool Falls(DateOnly day) =>
            Is(day) || (Substitute != Substitute.None && Enumerable.Range(1, 2).Any(n => Is(day.AddDays(-n)) && MovesBy(day.AddDays(-n)) == n));

        private bool Is(DateOnly day) => day.Month == Month && day.Day == Day;

        private int MovesBy(DateOnly day) => (day.DayOfWeek, Substitute) switch
        {
            (DayOfWeek.Saturday, _) => 2,
            (DayOfWeek.Sunday, Substitute.Monday) => 1,
            (DayOfWeek.Sunday, _) => 2,
            _ => 0,
        };
    }

    /// <summary>So many days after Easter Sunday; negative: before.</summary>
    internal sealed record Easter(int Days) : DatePattern
    {
        public override int Particularity => 1;

        public override bool Falls(DateOnly day) => EasterSunday.Of(day.AddDays(-Days).Year).AddDays(Days) == day;
    }

    /// <summary>The first to fifth weekday of a month, or the last (-1).</summary>
    internal sealed record Nth(int Number, DayOfWeek Weekday, int Month) : DatePattern
    {
        public override int Particularity => 1;

        public override bool Falls(DateOnly day) =>
            day.Month == Month && day.DayOfWeek == Weekday
            && (Number > 0 ? (day.Day - 1) / 7 == Number - 1 : day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month));
    }

    /// <summary>The last such weekday before a date, or the first on or after it: the Wednesday before 23 November.</summary>
    internal sealed record Near(DayOfWeek Weekday, bool Before, int Month, int Day) : DatePattern
    {
        public override int Particularity => 1;

        public override bool Falls(DateOnly day)
        {
            if (day.DayOfWeek != Weekday)
            {
                return false;
            }

            // The date itself lies at most a week away, perhaps in the next or the last year.
            return Before
                ? Enumerable.Range(1, 7).Any(n => Is(day.AddDays(n)))
                : Enumerable.Range(0, 7).Any(n => Is(day.AddDays(-n)));
        }

        private bool Is(DateOnly day) => day.Month == Month && day.Day == Day;
    }

    internal sealed record Repeating(Recurrence Recurrence) : DatePattern
    {
        public override int Particularity => 0;

        public override bool Falls(DateOnly day) => Recurrence.Covers(day);
    }

    internal sealed record Between(DateOnly From, DateOnly To) : DatePattern
    {
        public override int Particularity => 2;

        public override bool Falls(DateOnly day) => day >= From && day <= To;
    }

    internal sealed record On(DateOnly Date) : DatePattern
    {
        public override int Particularity => 3;

        public override bool Falls(DateOnly day) => day == Date;
    }
}

/// <summary>What becomes of a yearly holiday that falls on a weekend.</summary>
internal enum Substitute
{
    None,

    /// <summary>The Monday after it is a holiday too.</summary>
    Monday,

    /// <summary>The day two days later is a holiday too: of two holidays in a row, as Christmas and Boxing Day, each has its own substitute.</summary>
    TwoDaysLater,
}

[Flags]
internal enum DaySet
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    Workdays = 31,
    All = 127,
}

internal static class DaySets
{
    /// <summary>Monday first, as ISO 8601 counts the week.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static DaySet AsSet(this DayOfWeek day) => (DaySet)(1 << (((int)day + 6) % 7));

    public static DaySet AsSet(this IEnumerable<DayOfWeek> days) => days.Aggregate(DaySet.None, (set, day) => set | day.AsSet());

    public static IEnumerable<DayOfWeek> Days(this DaySet set) => Week.Where(d => set.HasFlag(d.AsSet()));

    public static DateOnly MondayOf(this DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
