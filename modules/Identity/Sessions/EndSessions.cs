using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Sessions;

/// <summary>Signs the browser out: its session, those opened from it as somebody else, and, out of one of these, the own one too.</summary>
internal sealed record SignOut(Guid Session) : IChange<Outcome>;

/// <summary>Ends one of the asker's own sessions, or all but one of them.</summary>
/// <param name="Session">Null: all.</param>
/// <param name="Except">The one in use, which stays.</param>
internal sealed record EndOwnSessions(Guid? Session, Guid? Except) : IChange<Outcome<int>>;

/// <summary>Ends the session of somebody below (ID9). Recorded in the audit log.</summary>
internal sealed record EndSession(Guid Session) : IChange<Outcome>;

internal sealed class SignOutHandler(IdentityDb db) : IRequestHandler<SignOut, Outcome>
{
    public async Task<Outcome> Handle(SignOut request, CancellationToken cancellationToken)
    {
        var own = await db.Sessions.SingleOrDefaultAsync(s => s.Id == request.Session, cancellationToken);
        var keys = own?.SupporterSession is { } behind ? new[] { request.Session, behind } : [request.Session];
        db.Sessions.RemoveRange(await db.WithThoseOpenedFromAsync(keys, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}

internal sealed class EndOwnSessionsHandler(IdentityDb db, CurrentUser asker) : IRequestHandler<EndOwnSessions, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(EndOwnSessions request, CancellationToken cancellationToken)
    {
        if (asker is not { Id: { } me, Supporter: null })
        {
            return Outcome.Forbidden;
        }

        // Somebody else's support session in the own account is the supporter's to end, or ends with a new password.
        var keys = await db.Sessions
            .Where(s => s.UserId == me && s.SupporterId == null && s.Id != request.Except && (request.Session == null || s.Id == request.Session))
            .Select(s => s.Id).ToListAsync(cancellationToken);
        if (request.Session is not null && keys.Count == 0)
        {
            return Outcome.NotFound;
        }

        db.Sessions.RemoveRange(await db.WithThoseOpenedFromAsync(keys, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return keys.Count;
    }
}

internal sealed class EndSessionHandler(IdentityDb db, UnitOfWork unit, IAccess access, CurrentUser asker) : IRequestHandler<EndSession, Outcome>
{
    public async Task<Outcome> Handle(EndSession request, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Session, cancellationToken);
        if (session is null)
        {
            return Outcome.NotFound;
        }

        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == session.UserId).ToListAsync(cancellationToken);
        if (!access.Allows(IdentityModule.ViewSessions, UserGrant.ScopeOf(grants)))
        {
            return Outcome.NotFound;
        }

        if (asker.Supporter is not null || (session.UserId != asker.Id && !Hierarchy.MayManage(asker.Grants, grants)))
        {
            return Outcome.Refused(T("Only somebody above can end this session."));
        }

        db.Sessions.RemoveRange(await db.WithThoseOpenedFromAsync([session.Id], cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        var name = await db.Users.Where(u => u.Id == session.UserId).Select(u => u.Username).SingleAsync(cancellationToken);
        unit.RecordAct("removed", "identity_sessions", session.UserId.ToString(), session.CompanyId, new Dictionary<string, string?>
        {
            ["Username"] = name,
            ["Address"] = session.Address,
            ["UserAgent"] = session.UserAgent,
        });
        return Outcome.Done;
    }
}

internal static class SessionChains
{
    /// <summary>These sessions and every one opened out of them by logging in as somebody else.</summary>
    public static Task<List<UserSession>> WithThoseOpenedFromAsync(this IdentityDb db, IReadOnlyCollection<Guid> keys, CancellationToken ct)
    {
        Guid?[] behind = [.. keys];
        return db.Sessions.Where(s => keys.Contains(s.Id) || behind.Contains(s.SupporterSession)).ToListAsync(ct);
    }
}
