using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.CallLogs.Data;
using Portal.CallLogs.Domain;
using Portal.Htmx;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web.Lists;
using Portal.Web.Look;

namespace Portal.CallLogs.Search;

/// <summary>Reads a page of calls as the address asks for it, within what the person may see.</summary>
internal sealed class CallLists(CallLogsDb db, IAccess access, ViewerClock clock, IMediator mediator, ReaderCountry country)
{
    public async Task<CallList> ReadAsync(HttpRequest request, Viewpoint view, CancellationToken ct)
    {
        var query = await CallListShape.For(view, SeesSeveral(CallLogsModule.View.Key)).ReadAsync(request, ct);
        if (Guid.TryParse(query[CallListShape.Company], out var chosen))
        {
            view = view with { Company = new CompanyId(chosen) };
        }

        var search = CallSearch.Read(query, view, clock, country.Of(view));

        // One more than a page holds tells whether another page follows, without counting.
        var rows = await CallCursor.TakeAsync(
            search.Parts(db.Calls.Within(access.ListReach(CallLogsModule.View.Key))), CallCursor.Parse(query.After),
            IsByDuration(query), query.Descending, query.Size + 1, ct);
        CompanyId[] shown = query.Shape.Columns.Any(c => c.Key == CallListShape.Company) ? [.. rows.Select(r => r.CompanyId)] : [];
        var companies = shown.Length == 0 ? null : await mediator.Send(new LookUpCompanies(shown), ct);
        var next = rows.Count > query.Size ? CallCursor.Of(rows[query.Size - 1]).ToString() : null;
        return new CallList(
            new PagedList<CallRow>(query, [.. rows.Take(query.Size).Select(c => new CallRow(c, view.DirectionOf(c), companies?.GetValueOrDefault(c.CompanyId)?.Name))], null, next),
            view,
            CallListShape.Mistakes(query, request.Query),
            request.IsHtmxNonBoosted(),
            country.Of(view));
    }

    /// <summary>Everything that matches, in the order asked for.</summary>
    public IQueryable<LoggedCall> All(ListQuery query, Viewpoint view, string permission) => CallCursor.Order(
        CallSearch.Read(query, view, clock, country.Of(view)).Apply(db.Calls.AsNoTracking().Within(access.ListReach(permission))), IsByDuration(query), query.Descending);

    private static bool IsByDuration(ListQuery query) => query.Sort == CallListShape.Duration;

    /// <summary>True for those whose list may hold calls of more than one company.</summary>
    public bool SeesSeveral(string permission) => access.ListReach(permission) is { Everything: true } or { Companies.Count: > 1 };
}

/// <summary>One call in a list.</summary>
internal sealed record CallRow(LoggedCall Call, CallDirection Direction, string? Company);

/// <summary>A page of calls with what stands around it.</summary>
/// <param name="Mistakes">What of the address was not understood, and what is shown instead.</param>
/// <param name="Country">Whose national form public numbers are shown in; null: the international one.</param>
internal sealed record CallList(
    PagedList<CallRow> Page, Viewpoint View, IReadOnlyList<string> Mistakes, bool IsFragment, string? Country);
