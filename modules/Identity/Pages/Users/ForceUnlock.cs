using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Users;

/// <summary>
/// Opens a locked account before its time; no mail is sent. Only someone above may do so: a company administrator's account is
/// unlocked by the provider, everyone else's by the company administrator (ID3).
/// </summary>
internal sealed record ForceUnlock(UserId User) : IChange<Outcome>;

internal sealed class ForceUnlockHandler(IdentityDb db, IAccess access, CurrentUser asker) : IRequestHandler<ForceUnlock, Outcome>
{
    public async Task<Outcome> Handle(ForceUnlock request, CancellationToken cancellationToken)
    {
        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == request.User).ToListAsync(cancellationToken);
        if (!access.Allows(IdentityModule.UnlockUsers, UserGrant.ScopeOf(grants))
            || await db.Users.SingleOrDefaultAsync(u => u.Id == request.User, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        if (!MayUnlock(asker, grants.Min(g => (Role?)g.Role)))
        {
            return Outcome.Refused(T("Only someone above can unlock this account; ask your provider."));
        }

        user.LockedUntil = null;
        foreach (var wrong in await db.Tries.Where(t => t.UserId == user.Id && t.Counts).ToListAsync(cancellationToken))
        {
            wrong.Counts = false;
        }

        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    public static bool MayUnlock(CurrentUser asker, Role? role) => asker.IsOperator || asker.MainRole < role;
}
