using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

/// <summary>The welcome mail for any account below the asker.</summary>
internal sealed record SendWelcome(UserId User) : IChange<Outcome>;

internal sealed class SendWelcomeHandler(IdentityDb db, Below below, AccountMail mail, IAccess access, DataScope scope)
    : IRequestHandler<SendWelcome, Outcome>, IRequestHandler<SendWelcomeMail, Outcome>
{
    public async Task<Outcome> Handle(SendWelcome request, CancellationToken cancellationToken) =>
        await below.FindAsync(request.User, cancellationToken) is { } found ? await SendAsync(found, cancellationToken) : Outcome.NotFound;

    public async Task<Outcome> Handle(SendWelcomeMail request, CancellationToken cancellationToken)
    {
        if (await db.Grants.AsNoTracking().FirstOrDefaultAsync(g => g.EmployeeId == request.Employee, cancellationToken) is not { } grant)
        {
            return Outcome.NotFound;
        }

        var user = await db.Users.SingleAsync(u => u.Id == grant.UserId, cancellationToken);
        return scope.Everything || access.Allows(IdentityModule.ChangeLogins, new ObjectScope(grant.CompanyId, grant.SiteId))
            ? await SendAsync(new Below.Found(user, true), cancellationToken)
            : Outcome.NotFound;
    }

    private async Task<Outcome> SendAsync(Below.Found found, CancellationToken ct)
    {
        if (!found.MayManage && !found.MayInvite)
        {
            return Below.Refused;
        }

        if (found.User.Email is null)
        {
            return Outcome.Refused(T("There is no e-mail address to send the welcome mail to."));
        }

        if (found.User.PasswordHash is not null && found.User.LastSignInAt is not null)
        {
            return Outcome.Refused(T("This person has signed in already; send a link to reset the password instead."));
        }

        return await mail.LinkAsync(found.User, LinkPurpose.Welcome, asked: false, ct) ? Outcome.Done : Below.TooMany;
    }
}
