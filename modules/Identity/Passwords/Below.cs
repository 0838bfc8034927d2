using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

/// <summary>Finds the accounts whose passwords and sign-in somebody looks after: within their powers, and below them (ID4).</summary>
internal sealed class Below(IdentityDb db, IAccess access, CurrentUser asker)
{
    /// <param name="MayManage">The asker stands above; otherwise they may look only.</param>
    /// <param name="MayInvite">
    /// The account waits for its first password, and the asker could have added it: a mail that got lost may be sent once more, to the
    /// address it was sent to before.
    /// </param>
    internal sealed record Found(User User, bool MayManage, bool MayInvite = false);

    public static Outcome Refused => Outcome.Refused(T("Only someone above may do this; ask your provider."));

    public static Outcome TooMany => Outcome.Refused(T("Too many links were sent to this person. Try again in an hour."));

    /// <summary>Null when there is no such account or it is out of reach.</summary>
    public async Task<Found?> FindAsync(UserId id, CancellationToken ct)
    {
        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == id).ToListAsync(ct);
        var scope = UserGrant.ScopeOf(grants);
        return access.Allows(IdentityModule.ResetPasswords, scope) && await db.Users.SingleOrDefaultAsync(u => u.Id == id, ct) is { } user
            ? new Found(
                user,
                asker.Id != id && Hierarchy.MayManage(asker.Grants, grants),
                user is { PasswordHash: null, Disabled: false } && access.Allows(IdentityModule.AddUsers, scope) && asker.MainRole <= Hierarchy.LayerOf(grants))
            : null;
    }
}
