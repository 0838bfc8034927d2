using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Sessions;

/// <summary>
/// Remembers that somebody has signed in; the sender has checked the proof. Sessions under an older stamp, opened before the
/// password changed, go at the same time.
/// </summary>
/// <param name="Replaces">The session this browser had before.</param>
internal sealed record OpenSession(UserId User, string Stamp, SignInWay Way, bool TwoStep, string? UserAgent, Guid? Replaces) : IChange<Guid>;

internal sealed class OpenSessionHandler(IdentityDb db, UnitOfWork unit, CurrentUser asker) : IRequestHandler<OpenSession, Guid>
{
    public async Task<Guid> Handle(OpenSession request, CancellationToken cancellationToken)
    {
        var old = await db.Sessions
            .Where(s => (s.UserId == request.User && s.Stamp != request.Stamp) || s.Id == request.Replaces)
            .ToListAsync(cancellationToken);
        db.Sessions.RemoveRange(old);

        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == request.User).ToListAsync(cancellationToken);
        var now = unit.Clock.GetUtcNow();
        var session = new UserSession
        {
            UserId = request.User,
            CompanyId = grants.Select(g => g.CompanyId).FirstOrDefault(c => c is not null),
            Side = Hierarchy.LayerOf(grants) <= Role.Partner ? SessionSide.Partners : SessionSide.Frontend,
            Stamp = request.Stamp,
            CreatedAt = now,
            LastSeenAt = now,
            Address = asker.Address?.ToString(),
            UserAgent = request.UserAgent is { Length: > 256 } long_ ? long_[..256] : request.UserAgent,
            Way = request.Way,
            TwoStep = request.TwoStep,
        };
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }
}
