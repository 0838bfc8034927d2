using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.SignIn;

/// <summary>
/// Keeps a try to sign in, and locks the account when it was one wrong try too many. Whether the account is locked is decided
/// here, one try after the other: of a hundred guesses sent at once, three count.
/// </summary>
/// <param name="Stamp">The security stamp the password was checked under; a change in between makes the try wrong.</param>
internal sealed record RecordTry(UserId User, string Stamp, bool Right) : IChange<TryResult>;

/// <param name="Accepted">The password was right and the account open.</param>
/// <param name="LockedUntil">Set when the account is locked, by this try or before it.</param>
internal sealed record TryResult(bool Accepted, DateTimeOffset? LockedUntil);

internal sealed class RecordTryHandler(IdentityDb db, UnitOfWork unit, CurrentUser asker) : IRequestHandler<RecordTry, TryResult>
{
    public async Task<TryResult> Handle(RecordTry request, CancellationToken cancellationToken)
    {
        var now = unit.Clock.GetUtcNow();
        // First of all: the row stays locked until the commit, so that tries of one account follow each other on every database.
        await db.Users.Where(u => u.Id == request.User).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastTryAt, now), cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == request.User, cancellationToken);
        await db.Entry(user).ReloadAsync(cancellationToken);
        if (user.IsLockedAt(now))
        {
            return new TryResult(false, user.LockedUntil);
        }

        var right = request.Right && !user.Disabled && user.SecurityStamp == request.Stamp;
        var counting = await db.Tries.Where(t => t.UserId == user.Id && t.Counts && t.At > now - Lockout.Window).ToListAsync(cancellationToken);
        db.Tries.Add(new SignInTry
        {
            UserId = user.Id,
            At = now,
            Address = asker.Address?.ToString(),
            Succeeded = right,
            Counts = !right,
        });
        var locks = !right && Lockout.IsDue(counting.Select(t => t.At).Append(now), now);
        if (right || locks)
        {
            counting.ForEach(t => t.Counts = false);
        }

        if (locks)
        {
            user.LockedUntil = now + Lockout.Duration;
            foreach (var added in db.Tries.Local)
            {
                added.Counts = false;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        if (right)
        {
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastSignInAt, now), cancellationToken);
        }

        return new TryResult(right, locks ? user.LockedUntil : null);
    }
}
