using System.Linq.Expressions;
using Portal.Modularity;
using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Domain;

/// <summary>Which way a call went, as seen by whoever looks: one employee, a site or the company.</summary>
internal enum CallDirection
{
    /// <summary>Called by the viewer's side.</summary>
    Dialled,

    /// <summary>Answered by the viewer's side.</summary>
    Received,

    /// <summary>Meant for the viewer's side, and not answered.</summary>
    Missed,

    /// <summary>Meant for the employee, answered by somebody else.</summary>
    Forwarded,

    /// <summary>Between two employees; seen by a company or site.</summary>
    Internal,
}

/// <summary>
/// The rules of <see cref="CallDirection"/>, once for a row in memory and once as a condition of a query. A call that was
/// declined or refused by a rule is nobody's missed call: somebody decided it.
/// </summary>
internal static class Directions
{
    private static readonly CallResult[] MissedResults =
        [CallResult.NoAnswer, CallResult.Busy, CallResult.CallerHungUp, CallResult.NotRegistered, CallResult.Failed];

    public static bool IsMissed(CallResult result) => MissedResults.Contains(result);

    public static CallDirection Of(LoggedCall call, EmployeeId employee) =>
        call.CallerEmployee == employee ? CallDirection.Dialled
        : !call.IsAnswered ? CallDirection.Missed
        : call.ReachedEmployee == employee ? CallDirection.Received
        : CallDirection.Forwarded;

    /// <summary>As a company, or one of its sites, sees it.</summary>
    public static CallDirection Of(LoggedCall call) =>
        call.CallerEmployee is not null && (call.CalledEmployee ?? call.ReachedEmployee) is not null ? CallDirection.Internal
        : call.CallerEmployee is not null ? CallDirection.Dialled
        : call.IsAnswered ? CallDirection.Received
        : CallDirection.Missed;

    public static Expression<Func<LoggedCall, bool>> Where(CallDirection direction, EmployeeId employee) => direction switch
    {
        CallDirection.Dialled => c => c.CallerEmployee == employee,
        CallDirection.Received => c => c.ReachedEmployee == employee && c.Result == CallResult.Answered,
        CallDirection.Forwarded => c => c.CalledEmployee == employee && c.Result == CallResult.Answered && c.ReachedEmployee != employee,
        _ => c => (c.CalledEmployee == employee || c.ReachedEmployee == employee) && c.CallerEmployee != employee
            && MissedResults.Contains(c.Result),
    };

    public static Expression<Func<LoggedCall, bool>> Where(CallDirection direction) => direction switch
    {
        CallDirection.Dialled => c => c.CallerEmployee != null && c.CalledEmployee == null && c.ReachedEmployee == null,
        CallDirection.Received => c => c.CallerEmployee == null && c.Result == CallResult.Answered,
        CallDirection.Internal => c => c.CallerEmployee != null && (c.CalledEmployee != null || c.ReachedEmployee != null),
        _ => c => (c.CalledEmployee != null || c.ReachedEmployee != null) && MissedResults.Contains(c.Result),
    };

    /// <summary>Calls that an employee made, was called by, or answered.</summary>
    public static Expression<Func<LoggedCall, bool>> Touching(EmployeeId employee) =>
        c => c.CallerEmployee == employee || c.CalledEmployee == employee || c.ReachedEmployee == employee;

    /// <summary>Calls that any of these people made, were called by, or answered.</summary>
    public static Expression<Func<LoggedCall, bool>> Touching(IReadOnlyList<EmployeeId> employees)
    {
        EmployeeId?[] people = [.. employees];
        return c => people.Contains(c.CallerEmployee) || people.Contains(c.CalledEmployee) || people.Contains(c.ReachedEmployee);
    }

    /// <summary>Calls of a site's people.</summary>
    public static Expression<Func<LoggedCall, bool>> Touching(SiteId site) =>
        c => c.CallerSite == site || c.CalledSite == site || c.ReachedSite == site;
}
