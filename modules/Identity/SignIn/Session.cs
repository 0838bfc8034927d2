using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Domain;
using Portal.Identity.Sessions;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.SignIn;

/// <summary>What the cookie says: which session, whose, and under which password it was opened. Powers are looked up.</summary>
internal readonly record struct SessionTicket(Guid Session, UserId User, string Stamp);

/// <summary>The session cookie. It counts only while its <see cref="UserSession"/> is there.</summary>
internal static class Session
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string Stamp = "portal.stamp", Key = "portal.session";

    /// <summary>Opens a session with a ticket made now: whatever cookie the browser brought is replaced, and its session ends.</summary>
    public static async Task OpenAsync(HttpContext http, UserId user, string stamp, SignInWay way = SignInWay.Password, bool twoStep = false)
    {
        // Signing in is not what the form is for: sending it again signs in again, and its token belongs to what follows.
        var submission = http.RequestServices.GetRequiredService<Submission>();
        var token = submission.Take();
        var session = await http.RequestServices.GetRequiredService<IMediator>().Send(
            new OpenSession(user, stamp, way, twoStep, http.Request.Headers.UserAgent.ToString(), Read(http.User)?.Session), http.RequestAborted);
        if (token is { } kept)
        {
            submission.Set(kept);
        }

        await IssueAsync(http, new SessionTicket(session, user, stamp));
    }

    /// <summary>Gives the browser the cookie of a session that is open.</summary>
    public static Task IssueAsync(HttpContext http, SessionTicket ticket) => http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, ticket.User.ToString()), new Claim(Stamp, ticket.Stamp), new Claim(Key, ticket.Session.ToString())], Scheme)));

    public static SessionTicket? Read(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && Guid.TryParse(principal.FindFirstValue(Key), out var session) && principal.FindFirstValue(Stamp) is { } stamp
            ? new SessionTicket(session, new UserId(id), stamp)
            : null;
}
