using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;
using Portal.Identity.Passwords;
using Portal.Identity.Sessions;
using Portal.Modularity.Access;

namespace Portal.Identity.SignIn;

/// <summary>Turns the cookie into a person with powers, as they are now; a session that no longer holds is ended.</summary>
internal sealed class SessionUser(KnownAccounts known, KnownSessions sessions, PasswordAge age) : ICurrentUserResolver
{
    public async ValueTask ResolveAsync(HttpContext context, CurrentUser user)
    {
        if (context.User.Identity?.AuthenticationType != Session.Scheme)
        {
            return;
        }

        if (Session.Read(context.User) is { } ticket && await HoldsAsync(ticket, context.RequestAborted) is { } held
            && (held.Session.Supporter is null || await SupporterOfAsync(held, context.RequestAborted) is not null))
        {
            var (account, session) = held;
            var due = session.Supporter is null && LeadToNewPassword.IsDue(account, age) && !LeadToNewPassword.IsPage(context);
            user.ActFor(
                account.Id, account.Username, account.DisplayName, context.Connection.RemoteIpAddress, due ? [] : account.Grants, account.Language, account.TimeZone);
            if (await SupporterOfAsync(held, context.RequestAborted) is { } supporter)
            {
                user.IsSupportedBy(new Supporter(supporter.Id, supporter.Username, supporter.DisplayName));
            }

            sessions.Seen(session.Id, context.Connection.RemoteIpAddress);
            return;
        }

        // Ended, by signing out or by somebody else; or the password was changed elsewhere, or the account disabled or removed.
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        if (!context.Response.HasStarted)
        {
            await context.SignOutAsync(Session.Scheme);
        }
    }

    private async ValueTask<(Account Account, KnownSession Session)?> HoldsAsync(SessionTicket ticket, CancellationToken ct) =>
        await known.FindAsync(ticket.User, ct) is { Disabled: false } account && account.SecurityStamp == ticket.Stamp
        && await sessions.FindAsync(ticket.Session, ct) is { } session && session.User == account.Id && session.Stamp == ticket.Stamp
            ? (account, session)
            : null;

    /// <summary>Who is signed in as this person; nobody any more when their own session has ended or their role is no longer wider.</summary>
    private async ValueTask<Account?> SupporterOfAsync((Account Account, KnownSession Session) held, CancellationToken ct) =>
        held.Session is { Supporter: { } id, SupporterSession: { } key }
        && await known.FindAsync(id, ct) is { Disabled: false } supporter
        && await sessions.FindAsync(key, ct) is { } own && own.User == id && own.Stamp == supporter.SecurityStamp
        && supporter.Grants.Select(g => g.Role).DefaultIfEmpty(Role.Employee).Min() < held.Account.Grants.Select(g => g.Role).DefaultIfEmpty(Role.Employee).Min()
            ? supporter
            : null;
}
