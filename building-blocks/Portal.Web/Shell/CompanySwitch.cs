using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Web.Shell;

/// <summary>
/// The company an operator or partner has chosen to look at. Kept in a cookie for the browser's session: it is a way of
/// looking, not a power, and what it names is checked against the person's powers on every request.
/// </summary>
internal static partial class CompanySwitch
{
    private const string Cookie = "portal.company";

    public static void Apply(HttpRequest request, CurrentUser user)
    {
        if (request.Cookies[Cookie] is { } text && Guid.TryParseExact(text, "D", out var id))
        {
            user.Choose(new CompanyId(id), listsFollow: string.IsNullOrEmpty(request.Query["company"]));
        }
    }

    public static void Remember(HttpResponse response, CompanyId? company)
    {
        if (company is not { } chosen)
        {
            response.Cookies.Delete(Cookie);
            return;
        }

        response.Cookies.Append(Cookie, chosen.Value.ToString("D"), new CookieOptions
        {
            HttpOnly = true,
            Secure = response.HttpContext.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
        });
    }

    /// <summary>
    /// Where to go on: the list one stands on, without what it was narrowed to; from the page of a single thing, which may be
    /// another company's, to the chosen company.
    /// </summary>
    public static string GoOn(string? back, CompanyId? chosen)
    {
        var path = back?.Split('?', '#')[0];
        return path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) && !HasId().IsMatch(path)
            ? path
            : chosen is { } company ? $"/companies/{company}" : "/";
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-")]
    private static partial Regex HasId();
}
