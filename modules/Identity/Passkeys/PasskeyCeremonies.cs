using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Portal.Identity.Domain;

namespace Portal.Identity.Passkeys;

/// <summary>
/// The two halves of making and of using a passkey: what the browser is asked, and what it answers. Between them the challenge
/// waits in an encrypted cookie of its own that works once and for a few minutes.
/// </summary>
internal sealed class PasskeyCeremonies(
    IPasskeyHandler<User> passkeys, IDataProtectionProvider protection, UsedChallenges used, TimeProvider clock, ILogger<PasskeyCeremonies> log)
{
    private const string Cookie = "portal.passkey";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Identity.Passkey");

    public async Task<string> BeginCreationAsync(HttpContext http, User user)
    {
        var options = await passkeys.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Username, DisplayName = user.DisplayName }, http);
        Keep(http, "create:" + user.Id, options.AttestationState);
        return options.CreationOptionsJson;
    }

    /// <summary>Null when what the browser sent is not the answer to what it was asked.</summary>
    public async Task<UserPasskeyInfo?> FinishCreationAsync(HttpContext http, User user, string? credential)
    {
        if (Take(http, "create:" + user.Id) is not { } state || string.IsNullOrEmpty(credential))
        {
            return null;
        }

        var result = await passkeys.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded)
        {
            log.LogWarning("A passkey of {User} was refused: {Reason}", user.Username, result.Failure.Message);
            return null;
        }

        return result.Passkey;
    }

    /// <summary>Asks for any passkey of this portal: the person does not say first who they are, so nothing tells who exists.</summary>
    public async Task<string> BeginAssertionAsync(HttpContext http)
    {
        var options = await passkeys.MakeRequestOptionsAsync(null, http);
        Keep(http, "use", options.AssertionState);
        return options.RequestOptionsJson;
    }

    /// <summary>The person and the passkey they used; null when it is not known, or not the answer to what was asked.</summary>
    public async Task<(User User, UserPasskeyInfo Passkey)?> FinishAssertionAsync(HttpContext http, string? credential)
    {
        if (Take(http, "use") is not { } state || string.IsNullOrEmpty(credential))
        {
            return null;
        }

        var result = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded)
        {
            log.LogWarning("A passkey was refused: {Reason}", result.Failure.Message);
            return null;
        }

        return (result.User, result.Passkey);
    }

    private void Keep(HttpContext http, string purpose, string? state) => http.Response.Cookies.Append(
        Cookie, _protector.Protect(JsonSerializer.Serialize(new Waiting(Guid.NewGuid(), purpose, state, clock.GetUtcNow() + Lifetime))), Options(http));

    private string? Take(HttpContext http, string purpose)
    {
        var text = http.Request.Cookies[Cookie];
        http.Response.Cookies.Delete(Cookie, Options(http));
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Waiting>(_protector.Unprotect(text)) is { } waiting
                && waiting.Purpose == purpose && waiting.Until > clock.GetUtcNow() && used.TryUse(waiting.Id, waiting.Until) ? waiting.State : null;
        }
        // Made up, or written under keys that are gone.
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    private sealed record Waiting(Guid Id, string Purpose, string? State, DateTimeOffset Until);
}

/// <summary>Challenges that were answered, until they would have expired anyway.</summary>
internal sealed class UsedChallenges(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, DateTimeOffset> _used = [];

    public bool TryUse(Guid challenge, DateTimeOffset until)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var over in _used.Where(u => u.Value <= now).Select(u => u.Key).ToArray())
            {
                _used.Remove(over);
            }

            return _used.TryAdd(challenge, until);
        }
    }
}
