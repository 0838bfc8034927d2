using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Portal.Identity.TwoStep;
using Portal.Modularity;

namespace Portal.Identity.SignIn;

/// <summary>Somebody who has given the right password and still owes the second step. It opens nothing by itself.</summary>
/// <param name="Stamp">The stamp the password was checked under.</param>
/// <param name="Secret">While an app is being set up: its secret, which counts only once a code has proved that it arrived.</param>
internal sealed record PendingSignIn(Guid User, string Stamp, SecondStep Step, string? ReturnUrl, DateTimeOffset Until, byte[]? Secret = null);

/// <summary>Keeps it in an encrypted cookie between the two pages.</summary>
internal sealed class PendingSignIns(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Cookie = "portal.step";

    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Identity.PendingSignIn");

    public void Begin(HttpContext http, UserId user, string stamp, SecondStep step, string? returnUrl) =>
        Keep(http, new PendingSignIn(user.Value, stamp, step, returnUrl, clock.GetUtcNow() + Lifetime));

    public void Keep(HttpContext http, PendingSignIn pending) =>
        http.Response.Cookies.Append(Cookie, _protector.Protect(JsonSerializer.Serialize(pending)), Options(http));

    /// <summary>Null when there is none, or it has taken too long.</summary>
    public PendingSignIn? Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<PendingSignIn>(_protector.Unprotect(text)) is { } pending && pending.Until > clock.GetUtcNow() ? pending : null;
        }
        // Made up, or written under keys that are gone.
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http));

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
