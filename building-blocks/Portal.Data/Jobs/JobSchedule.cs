namespace Portal.Data.Jobs;

/// <summary>When a job is due, counted from the time it last was. A portal that was off at that time catches up once.</summary>
public abstract record JobSchedule
{
    private JobSchedule()
    {
    }

    /// <summary>After each of these spans; a minute is the shortest that is kept exactly.</summary>
    public static JobSchedule Every(TimeSpan interval) => new Interval(interval);

    /// <summary>Once a day at this time, in UTC.</summary>
    public static JobSchedule Daily(int hour, int minute = 0) => new TimeOfDay(new TimeOnly(hour, minute));

    /// <summary>The first time after a moment at which the job is due.</summary>
    public abstract DateTimeOffset NextAfter(DateTimeOffset moment);

    public sealed record Interval(TimeSpan Length) : JobSchedule
    {
        public override DateTimeOffset NextAfter(DateTimeOffset moment) => moment + Length;
    }

    public sealed record TimeOfDay(TimeOnly At) : JobSchedule
    {
        public override DateTimeOffset NextAfter(DateTimeOffset moment)
        {
            var today = new DateTimeOffset(moment.UtcDateTime.Date, TimeSpan.Zero) + At.ToTimeSpan();
            return today > moment ? today : today.AddDays(1);
        }
    }
}
