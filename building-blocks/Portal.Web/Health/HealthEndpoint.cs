using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Portal.Modularity.Health;

namespace Portal.Web.Health;

internal static class HealthEndpoint
{
    /// <summary><c>GET /health</c>: 200 when every part is ready, else 503; anybody may ask, so it tells names and states only.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes) => routes.MapGet("/health", async (HealthReport report, HttpContext http) =>
    {
        var (overall, parts) = await report.AskAsync(http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new { status = Word(overall), checks = parts.ToDictionary(p => p.Key, p => Word(p.Value)) },
            statusCode: overall == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }).AllowAnonymous().ExcludeFromDescription();

    private static string Word(Readiness state) => state switch
    {
        Readiness.Ready => "ready",
        Readiness.Starting => "starting",
        _ => "failing",
    };
}
