using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity.Access;
using Portal.Modularity.Texts;
using Portal.Web.Shell;

namespace Portal.Web.Languages;

/// <summary>
/// Which language a request is answered in: the person's own, else the one chosen in this browser, else the first the browser
/// asks for that the portal speaks, else English.
/// </summary>
internal static class LanguageChoice
{
    internal const string Cookie = "portal.language";

    /// <summary>The language of this page, for its <c>lang</c> attribute.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Speaks the reader's language from here on. What the request starts in the background inherits it as everything does.</summary>
    public static IApplicationBuilder UseReaderLanguage(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture =
            Of(http.Request, http.RequestServices.GetRequiredService<CurrentUser>().Language);
        return next(http);
    });

    internal static CultureInfo Of(HttpRequest request, string? own) =>
        SpokenLanguages.Find(own) ?? SpokenLanguages.Find(request.Cookies[Cookie]) ?? AskedFor(request) ?? SpokenLanguages.English;

    private static CultureInfo? AskedFor(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(l => l.Quality is not 0)
        .OrderByDescending(l => l.Quality ?? 1)
        .Select(l => SpokenLanguages.Find(l.Value.Value))
        .FirstOrDefault(c => c is not null);

    public static void MapLanguageChoice(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/language", (HttpContext http, [FromForm] string? language, [FromForm] string? back) =>
        {
            if (SpokenLanguages.Find(language) is { } chosen)
            {
                http.Response.Cookies.Append(Cookie, chosen.TwoLetterISOLanguageName, new CookieOptions
                {
                    HttpOnly = true,
                    Secure = http.Request.IsHttps,
                    SameSite = SameSiteMode.Lax,
                    MaxAge = TimeSpan.FromDays(400),
                    IsEssential = true,
                });
            }

            return Results.LocalRedirect(LocalAddress.OrStart(back));
        }).AllowAnonymous().ExcludeFromDescription();
}
