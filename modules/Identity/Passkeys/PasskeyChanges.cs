using System.Buffers.Text;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passkeys;

/// <summary>Keeps a passkey whose making was checked.</summary>
internal sealed record AddPasskey(UserId User, UserPasskeyInfo Passkey, string Name) : IChange<Outcome>;

internal sealed record RenamePasskey(UserId User, Guid Passkey, string Name) : IChange<Outcome>;

internal sealed record RemovePasskey(UserId User, Guid Passkey) : IChange<Outcome>;

/// <summary>Notes a sign-in by passkey, unless the account is locked or may not sign in. Answers the stamp the session is opened under.</summary>
internal sealed record SignInByPasskey(UserId User, UserPasskeyInfo Passkey) : IChange<PasskeySignIn>;

/// <param name="Stamp">Null: refused.</param>
internal sealed record PasskeySignIn(string? Stamp, DateTimeOffset? LockedUntil = null);

internal sealed class PasskeyChangesHandler(IdentityDb db, UnitOfWork unit, TryLog tries, CurrentUser asker)
    : IRequestHandler<AddPasskey, Outcome>, IRequestHandler<RenamePasskey, Outcome>, IRequestHandler<RemovePasskey, Outcome>, IRequestHandler<SignInByPasskey, PasskeySignIn>
{
    private const int MostOfOnePerson = 20;

    public async Task<Outcome> Handle(AddPasskey request, CancellationToken cancellationToken)
    {
        if (OwnCredentials.AreClosed(asker, request.User))
        {
            return Outcome.Forbidden;
        }

        if (await db.Users.SingleOrDefaultAsync(u => u.Id == request.User, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        if (await db.Passkeys.CountAsync(p => p.UserId == user.Id, cancellationToken) >= MostOfOnePerson)
        {
            return Outcome.Refused(T("You have twenty passkeys; remove one first."));
        }

        var made = request.Passkey;
        db.Passkeys.Add(new Passkey
        {
            UserId = user.Id,
            CompanyId = user.CompanyId,
            CredentialId = Base64Url.EncodeToString(made.CredentialId),
            Name = request.Name,
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            Transports = string.Join(',', made.Transports ?? []),
            IsUserVerified = made.IsUserVerified,
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
            AttestationObject = made.AttestationObject,
            ClientDataJson = made.ClientDataJson,
            AddedAt = unit.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    public async Task<Outcome> Handle(RenamePasskey request, CancellationToken cancellationToken)
    {
        if (OwnCredentials.AreClosed(asker, request.User))
        {
            return Outcome.Forbidden;
        }

        var name = request.Name.Trim();
        if (name.Length is 0 or > Passkey.LongestName)
        {
            return Outcome.Refused(T($"Give the passkey a name of at most {Passkey.LongestName} characters."));
        }

        if (await FindAsync(request.User, request.Passkey, cancellationToken) is not { } passkey)
        {
            return Outcome.NotFound;
        }

        passkey.Name = name;
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    public async Task<Outcome> Handle(RemovePasskey request, CancellationToken cancellationToken)
    {
        if (OwnCredentials.AreClosed(asker, request.User))
        {
            return Outcome.Forbidden;
        }

        if (await FindAsync(request.User, request.Passkey, cancellationToken) is not { } passkey)
        {
            return Outcome.NotFound;
        }

        db.Passkeys.Remove(passkey);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    public async Task<PasskeySignIn> Handle(SignInByPasskey request, CancellationToken cancellationToken)
    {
        var user = await tries.LockRowAsync(request.User, cancellationToken);
        var now = unit.Clock.GetUtcNow();
        if (user.IsLockedAt(now) || user.Disabled)
        {
            return new PasskeySignIn(null, user.IsLockedAt(now) ? user.LockedUntil : null);
        }

        await tries.RecordAsync(user, right: true, complete: true, cancellationToken);
        // Beside the audit log: a counter that moves with every sign-in is no change anybody made.
        var (id, count, backedUp) = (Base64Url.EncodeToString(request.Passkey.CredentialId), (long)request.Passkey.SignCount, request.Passkey.IsBackedUp);
        await db.Passkeys.Where(p => p.CredentialId == id).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, backedUp).SetProperty(p => p.LastUsedAt, now), cancellationToken);
        return new PasskeySignIn(user.SecurityStamp);
    }

    private Task<Passkey?> FindAsync(UserId user, Guid passkey, CancellationToken ct) =>
        db.Passkeys.SingleOrDefaultAsync(p => p.Id == passkey && p.UserId == user, ct);
}
