using Portal.Web.Lists;
using Portal.Web.Look;

namespace Portal.CallLogs.Search;

/// <summary>The stretch of time a list of calls covers, in whole days of the viewer's calendar. Null is open.</summary>
internal sealed record CallPeriod(DateTimeOffset? From, DateTimeOffset? Until)
{
    // Outside these years the arithmetic of zones overflows, and there were no calls.
    private static readonly DateOnly Earliest = new(1990, 1, 1), Latest = new(2199, 12, 31);

    /// <summary>A date means more than a preset; of two dates the earlier is the first day, whichever field it stands in.</summary>
    public static CallPeriod Read(ListQuery query, ViewerClock clock)
    {
        var (from, to) = (Sane(query.Date("from")), Sane(query.Date("to")));
        if (from > to)
        {
            (from, to) = (to, from);
        }

        if (from is not null || to is not null)
        {
            return new CallPeriod(from is { } first ? clock.StartOf(first) : null, to is { } last ? clock.StartOf(last.AddDays(1)) : null);
        }

        return query["period"] switch
        {
            "today" => new(clock.StartOf(clock.Today), null),
            "30d" => new(clock.StartOf(clock.Today.AddDays(-29)), null),
            "all" => new(null, null),
            _ => new(clock.StartOf(clock.Today.AddDays(-6)), null),
        };
    }

    public static bool IsSane(DateOnly date) => date >= Earliest && date <= Latest;

    private static DateOnly? Sane(DateOnly? date) => date is { } d && IsSane(d) ? date : null;
}
