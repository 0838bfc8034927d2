using MediatR;
using Microsoft.AspNetCore.Http;
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
/// Checks a code and uses it up: of the app, by mail, or a recovery code. A wrong one counts towards the lock like a wrong password.
/// </summary>
/// <param name="Stamp">The stamp the password was checked under.</param>
/// <param name="TrustBrowser">What this browser calls itself, when it is not to be asked again for a while.</param>
internal sealed record TakeSecondStep(UserId User, string Stamp, string Code, string? TrustBrowser) : IChange<StepResult>;

/// <param name="Device">The browser's word for the next time, when it is trusted from now on.</param>
/// <param name="RecoveryCodesLeft">Set when a recovery code was used.</param>
internal sealed record StepResult(bool Accepted, DateTimeOffset? LockedUntil, string? Device = null, int? RecoveryCodesLeft = null);

internal sealed class TakeSecondStepHandler(IdentityDb db, UnitOfWork unit, TryLog tries, AuthenticatorVault vault, CurrentUser asker)
    : IRequestHandler<TakeSecondStep, StepResult>
{
    public async Task<StepResult> Handle(TakeSecondStep request, CancellationToken cancellationToken)
    {
        var user = await tries.LockRowAsync(request.User, cancellationToken);
        var now = unit.Clock.GetUtcNow();
        if (user.IsLockedAt(now))
        {
            return new StepResult(false, user.LockedUntil);
        }

        int? left = null;
        var right = !user.Disabled && user.SecurityStamp == request.Stamp;
        if (right)
        {
            var code = Secrets.TidyCode(request.Code);
            right = code.Length == Totp.Digits && code.All(char.IsAsciiDigit)
                ? user.AuthenticatorSecret is { } secret ? TakeAppCode(user, secret, code, now) : await TakeMailedCodeAsync(user, code, now, cancellationToken)
                : (left = await TakeRecoveryCodeAsync(user, code, now, cancellationToken)) is not null;
        }

        var result = await tries.RecordAsync(user, right, complete: true, cancellationToken);
        return !result.Accepted
            ? new StepResult(false, result.LockedUntil)
            : new StepResult(true, null, await TrustAsync(user, request.TrustBrowser, now, cancellationToken), left);
    }

    private bool TakeAppCode(User user, byte[] secret, string code, DateTimeOffset now)
    {
        if (Totp.Match(vault.Reveal(secret), code, now, user.AuthenticatorStep) is not { } step)
        {
            return false;
        }

        user.AuthenticatorStep = step;
        return true;
    }

    private async Task<bool> TakeMailedCodeAsync(User user, string code, DateTimeOffset now, CancellationToken ct)
    {
        var newest = await db.EmailCodes.Where(c => c.UserId == user.Id && c.UsedAt == null && c.ExpiresAt > now).OrderByDescending(c => c.SentAt).FirstOrDefaultAsync(ct);
        if (newest is null || !Secrets.Same(newest.Hash, Secrets.Hash(code, newest.Id.ToString())))
        {
            return false;
        }

        newest.UsedAt = now;
        return true;
    }

    private async Task<int?> TakeRecoveryCodeAsync(User user, string code, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.RecoveryCodes.Where(c => c.UserId == user.Id && c.UsedAt == null).ToListAsync(ct);
        if (user.AuthenticatorSecret is null || open.FirstOrDefault(c => Secrets.Same(c.Hash, Secrets.Hash(code, user.Id.ToString()))) is not { } match)
        {
            return null;
        }

        match.UsedAt = now;
        return open.Count - 1;
    }

    private async Task<string?> TrustAsync(User user, string? browser, DateTimeOffset now, CancellationToken ct)
    {
        if (browser is null)
        {
            return null;
        }

        var device = Secrets.NewToken();
        db.TrustedDevices.Add(new TrustedDevice
        {
            UserId = user.Id,
            CompanyId = user.CompanyId,
            Hash = Secrets.Hash(device),
            Stamp = user.SecurityStamp,
            Browser = browser.Length > 200 ? browser[..200] : browser,
            Address = asker.Address?.ToString(),
            AddedAt = now,
            ExpiresAt = now + TrustedDevice.Lifetime,
        });
        await db.SaveChangesAsync(ct);
        return device;
    }
}

/// <summary>The cookie of a browser that is not asked for the second step.</summary>
internal static class DeviceCookie
{
    private const string Name = "portal.device";

    public static string? Read(HttpContext http) => http.Request.Cookies[Name];

    public static void Write(HttpContext http, string device) => http.Response.Cookies.Append(Name, device, new CookieOptions
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = TrustedDevice.Lifetime,
        IsEssential = true,
    });
}
