using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Health;

namespace Portal.Web.Metrics;

/// <summary>What those who run the portal look at: <c>/health</c> and <c>/metrics</c>.</summary>
internal static class Operating
{
    public static void AddOperating(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<HealthReport>();
        services.AddSingleton<MetricsListener>();
    }

    public static void MapOperating(this IEndpointRouteBuilder routes)
    {
        // Made before anything starts: what goes up and down is only right when it has been watched from the beginning.
        routes.ServiceProvider.GetRequiredService<MetricsListener>();
        routes.MapHealth();
        routes.MapMetrics();
    }
}
