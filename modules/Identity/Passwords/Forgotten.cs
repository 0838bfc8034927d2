using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Outbox;
using Portal.Identity.Data;
using Portal.Identity.Domain.Credentials;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

/// <summary>
/// Somebody says they forgot a password or a username. Whatever they typed, the request does the same work and gives the same
/// answer; what follows from it happens afterwards, out of sight.
/// </summary>
/// <param name="Name">Username or e-mail address; for usernames the address.</param>
internal sealed record ForgetCredential(string Name, bool Username) : IChange<Outcome>;

internal sealed class ForgetCredentialHandler(IdentityDb db, IOutbox outbox) : IRequestHandler<ForgetCredential, Outcome>
{
    public async Task<Outcome> Handle(ForgetCredential request, CancellationToken cancellationToken)
    {
        var email = Addresses.Folded(request.Name);
        var users = db.Users.AsNoTracking();
        var meant = request.Username ? users.Where(u => u.Email == email).OrderBy(u => u.CreatedAt)
            : email is null ? users.Where(u => u.Username == request.Name)
            : users.SigningInWith(email);
        var user = await meant.Select(u => (UserId?)u.Id).FirstOrDefaultAsync(cancellationToken);
        // For nobody too: what is typed stays out of the database, and the work is the same.
        await outbox.AddAsync(new CredentialForgotten(user?.Value, request.Username), cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>In the outbox; without a user there is nothing to do.</summary>
internal sealed record CredentialForgotten(Guid? User, bool Username);

internal sealed class CredentialForgottenHandler(IdentityDb db, UnitOfWork unit, AccountMail mail) : IOutboxHandler<CredentialForgotten>
{
    public async Task SendAsync(CredentialForgotten message, CancellationToken ct)
    {
        if (message.User is not { } id)
        {
            return;
        }

        await unit.BeginAsync(ct);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == new UserId(id) && !u.Disabled && u.Email != null, ct) is { } user)
        {
            if (message.Username)
            {
                await mail.UsernamesAsync(user, await db.Users.Where(u => u.Email == user.Email && !u.Disabled).OrderBy(u => u.Username).Select(u => u.Username).Take(20).ToListAsync(ct), ct);
            }
            else
            {
                await mail.LinkAsync(user, LinkPurpose.Reset, asked: true, ct);
            }
        }

        await unit.CommitAsync(ct);
    }
}
