using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.SignIn;

/// <summary>
/// Keeps tries to sign in, of the password and of the second step alike, and locks the account when it was one wrong try too many.
/// Runs in the caller's transaction, one try of an account after the other: of a hundred guesses sent at once, three count.
/// </summary>
internal sealed class TryLog(IdentityDb db, UnitOfWork unit, CurrentUser asker)
{
    /// <summary>First of all: the account's row stays locked until the commit, so that its tries follow each other on every database.</summary>
    public async Task<User> LockRowAsync(UserId id, CancellationToken ct)
    {
        var now = unit.Clock.GetUtcNow();
        await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastTryAt, now), ct);
        var user = await db.Users.SingleAsync(u => u.Id == id, ct);
        await db.Entry(user).ReloadAsync(ct);
        return user;
    }

    /// <param name="right">What was typed is right; the account's state is looked at here.</param>
    /// <param name="complete">Nothing more is asked for. A password that is followed by a second step forgives no wrong try.</param>
    public async Task<TryResult> RecordAsync(User user, bool right, bool complete, CancellationToken ct)
    {
        var now = unit.Clock.GetUtcNow();
        if (right && !complete)
        {
            return new TryResult(true, null);
        }

        var counting = await db.Tries.Where(t => t.UserId == user.Id && t.Counts && t.At > now - Lockout.Window).ToListAsync(ct);
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

        await db.SaveChangesAsync(ct);
        if (right)
        {
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastSignInAt, now), ct);
        }

        return new TryResult(right, locks ? user.LockedUntil : null);
    }
}
