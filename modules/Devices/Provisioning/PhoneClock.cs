namespace Portal.Devices.Provisioning;

/// <summary>A time zone as phones understand it: a distance from UTC, and by rule when summer time begins and ends.</summary>
/// <param name="Summer">Null: the zone has no summer time.</param>
internal sealed record PhoneClock(TimeSpan Offset, SummerTime? Summer)
{
    public static PhoneClock Utc { get; } = new(TimeSpan.Zero, null);

    /// <summary>The zone's present rule, without regard to today's date, so that a file doesn't change from one day to the next.</summary>
    /// <param name="zone">IANA name; an unknown one counts as UTC.</param>
    public static PhoneClock Of(string zone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info))
        {
            return Utc;
        }

        var rule = info.GetAdjustmentRules().MaxBy(r => r.DateEnd);
        if (rule is null || rule.DateEnd.Year < 9999 || rule.DaylightDelta <= TimeSpan.Zero
            || rule.DaylightTransitionStart.IsFixedDateRule || rule.DaylightTransitionEnd.IsFixedDateRule)
        {
            return new PhoneClock(info.BaseUtcOffset, null);
        }

        return new PhoneClock(info.BaseUtcOffset, new SummerTime(
            Turn(rule.DaylightTransitionStart), Turn(rule.DaylightTransitionEnd), rule.DaylightDelta));
    }

    private static ClockTurn Turn(TimeZoneInfo.TransitionTime time) => new(time.Month, time.Week, time.DayOfWeek, time.TimeOfDay.Hour);
}

internal sealed record SummerTime(ClockTurn Starts, ClockTurn Ends, TimeSpan Delta);

/// <summary>For example the last (week 5) Sunday of March at 1 o'clock, by the wall clock before the change.</summary>
internal sealed record ClockTurn(int Month, int Week, DayOfWeek Day, int Hour)
{
    public bool IsLast => Week == 5;
}
