using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Portal.Htmx;

internal static class HtmxRedirects
{
    /// <summary>
    /// A redirect means another page. The browser would follow it unseen and htmx would swap a whole page into a part of one;
    /// so htmx is told to open the page. This covers the way to the sign-in page too.
    /// </summary>
    public static IApplicationBuilder UseHtmxRedirects(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.IsHtmxNonBoosted())
        {
            http.Response.OnStarting(static state =>
            {
                var response = ((HttpContext)state).Response;
                if (response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location.ToString() is { Length: > 0 } location)
                {
                    response.Headers.Location = default;
                    response.StatusCode = StatusCodes.Status200OK;
                    response.Htmx(h => h.Redirect(location));
                }

                return Task.CompletedTask;
            }, http);
        }

        return next(http);
    });
}
