using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.Passwords;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.TwoStep;

/// <summary>Mails a code to the verified address. Refused when too many were sent; the last one still works then.</summary>
internal sealed record SendCode(UserId User) : IChange<Outcome>;

internal sealed class SendCodeHandler(IdentityDb db, UnitOfWork unit, AccountMail mail) : IRequestHandler<SendCode, Outcome>
{
    public async Task<Outcome> Handle(SendCode request, CancellationToken cancellationToken)
    {
        var now = unit.Clock.GetUtcNow();
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == request.User && !u.Disabled, cancellationToken) is not { IsEmailVerified: true } user)
        {
            return Outcome.NotFound;
        }

        var recent = await db.EmailCodes.Where(c => c.UserId == user.Id && c.SentAt > now - EmailCode.Period).ToListAsync(cancellationToken);
        if (recent.Count >= EmailCode.MostInPeriod)
        {
            return Outcome.Refused(T("Too many codes were sent. Use the last one, or try again in half an hour."));
        }

        // Only the newest works: each more would be one more to guess.
        foreach (var earlier in recent.Where(c => c.UsedAt is null))
        {
            earlier.UsedAt = now;
        }

        var (id, code) = (Guid.CreateVersion7(), Secrets.NewDigits(Totp.Digits));
        db.EmailCodes.Add(new EmailCode { Id = id, UserId = user.Id, Hash = Secrets.Hash(code, id.ToString()), SentAt = now, ExpiresAt = now + EmailCode.Lifetime });
        await db.SaveChangesAsync(cancellationToken);
        await mail.CodeAsync(user, code, cancellationToken);
        return Outcome.Done;
    }
}
