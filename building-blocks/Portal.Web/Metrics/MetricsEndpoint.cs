using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Portal.Web.Metrics;

internal static class MetricsEndpoint
{
    /// <summary>
    /// <c>GET /metrics</c>: for this machine, or for whoever has the token of <c>Metrics:Token</c>. Everybody else gets 404, so
    /// that nobody learns that there is something to try for.
    /// </summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", (HttpContext http, MetricsListener metrics, IConfiguration settings) =>
        IsLocal(http) || HasToken(http.Request, settings["Metrics:Token"])
            ? Results.Text(metrics.Read(), PrometheusText.ContentType)
            : Results.NotFound()).AllowAnonymous().ExcludeFromDescription();

    // A proxy on this machine asks on behalf of anybody, and says so.
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        && !http.Request.Headers.ContainsKey("Forwarded") && !http.Request.Headers.ContainsKey("X-Forwarded-For")
        && !http.Request.Headers.ContainsKey("X-Real-IP") && !http.Request.Headers.ContainsKey("Via");

    private static bool HasToken(HttpRequest request, string? token)
    {
        const string Bearer = "Bearer ";
        var given = request.Headers.Authorization.ToString();
        return !string.IsNullOrEmpty(token) && given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            // Hashed first, so that neither content nor length shows in the time it takes.
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(given[Bearer.Length..].Trim())), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
