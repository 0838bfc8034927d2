using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;

namespace Portal.Identity.Passwords;

/// <summary>Gives an account a new password without asking for the old one. The caller has checked that this may be.</summary>
internal sealed class PasswordSetting(UserManager<User> users, IUserStore<User> store, IdentityDb db, UnitOfWork unit)
{
    /// <summary>
    /// Every session ends, links that were on their way stop working, and a lock opens: it guarded against guessing the password
    /// that is no more.
    /// </summary>
    /// <param name="mustChange">Somebody else chose it: the person chooses their own at the next sign-in.</param>
    public async Task<IdentityResult> SetAsync(User user, string password, bool mustChange, CancellationToken ct)
    {
        foreach (var validator in users.PasswordValidators)
        {
            if (await validator.ValidateAsync(users, user, password) is { Succeeded: false } refused)
            {
                return refused;
            }
        }

        await ((IUserPasswordStore<User>)store).SetPasswordHashAsync(user, users.PasswordHasher.HashPassword(user, password), ct);
        (user.MustChangePassword, user.LockedUntil) = (mustChange, null);
        await EndLinksAsync(user, ct);
        foreach (var wrong in await db.Tries.Where(t => t.UserId == user.Id && t.Counts).ToListAsync(ct))
        {
            wrong.Counts = false;
        }

        // Saves it all.
        return await users.UpdateSecurityStampAsync(user);
    }

    /// <summary>To be saved by the caller.</summary>
    public async Task EndLinksAsync(User user, CancellationToken ct)
    {
        foreach (var link in await db.Links.Where(l => l.UserId == user.Id && l.UsedAt == null && l.Purpose != Domain.Credentials.LinkPurpose.Address).ToListAsync(ct))
        {
            link.UsedAt = unit.Clock.GetUtcNow();
        }
    }
}
