using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity.Access;
using Portal.Web.Shell;

namespace Portal.Web.Security;

internal static class RequestUser
{
    /// <summary>Learns who the request acts for, from the module that knows the accounts.</summary>
    public static IApplicationBuilder UseRequestUser(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var user = http.RequestServices.GetRequiredService<CurrentUser>();
        user.ComesFrom(http.Connection.RemoteIpAddress);
        foreach (var resolver in http.RequestServices.GetServices<ICurrentUserResolver>())
        {
            if (user.IsSignedIn)
            {
                break;
            }

            await resolver.ResolveAsync(http, user);
        }

        await http.RequestServices.GetRequiredService<IGrantAreas>().ResolveAsync(user, http.RequestAborted);
        CompanySwitch.Apply(http.Request, user);
        await next(http);
    });
}
