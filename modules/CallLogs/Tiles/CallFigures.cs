using Microsoft.EntityFrameworkCore;
using Portal.CallLogs.Data;
using Portal.CallLogs.Domain;
using Portal.CallLogs.Search;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Telephony.Contracts;
using Portal.Web.Look;

namespace Portal.CallLogs.Tiles;

/// <summary>The numbers on the dashboards, counted within the viewer's reach and calendar.</summary>
internal sealed class CallFigures(CallLogsDb db, IAccess access, ViewerClock clock)
{
    public const int Days = 30;

    /// <summary>Today's calls; with a count for each of the last <see cref="Days"/> days where an index alone can answer it.</summary>
    public async Task<CallDay> TodayAsync(CancellationToken ct)
    {
        var reach = access.ListReach(CallLogsModule.View.Key);
        return await DayAsync(db.Calls.AsNoTracking().Within(reach), reach.Everything || reach.Companies.Count > 0, ct);
    }

    /// <summary>The same for one company.</summary>
    public Task<CallDay> OfAsync(CompanyId company, CancellationToken ct) =>
        DayAsync(db.Calls.AsNoTracking().Where(c => c.CompanyId == company), history: true, ct);

    /// <summary>Today's calls of one site's people.</summary>
    public Task<CallDay> OfAsync(CompanyId company, SiteId site, CancellationToken ct) =>
        DayAsync(new CallSearch(new Viewpoint(company, site), new CallPeriod(null, null), null, null, "").Apply(db.Calls.AsNoTracking()), history: false, ct);

    private async Task<CallDay> DayAsync(IQueryable<LoggedCall> calls, bool history, CancellationToken ct)
    {
        var results = await Today(calls).GroupBy(c => c.Result).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

        var days = new List<DayCount>();
        if (history)
        {
            for (var day = clock.Today.AddDays(1 - Days); day <= clock.Today; day = day.AddDays(1))
            {
                var (from, until) = (clock.StartOf(day), clock.StartOf(day.AddDays(1)));
                days.Add(new DayCount(day, await calls.CountAsync(c => c.StartedAt >= from && c.StartedAt < until, ct)));
            }
        }

        return new CallDay(
            results.Values.Sum(),
            results.GetValueOrDefault(CallResult.Answered),
            results.Where(r => Directions.IsMissed(r.Key)).Sum(r => r.Value),
            days);
    }

    /// <summary>An employee's last calls, and how many were missed today.</summary>
    public async Task<OwnCalls> OfAsync(CompanyId? company, EmployeeId employee, int most, CancellationToken ct)
    {
        var search = new CallSearch(new Viewpoint(company, Employee: employee), new CallPeriod(null, null), null, null, "");
        var last = await CallCursor.TakeAsync(search.Parts(db.Calls), null, byDuration: false, descending: true, most, ct);
        return new OwnCalls(
            employee,
            await Today((search with { Direction = CallDirection.Missed }).Apply(db.Calls)).CountAsync(ct),
            [.. last.Select(c => new CallRow(c, Directions.Of(c, employee), null))]);
    }

    private IQueryable<LoggedCall> Today(IQueryable<LoggedCall> calls)
    {
        var (from, until) = (clock.StartOf(clock.Today), clock.StartOf(clock.Today.AddDays(1)));
        return calls.Where(c => c.StartedAt >= from && c.StartedAt < until);
    }
}

internal sealed record DayCount(DateOnly Day, int Calls);

/// <summary>One day's calls in numbers.</summary>
internal sealed record CallDay(int Total, int Answered, int Missed, IReadOnlyList<DayCount> History)
{
    /// <summary>The list these calls stand in.</summary>
    public string Address { get; init; } = "/call-logs";

    /// <summary>Share of answered calls in whole per cent; null on a day without calls.</summary>
    public int? AnsweredPercent => Total == 0 ? null : (int)Math.Round(100.0 * Answered / Total);
}

internal sealed record OwnCalls(EmployeeId Employee, int MissedToday, IReadOnlyList<CallRow> Last);
