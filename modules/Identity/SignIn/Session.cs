using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Portal.Identity.Accounts;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.SignIn;

/// <summary>The session cookie: whose it is, and under which password it was opened. Nothing else; powers are looked up.</summary>
internal static class Session
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string Stamp = "portal.stamp";

    /// <summary>Opens a session with a ticket made now: whatever cookie the browser brought is replaced.</summary>
    public static Task OpenAsync(HttpContext http, UserId user, string stamp) => http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, user.ToString()), new Claim(Stamp, stamp)], Scheme)));

    public static (UserId User, string Stamp)? Read(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && principal.FindFirstValue(Stamp) is { } stamp
            ? (new UserId(id), stamp)
            : null;
}

/// <summary>Turns the cookie into a person with powers, as they are now; a session that no longer holds is ended.</summary>
internal sealed class SessionUser(KnownAccounts known) : ICurrentUserResolver
{
    public async ValueTask ResolveAsync(HttpContext context, CurrentUser user)
    {
        if (Session.Read(context.User) is not { } session)
        {
            return;
        }

        if (await known.FindAsync(session.User, context.RequestAborted) is { Disabled: false } account && account.SecurityStamp == session.Stamp)
        {
            user.ActFor(account.Id, account.Username, account.DisplayName, context.Connection.RemoteIpAddress, account.Grants);
            return;
        }

        // The password was changed elsewhere, or the account was disabled or removed.
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        if (!context.Response.HasStarted)
        {
            await context.SignOutAsync(Session.Scheme);
        }
    }
}
