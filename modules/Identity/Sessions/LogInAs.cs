using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Sessions;

/// <summary>
/// Opens a session as somebody below, to help them (ID8): only downward in the hierarchy and inside the asker's reach, never out
/// of such a session again. Recorded in both names.
/// </summary>
/// <param name="From">The asker's own session, which it leads back to.</param>
internal sealed record LogInAs(UserId User, Guid From, string? UserAgent) : IChange<Outcome<SessionTicket>>;

/// <summary>Ends such a session; answers the own one to go back to.</summary>
internal sealed record EndLogInAs(Guid Session) : IChange<Outcome<SessionTicket>>;

internal sealed class LogInAsHandler(IdentityDb db, UnitOfWork unit, CurrentUser asker, IAccess access)
    : IRequestHandler<LogInAs, Outcome<SessionTicket>>
{
    public async Task<Outcome<SessionTicket>> Handle(LogInAs request, CancellationToken cancellationToken)
    {
        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == request.User).ToListAsync(cancellationToken);
        if (grants.Count == 0 || !access.Allows(IdentityModule.LogInAsUser, UserGrant.ScopeOf(grants))
            || await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == request.User, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        if (WhyNot(asker, grants, user) is { } reason)
        {
            return Outcome.Refused(reason);
        }

        var now = unit.Clock.GetUtcNow();
        var session = new UserSession
        {
            UserId = user.Id,
            CompanyId = user.CompanyId,
            // The provider's people are at work, on whosever page.
            Side = asker.MainRole <= Role.Partner ? SessionSide.Partners : SessionSide.Frontend,
            Stamp = user.SecurityStamp,
            CreatedAt = now,
            LastSeenAt = now,
            Address = asker.Address?.ToString(),
            UserAgent = request.UserAgent is { Length: > 256 } agent ? agent[..256] : request.UserAgent,
            Way = SignInWay.LogInAs,
            SupporterId = asker.Id,
            SupporterSession = request.From,
        };
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        unit.RecordAct("added", "identity_sessions", user.Id.ToString(), user.CompanyId, Details(asker.Name, user), (user.Id, user.Username));
        return new SessionTicket(session.Id, user.Id, user.SecurityStamp);
    }

    /// <summary>Null when it may be done.</summary>
    public static string? WhyNot(CurrentUser asker, IReadOnlyCollection<UserGrant> grants, User user) =>
        asker.Supporter is not null ? T("End the session in which you are somebody else first.")
        : user.Id == asker.Id ? T("This is you.")
        : !Hierarchy.IsAbove(asker.Grants, grants) ? T("You can only log in as people below you.")
        : user.Disabled ? T("This account is not allowed to log in.")
        : null;

    internal static Dictionary<string, string?> Details(string by, User user) => new() { ["LoggedInAs"] = user.Username, ["By"] = by };
}

internal sealed class EndLogInAsHandler(IdentityDb db, UnitOfWork unit, CurrentUser asker) : IRequestHandler<EndLogInAs, Outcome<SessionTicket>>
{
    public async Task<Outcome<SessionTicket>> Handle(EndLogInAs request, CancellationToken cancellationToken)
    {
        if (asker.Supporter is not { } supporter
            || await db.Sessions.SingleOrDefaultAsync(s => s.Id == request.Session && s.SupporterId == supporter.Id, cancellationToken) is not { } session)
        {
            return Outcome.NotFound;
        }

        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == session.UserId, cancellationToken);
        var own = await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == session.SupporterSession, cancellationToken);
        db.Sessions.Remove(session);
        await db.SaveChangesAsync(cancellationToken);
        unit.RecordAct("removed", "identity_sessions", user.Id.ToString(), user.CompanyId, LogInAsHandler.Details(supporter.Name, user));
        return new SessionTicket(own.Id, own.UserId, own.Stamp);
    }
}
