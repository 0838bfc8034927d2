using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;

namespace Portal.Identity.TwoStep;

/// <summary>What is asked for after the password.</summary>
internal enum SecondStep
{
    None,

    /// <summary>A code of the authenticator app, or a recovery code.</summary>
    App,

    /// <summary>A code sent to the verified address.</summary>
    Email,

    /// <summary>A second step is demanded and there is none yet: the person sets up an app first.</summary>
    SetUp,
}

internal sealed class SecondSteps(IdentityDb db, TimeProvider clock)
{
    public async Task<SecondStep> OfAsync(User user, CancellationToken ct)
    {
        if (user.AuthenticatorSecret is not null)
        {
            return SecondStep.App;
        }

        if (!user.CodeByEmail && !await IsDemandedAsync(user, ct))
        {
            return SecondStep.None;
        }

        return user.IsEmailVerified ? SecondStep.Email : SecondStep.SetUp;
    }

    public async Task<bool> IsDemandedAsync(User user, CancellationToken ct) =>
        user.SecondStepDemanded || (user.CompanyId is { } company && await db.SignInRules.AnyAsync(r => r.Id == company && r.SecondStep, ct));

    /// <summary>True for a browser whose person chose not to be asked again, for as long as that lasts.</summary>
    public async Task<bool> TrustsAsync(User user, string? device, CancellationToken ct)
    {
        if (device is not { Length: > 20 and < 100 })
        {
            return false;
        }

        var (hash, now) = (Secrets.Hash(device), clock.GetUtcNow());
        return await db.TrustedDevices.AnyAsync(d => d.Hash == hash && d.UserId == user.Id && d.Stamp == user.SecurityStamp && d.ExpiresAt > now, ct);
    }
}
