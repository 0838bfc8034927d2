using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;

namespace Portal.Identity.Passwords;

/// <summary>Issues one-time links and finds what one is for.</summary>
internal sealed class Links(IdentityDb db, UnitOfWork unit, PortalAddress address)
{
    /// <summary>The whole link, which exists in the mail only; null when too many were sent within the hour. Earlier ones stop working.</summary>
    public async Task<string?> IssueAsync(User user, LinkPurpose purpose, string to, CancellationToken ct)
    {
        var now = unit.Clock.GetUtcNow();
        var recent = await db.Links.Where(l => l.UserId == user.Id && l.CreatedAt > now.AddHours(-1)).CountAsync(ct);
        if (recent >= OneTimeLink.MostInAnHour)
        {
            return null;
        }

        foreach (var earlier in await db.Links.Where(l => l.UserId == user.Id && l.UsedAt == null).ToListAsync(ct))
        {
            if (earlier.Purpose == LinkPurpose.Address == (purpose == LinkPurpose.Address))
            {
                earlier.UsedAt = now;
            }
        }

        var token = Secrets.NewToken();
        db.Links.Add(new OneTimeLink
        {
            UserId = user.Id,
            CompanyId = user.CompanyId,
            Purpose = purpose,
            Hash = Secrets.Hash(token),
            Address = to,
            CreatedAt = now,
            ExpiresAt = now + OneTimeLink.LifetimeOf(purpose),
        });
        await db.SaveChangesAsync(ct);
        return address.Link((purpose == LinkPurpose.Address ? "/confirm-address?t=" : "/set-password?t=") + token);
    }

    /// <summary>The link and its account while it can be used; null for one that is wrong, used, expired, or of an address that is no longer theirs.</summary>
    public async Task<(OneTimeLink Link, User User)?> FindAsync(string? token, bool forPassword, CancellationToken ct)
    {
        if (token is not { Length: > 20 and < 100 })
        {
            return null;
        }

        var (now, hash) = (unit.Clock.GetUtcNow(), Secrets.Hash(token));
        return await db.Links.SingleOrDefaultAsync(l => l.Hash == hash && l.UsedAt == null && l.ExpiresAt > now, ct) is { } link
            && link.Purpose == LinkPurpose.Address != forPassword
            && await db.Users.SingleOrDefaultAsync(u => u.Id == link.UserId && !u.Disabled, ct) is { } user
            && (!forPassword || user.Email == link.Address)
            ? (link, user)
            : null;
    }

    /// <summary>Notes that the address is the person's own, so that they can sign in with it; to be saved by the caller.</summary>
    public async Task VerifyAsync(User user, string email, CancellationToken ct)
    {
        var others = await db.Users.Where(u => u.VerifiedEmail == email && u.Id != user.Id).ToListAsync(ct);
        foreach (var former in others.Where(o => o.Email != email))
        {
            former.VerifiedEmail = null;
        }

        await db.SaveChangesAsync(ct);

        // Two people with one mailbox: the first of them signs in with it, both get their mail.
        if (others.All(o => o.Email != email))
        {
            user.VerifiedEmail = email;
        }
    }
}
