using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Portal.CallLogs.Domain;
using Portal.CallLogs.Search;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;
using Portal.Web.Lists.Export;
using Portal.Web.Look;

namespace Portal.CallLogs.Export;

/// <summary>The calls of a list as a CSV file, written while they are read: a million rows take no memory.</summary>
internal static class CallExport
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/call-logs/export", AnswerAsync)
        .RequireAuthorization(new NeedsAttribute(CallLogsModule.Export.Key));

    private static async Task AnswerAsync(
        HttpContext http, CallLists lists, IMediator mediator, IAccess access, IFeatureAssignments features, ViewerClock clock, CancellationToken ct)
    {
        if (await ViewpointAsync(http.Request.Query, mediator, access, features, ct) is not { } view)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var query = await CallListShape.For(view, lists.SeesSeveral(CallLogsModule.Export.Key)).ReadAsync(http.Request, ct);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"calls-{clock.Today:yyyy-MM-dd}.csv\"";

        // The mark tells spreadsheets that it is UTF-8.
        await using var file = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 32 * 1024);
        await file.WriteAsync(CsvText.Line(
            T($"Started ({clock.Zone.Id})"), T($"Ended ({clock.Zone.Id})"), T("Direction"), T("Caller number"), T("Caller name"), T("Dialled"), T("Called number"),
            T("Called name"), T("Reached number"), T("Reached name"), T("Result"), T("SIP status"), T("Rang (s)"), T("Talked (s)"), T("Ended by"), T("What happened"), T("Call id"),
            T("Caller (E.164)"), T("Dialled (E.164)")));
        await foreach (var call in lists.All(query, view, CallLogsModule.Export.Key).AsAsyncEnumerable().WithCancellation(ct))
        {
            await file.WriteAsync(Row(call, view, clock));
        }
    }

    private static string Row(LoggedCall call, Viewpoint view, ViewerClock clock) => CsvText.Line(
        Moment(clock.Local(call.StartedAt)), Moment(clock.Local(call.EndedAt)), CallWords.Of(view.DirectionOf(call), view.Employee is not null).Text,
        call.CallerNumber, call.CallerName, call.Dialled, call.CalledNumber ?? "", call.CalledName ?? "",
        call.ReachedNumber ?? "", call.ReachedName ?? "", CallWords.Badge(call.Result).Text,
        call.StatusCode.ToString(CultureInfo.InvariantCulture), Seconds(call.RingMilliseconds), Seconds(call.TalkMilliseconds),
        call.EndedBy, CallStory.Summary(call), call.Id.ToString(), call.CallerE164 ?? "", call.DialledE164 ?? "");

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Null when the employee, site or company named is out of the asker's reach, or the site has no call log.</summary>
    private static async Task<Viewpoint?> ViewpointAsync(
        IQueryCollection query, IMediator mediator, IAccess access, IFeatureAssignments features, CancellationToken ct)
    {
        if (query["employee"].ToString() is { Length: > 0 } employee)
        {
            return Guid.TryParse(employee, out var id) && await mediator.Send(new FindEmployee(new EmployeeId(id)), ct) is { } found
                && access.Allows(CallLogsModule.Export.Key, new ObjectScope(found.CompanyId, found.SiteId, found.Id))
                    ? new Viewpoint(found.CompanyId, Employee: found.Id)
                    : null;
        }

        if (query["site"].ToString() is { Length: > 0 } site)
        {
            return Guid.TryParse(site, out var id) && await mediator.Send(new FindSite(new SiteId(id)), ct) is { } found
                && access.Allows(CallLogsModule.Export.Key, new ObjectScope(found.CompanyId, found.Id))
                && features.Of(CallLogsModule.OfSiteKey, new ObjectScope(found.CompanyId, found.Id)).IsOn
                    ? new Viewpoint(found.CompanyId, Site: found.Id)
                    : null;
        }

        if (query["company"].ToString() is { Length: > 0 } company)
        {
            return Guid.TryParse(company, out var id) && access.Allows(CallLogsModule.Export.Key, new ObjectScope(new CompanyId(id)))
                ? new Viewpoint(Company: new CompanyId(id))
                : null;
        }

        return access.ReachOf(CallLogsModule.Export.Key) is { Everything: false, Companies.Count: 0, Sites.Count: 0, Employees: [var own] }
            ? new Viewpoint(Employee: own)
            : new Viewpoint();
    }
}
