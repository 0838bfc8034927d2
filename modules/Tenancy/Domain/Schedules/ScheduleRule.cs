using System.Globalization;

namespace Portal.Tenancy.Domain.Schedules;

/// <summary>What a rule does to its days.</summary>
internal enum RuleEffect
{
    Open,
    Closed,

    /// <summary>The days, or parts of them, are holidays. The only effect in a holiday schedule.</summary>
    Holiday,
}

/// <summary>From when to when on the clock on the wall. An end at or before the start lies on the next day; 00:00 as an end is midnight.</summary>
internal readonly record struct ClockSpan(TimeOnly From, TimeOnly To)
{
    public const int Day = 1440;

    public static ClockSpan WholeDay => default;

    /// <summary>00:00 to 00:00: the whole day.</summary>
    public bool IsWholeDay => From == To && From == TimeOnly.MinValue;

    public bool OverMidnight => To <= From && To != TimeOnly.MinValue;

    public int Start => (From.Hour * 60) + From.Minute;

    /// <summary>In minutes from the midnight at which the day began; beyond 1440 on the next day.</summary>
    public int End
    {
        get
        {
            var end = (To.Hour * 60) + To.Minute;
            return end <= Start ? end + Day : end;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}-{To:HH\\:mm}");
}

/// <summary>One line of a schedule.</summary>
/// <param name="Name">What the day is called, such as "Good Friday"; empty for none.</param>
internal sealed record ScheduleRule(RuleEffect Effect, DatePattern Pattern, ClockSpan Span, string Name = "")
{
    public const int LongestName = 80;
}
