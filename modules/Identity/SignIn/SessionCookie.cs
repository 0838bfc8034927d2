using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Htmx;
using Portal.Identity.Accounts;

namespace Portal.Identity.SignIn;

internal static class SessionCookie
{
    /// <summary>How long a session lasts without being used.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "portal.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lasts;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = LeadToSignInAsync;
        // The shell draws the page for 403; redirecting would hide the status from scripts.
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static async Task LeadToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var installation = context.HttpContext.RequestServices.GetRequiredService<Installation>();
        var target = await installation.HasOperatorAsync(context.HttpContext.RequestAborted) ? context.RedirectUri : request.PathBase + "/first-start";
        if (request.IsHtmxNonBoosted())
        {
            // A fragment would be swapped into the page; the browser opens the whole page instead, and comes back to this one.
            var page = Uri.TryCreate(request.Headers["HX-Current-URL"], UriKind.Absolute, out var current) ? current.PathAndQuery : "/";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Htmx(h => h.Redirect(target.StartsWith(request.PathBase + "/first-start", StringComparison.Ordinal)
                ? target
                : request.PathBase + "/sign-in?returnUrl=" + Uri.EscapeDataString(page)));
            return;
        }

        if (request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        context.Response.Redirect(target);
    }
}
