using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Web.Security;

/// <summary>
/// Asks for the anti-forgery token on every unsafe request to an endpoint that is not a page; pages ask by themselves. An
/// endpoint for machines that carry no cookies says <c>DisableAntiforgery()</c>.
/// </summary>
internal static class AntiforgeryGuard
{
    internal static readonly object Refused = new();

    public static IApplicationBuilder UseAntiforgeryGuard(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.GetEndpoint() is { } endpoint && IsUnsafe(http.Request.Method)
            && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null
            && endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation != false
            && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            http.Items[Refused] = true;
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(http);
    });

    private static bool IsUnsafe(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method) && !HttpMethods.IsTrace(method);
}
