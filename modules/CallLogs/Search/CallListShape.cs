using System.Globalization;
using Microsoft.AspNetCore.Http;
using Portal.CallLogs.Domain;
using Portal.Web.Lists;

namespace Portal.CallLogs.Search;

/// <summary>Columns, filters and sorting of the call lists.</summary>
internal static class CallListShape
{
    public const string Time = "time", Duration = "duration", Company = "company";

    private static readonly ListShape Base = new ListShape("calls", "calls")
        .Search("Search a name or number")
        .Column(Time, "Time", sort: true)
        .Column("direction", "Direction")
        .Column("from", "From")
        .Column("to", "To")
        .Column("result", "Result")
        .Column("ring", "Rang", number: true)
        .Column(Duration, "Duration", sort: true, number: true)
        .FileColumn("ended", "Ended (UTC)").FileColumn("dialled", "Dialled").FileColumn("sip", "SIP status").FileColumn("by", "Ended by")
        .FileColumn("caller-e164", "Caller (E.164)").FileColumn("dialled-e164", "Dialled (E.164)")
        .FileColumn("story", "What happened").FileColumn("id", "Call id")
        .ExportedBy(CallLogsModule.Export.Key)
        .SortedBy(Time, descending: true);

    private static readonly ListShape OfEmployee = WithFilters(Base,
        ("dialled", "Dialled"), ("received", "Received"), ("missed", "Missed"), ("forwarded", "Forwarded"));

    private static readonly ListShape OfCompany = WithFilters(Base,
        ("dialled", "Outgoing"), ("received", "Incoming, answered"), ("missed", "Missed"), ("internal", "Internal"));

    private static readonly ListShape OfAll = WithFilters(Base.Column(Company, "Company").Lookup(Company, "Company", "companies").Unset(Company, "All companies"),
        ("dialled", "Outgoing"), ("received", "Incoming, answered"), ("missed", "Missed"), ("internal", "Internal"));

    /// <param name="several">The viewer sees several companies and may choose one.</param>
    public static ListShape For(Viewpoint view, bool several) =>
        view.Employee is not null ? OfEmployee
        : view.Site is not null || !several ? OfCompany
        : OfAll;

    /// <summary>Says what of the address was not understood; the list shows its default in that place.</summary>
    public static IReadOnlyList<string> Mistakes(ListQuery query, IQueryCollection address)
    {
        var mistakes = new List<string>();
        foreach (var filter in query.Shape.Filters)
        {
            var given = address[filter.Key].ToString().Trim();
            var isUsed = filter.IsDate ? query.Date(filter.Key) is { } date && CallPeriod.IsSane(date) : query[filter.Key] is not null;
            if (given.Length > 0 && !isUsed)
            {
                mistakes.Add(filter.IsDate
                    ? T($"“{Shortened(given)}” is not a date; dates are written like {new DateOnly(2026, 11, 21).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.")
                    : T($"{T(filter.Text)}: “{Shortened(given)}” is not known; showing {T(filter.Unset)}."));
            }
        }

        if (query.Date("from") > query.Date("to"))
        {
            mistakes.Add(T("The first day is after the last; the two are taken the other way round."));
        }

        if (query.After is not null && CallCursor.Parse(query.After) is null)
        {
            mistakes.Add(T("That page is not known; showing the first."));
        }

        return mistakes;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static ListShape WithFilters(ListShape shape, params (string Value, string Text)[] directions) => shape
        .Filter("period", "Period", ("today", "Today"), ("30d", "Last 30 days"), ("all", "Any time"))
        .Unset("period", "Last 7 days")
        .DateFilter("from", "From day")
        .DateFilter("to", "To day")
        .Filter("direction", "Direction", directions)
        .Filter("status", "Status", [.. CallStatus.All.Select(s => (s.Key, s.Text))]);
}
