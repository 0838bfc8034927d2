using MediatR;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.SignIn;

/// <summary>
/// Keeps a try to sign in, and locks the account when it was one wrong try too many. Whether the account is locked is decided
/// here, one try after the other: of a hundred guesses sent at once, three count.
/// </summary>
/// <param name="Stamp">The security stamp the password was checked under; a change in between makes the try wrong.</param>
/// <param name="Complete">False when a second step follows: only that one makes a sign-in, and forgives wrong tries.</param>
internal sealed record RecordTry(UserId User, string Stamp, bool Right, bool Complete = true) : IChange<TryResult>;

/// <param name="Accepted">What was typed was right and the account open.</param>
/// <param name="LockedUntil">Set when the account is locked, by this try or before it.</param>
internal sealed record TryResult(bool Accepted, DateTimeOffset? LockedUntil);

internal sealed class RecordTryHandler(TryLog tries, UnitOfWork unit) : IRequestHandler<RecordTry, TryResult>
{
    public async Task<TryResult> Handle(RecordTry request, CancellationToken cancellationToken)
    {
        var user = await tries.LockRowAsync(request.User, cancellationToken);
        if (user.IsLockedAt(unit.Clock.GetUtcNow()))
        {
            return new TryResult(false, user.LockedUntil);
        }

        var right = request.Right && !user.Disabled && user.SecurityStamp == request.Stamp;
        return await tries.RecordAsync(user, right, request.Complete, cancellationToken);
    }
}
