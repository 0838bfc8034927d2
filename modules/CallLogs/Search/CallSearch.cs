using Portal.CallLogs.Domain;
using Portal.Web.Lists;
using Portal.Web.Look;

namespace Portal.CallLogs.Search;

/// <summary>What a look at the call logs asks for, as conditions on the calls.</summary>
internal sealed record CallSearch(Viewpoint View, CallPeriod Period, CallDirection? Direction, CallStatus? Status, string Party, string? E164 = null)
{
    /// <param name="country">By which the reader's national numbers are read; null: only international ones are.</param>
    public static CallSearch Read(ListQuery query, Viewpoint view, ViewerClock clock, string? country) => new(
        view,
        CallPeriod.Read(query, clock),
        Enum.TryParse<CallDirection>(query["direction"], ignoreCase: true, out var direction) ? direction : null,
        CallStatus.Find(query["status"]),
        PartyText(query.Search),
        PublicNumber.Of(query.Search, country));

    public IQueryable<LoggedCall> Apply(IQueryable<LoggedCall> calls)
    {
        calls = View.Company is { } company ? calls.Where(c => c.CompanyId == company) : calls;
        if (View.Employee is { } employee)
        {
            calls = calls.Where(Direction is { } way ? Directions.Where(way, employee) : Directions.Touching(employee));
        }
        else
        {
            calls = View.Site is { } site ? calls.Where(Directions.Touching(site)) : calls;
            calls = Direction is { } way ? calls.Where(Directions.Where(way)) : calls;
        }

        calls = Period.From is { } from ? calls.Where(c => c.StartedAt >= from) : calls;
        calls = Period.Until is { } until ? calls.Where(c => c.StartedAt < until) : calls;
        calls = Status is { } status ? calls.Where(c => status.Results.Contains(c.Result)) : calls;
        // However it was dialled and is typed, a public number is one number; a part of one is found as it stands.
        return E164 is { } full ? calls.Where(c => c.DialledE164 == full || c.CallerE164 == full || c.Search.Contains(Party))
            : Party.Length > 0 ? calls.Where(c => c.Search.Contains(Party))
            : calls;
    }

    /// <summary>
    /// The same calls in parts that may overlap, each of which one index holds in the order of time. The calls of an employee are
    /// those of three columns, and a planner given them in one condition reads everybody's calls instead.
    /// </summary>
    public IReadOnlyList<IQueryable<LoggedCall>> Parts(IQueryable<LoggedCall> calls)
    {
        var all = Apply(calls);
        return View.Employee is { } employee
            ? [all.Where(c => c.CallerEmployee == employee), all.Where(c => c.CalledEmployee == employee), all.Where(c => c.ReachedEmployee == employee)]
            : [all];
    }

    /// <summary>
    /// Numbers are stored without blanks and mostly in international form, and people type them as printed: "020 7946 0123"
    /// finds +442079460123, because the leading zeros, which stand for "inside the country", are left out.
    /// </summary>
    internal static string PartyText(string typed)
    {
        var text = typed.ToLowerInvariant();
        var isNumber = text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '.' or '/' or '(' or ')');
        if (!isNumber)
        {
            return text;
        }

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var significant = digits.TrimStart('0');
        return digits.Length > 4 && significant.Length > 0 ? significant : digits;
    }
}
