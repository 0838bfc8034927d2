namespace Portal.Tenancy.Domain.Schedules;

/// <summary>From the clock on the wall to moments: none, one or two, as daylight saving has it.</summary>
internal static class WallClock
{
    /// <summary>The moments at which the clock shows this; for a time that is skipped, the moment of the skip.</summary>
    public static IEnumerable<DateTimeOffset> MomentsOf(DateOnly day, int minute, TimeZoneInfo zone)
    {
        var wall = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        if (zone.IsInvalidTime(wall))
        {
            return ShiftsAround(day, zone);
        }

        return zone.IsAmbiguousTime(wall)
            ? zone.GetAmbiguousTimeOffsets(wall).Select(offset => new DateTimeOffset(wall, offset))
            : [new DateTimeOffset(wall, zone.GetUtcOffset(wall))];
    }

    /// <summary>The moment at which the clocks are put forward or back on this day or the night before and after it.</summary>
    public static IEnumerable<DateTimeOffset> ShiftsAround(DateOnly day, TimeZoneInfo zone)
    {
        var from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-15);
        var to = from.AddHours(54);
        if (zone.GetUtcOffset(from) == zone.GetUtcOffset(to))
        {
            return [];
        }

        var before = zone.GetUtcOffset(from);
        while (to - from > TimeSpan.FromSeconds(1))
        {
            var middle = from + ((to - from) / 2);
            (from, to) = zone.GetUtcOffset(middle) == before ? (middle, to) : (from, middle);
        }

        // Shifts happen on whole minutes of UTC; the search ends within a second after it.
        return [new DateTimeOffset(to.Ticks - (to.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero)];
    }
}
