using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Portal.Web.Shell;

/// <summary>Light, dark or as the system has it. Kept in a cookie, so that the first paint is right without script.</summary>
internal static class Theme
{
    internal const string Cookie = "portal.theme";

    public static readonly IReadOnlyList<(string Value, string Text, string Icon)> Choices =
        [("light", Kept("Light"), "sun"), ("dark", Kept("Dark"), "moon"), ("system", Kept("As the system"), "device-desktop")];

    public static string Of(HttpRequest request) =>
        Choices.Select(c => c.Value).FirstOrDefault(v => v == request.Cookies[Cookie], "system");

    public static void MapTheme(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/theme", (HttpContext http, [FromForm] string? theme, [FromForm] string? back) =>
        {
            var chosen = Choices.Select(c => c.Value).FirstOrDefault(v => v == theme, "system");
            http.Response.Cookies.Append(Cookie, chosen, new CookieOptions
            {
                // Not a secret, and read by no script: the page arrives with it applied.
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromDays(400),
                IsEssential = true,
            });
            return Results.LocalRedirect(LocalAddress.OrStart(back));
        }).AllowAnonymous().ExcludeFromDescription();
}
