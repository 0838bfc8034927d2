using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.TwoStep;

/// <summary>
/// Takes an authenticator app into use once a code has proved that it has the secret. Answers the recovery codes, which are never
/// shown again.
/// </summary>
/// <param name="Stamp">During a sign-in: the stamp its password was checked under. Null for somebody who is signed in.</param>
internal sealed record UseAuthenticator(UserId User, byte[] Secret, string Code, string? Stamp) : IChange<Outcome<IReadOnlyList<string>>>;

/// <summary>New recovery codes; the old ones stop working.</summary>
internal sealed record RenewRecoveryCodes(UserId User) : IChange<Outcome<IReadOnlyList<string>>>;

/// <summary>Switches both kinds of second step off and forgets trusted browsers.</summary>
internal sealed record EndSecondStep(UserId User) : IChange<Outcome>;

/// <summary>Switches the code by mail on or off.</summary>
internal sealed record UseCodeByEmail(UserId User, bool On) : IChange<Outcome>;

internal sealed class AuthenticatorsHandler(IdentityDb db, UnitOfWork unit, AuthenticatorVault vault, SecondSteps steps, CurrentUser asker)
    : IRequestHandler<UseAuthenticator, Outcome<IReadOnlyList<string>>>, IRequestHandler<RenewRecoveryCodes, Outcome<IReadOnlyList<string>>>,
      IRequestHandler<EndSecondStep, Outcome>, IRequestHandler<UseCodeByEmail, Outcome>
{
    public async Task<Outcome<IReadOnlyList<string>>> Handle(UseAuthenticator request, CancellationToken cancellationToken)
    {
        if (OwnCredentials.AreClosed(asker, request.User))
        {
            return Outcome.Forbidden;
        }

        if (await FindAsync(request.User, cancellationToken) is not { } user || (request.Stamp is { } stamp && user.SecurityStamp != stamp)
            || (request.Stamp is not null && (user.IsLockedAt(unit.Clock.GetUtcNow()) || user.AuthenticatorSecret is not null)))
        {
            return Outcome.NotFound;
        }

        if (Totp.Match(request.Secret, Secrets.TidyCode(request.Code), unit.Clock.GetUtcNow(), null) is not { } step)
        {
            return Outcome.Refused("Code", T("This code does not fit. Type the six digits the app shows now; the clock of your telephone must be right."));
        }

        (user.AuthenticatorSecret, user.AuthenticatorStep) = (vault.Protect(request.Secret), step);
        return await NewCodesAsync(user, cancellationToken);
    }

    public async Task<Outcome<IReadOnlyList<string>>> Handle(RenewRecoveryCodes request, CancellationToken cancellationToken) =>
        OwnCredentials.AreClosed(asker, request.User) ? Outcome.Forbidden
        : await FindAsync(request.User, cancellationToken) is { AuthenticatorSecret: not null } user ? await NewCodesAsync(user, cancellationToken) : Outcome.NotFound;

    public async Task<Outcome> Handle(EndSecondStep request, CancellationToken cancellationToken)
    {
        if (OwnCredentials.AreClosed(asker, request.User))
        {
            return Outcome.Forbidden;
        }

        if (await FindAsync(request.User, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        (user.AuthenticatorSecret, user.AuthenticatorStep, user.CodeByEmail) = (null, null, false);
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.UserId == user.Id).ToListAsync(cancellationToken));
        db.TrustedDevices.RemoveRange(await db.TrustedDevices.Where(d => d.UserId == user.Id).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    public async Task<Outcome> Handle(UseCodeByEmail request, CancellationToken cancellationToken)
    {
        if (OwnCredentials.AreClosed(asker, request.User))
        {
            return Outcome.Forbidden;
        }

        if (await FindAsync(request.User, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        if (request.On && !user.IsEmailVerified)
        {
            return Outcome.Refused(T("Confirm your e-mail address first; codes are sent to it."));
        }

        if (!request.On && user.AuthenticatorSecret is null && await steps.IsDemandedAsync(user, cancellationToken))
        {
            return Outcome.Refused(T("Your administrator demands a second step. Set up an authenticator app before you switch this off."));
        }

        user.CodeByEmail = request.On;
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    private Task<User?> FindAsync(UserId id, CancellationToken ct) => db.Users.SingleOrDefaultAsync(u => u.Id == id && !u.Disabled, ct);

    private async Task<Outcome<IReadOnlyList<string>>> NewCodesAsync(User user, CancellationToken ct)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.UserId == user.Id).ToListAsync(ct));
        string[] codes = [.. Enumerable.Range(0, RecoveryCode.InASet).Select(_ => Secrets.NewRecoveryCode())];
        // Salted with the account: one leaked table is not one dictionary.
        db.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode { UserId = user.Id, Hash = Secrets.Hash(Secrets.TidyCode(c), user.Id.ToString()) }));
        await db.SaveChangesAsync(ct);
        return codes;
    }
}
