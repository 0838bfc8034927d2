using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Files;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Pictures;

namespace Portal.Identity.Accounts;

/// <summary>Removes an account with all it signs in with. The caller has checked that this may be.</summary>
internal sealed class AccountRemoval(IdentityDb db, UnitOfWork unit, IFileStore files, IMediator mediator)
{
    public async Task RemoveAsync(User user, CancellationToken ct)
    {
        var id = user.Id;
        db.Sessions.RemoveRange(await db.Sessions.Where(s => s.UserId == id || s.SupporterId == id).ToListAsync(ct));
        db.Passkeys.RemoveRange(await db.Passkeys.Where(p => p.UserId == id).ToListAsync(ct));
        db.TrustedDevices.RemoveRange(await db.TrustedDevices.Where(d => d.UserId == id).ToListAsync(ct));
        db.Grants.RemoveRange(await db.Grants.Where(g => g.UserId == id).ToListAsync(ct));
        db.Users.Remove(user);
        await db.SaveChangesAsync(ct);
        // What nobody can use without the account, beside the audit log.
        await db.Tries.Where(t => t.UserId == id).ExecuteDeleteAsync(ct);
        await db.Links.Where(l => l.UserId == id).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(c => c.UserId == id).ExecuteDeleteAsync(ct);
        await db.EmailCodes.Where(c => c.UserId == id).ExecuteDeleteAsync(ct);
        if (user.Picture is { } picture)
        {
            unit.AfterCommit(_ =>
            {
                files.Remove(PictureEndpoint.PathOf(picture));
                return Task.CompletedTask;
            });
        }

        await mediator.Publish(new UserRemoved(id), ct);
    }
}
