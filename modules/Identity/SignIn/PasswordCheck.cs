using System.Net;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Passwords;
using Portal.Identity.TwoStep;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.SignIn;

internal enum Check
{
    Right,
    Wrong,

    /// <summary>The account, or the name nobody has, is locked; see <see cref="CheckResult.Until"/>.</summary>
    Locked,

    /// <summary>Too many wrong tries from this address.</summary>
    TooMany,
}

/// <param name="Next">What is still to be asked before a session is opened.</param>
internal sealed record CheckResult(Check Check, UserId User = default, string Stamp = "", DateTimeOffset? Until = null, SecondStep Next = SecondStep.None);

/// <summary>
/// Is this that person's password? Costs and answers the same whether the account exists, has a password, is locked or not.
/// The hash is computed outside the transaction: it takes a tenth of a second, in which nobody else should wait to write.
/// </summary>
internal sealed class PasswordCheck(
    IdentityDb db, IMediator mediator, IPasswordHasher<User> hasher, StandInHash standIn, AddressThrottle throttle, UnknownNames unknown,
    SecondSteps steps, CurrentUser asker, Submission submission, ILogger<PasswordCheck> log)
{
    /// <summary>Checks the password of somebody who is signed in already.</summary>
    public Task<CheckResult> RunAsync(string username, string password, CancellationToken ct) => RunAsync(username, password, opens: false, null, ct);

    /// <param name="username">The username, or the address its person has verified or was given as a contact.</param>
    /// <param name="opens">A session is to be opened, which may take a second step.</param>
    /// <param name="device">The browser's word that it need not be asked again, if it has one.</param>
    public async Task<CheckResult> RunAsync(string username, string password, bool opens, string? device, CancellationToken ct)
    {
        var address = asker.Address ?? IPAddress.None;
        if (throttle.Begin(address) is { } comeBack)
        {
            log.LogWarning("Sign-in refused from {Address}: too many wrong tries from there", address);
            return new CheckResult(Check.TooMany, Until: comeBack);
        }

        // Longer than any password can be: not worth a hash, which would take longer the longer it is.
        password = password.Length <= PasswordRules.Longest ? password : "";
        var user = await FindAsync(username, ct);
        var matches = hasher.VerifyHashedPassword(user ?? standIn.Nobody, user?.PasswordHash ?? standIn.Hash, password) != PasswordVerificationResult.Failed;
        if (user is null)
        {
            log.LogWarning("Sign-in refused from {Address}: no such account", address);
            return unknown.Wrong(username) is { } until ? new CheckResult(Check.Locked, Until: until) : new CheckResult(Check.Wrong);
        }

        var next = opens && matches && !await steps.TrustsAsync(user, device, ct) ? await steps.OfAsync(user, ct) : SecondStep.None;
        // A try is not what the form is for: sending the same form again tries again, and its token belongs to what follows.
        var token = submission.Take();
        var result = await mediator.Send(new RecordTry(user.Id, user.SecurityStamp, matches && user.PasswordHash is not null, next == SecondStep.None), ct);
        if (token is { } kept)
        {
            submission.Set(kept);
        }

        if (result.Accepted)
        {
            // With a second step to come, its guesses are counted against the address too.
            throttle.Forgive(address);
            return new CheckResult(Check.Right, user.Id, user.SecurityStamp, Next: next);
        }

        log.LogWarning("Sign-in of {User} refused from {Address}: {Reason}", user.Username, address,
            result.LockedUntil is not null ? "the account is locked" : user.Disabled ? "the account is disabled" : "wrong password");
        return result.LockedUntil is { } end ? new CheckResult(Check.Locked, Until: end) : new CheckResult(Check.Wrong);
    }

    // No username has an @.
    private async Task<User?> FindAsync(string name, CancellationToken ct)
    {
        if (!name.Contains('@', StringComparison.Ordinal))
        {
            return name.Length <= UsernameRules.Longest ? await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Username == name, ct) : null;
        }

        return Addresses.Folded(name) is { } email
            ? await db.Users.AsNoTracking().SigningInWith(email).FirstOrDefaultAsync(ct)
            : null;
    }
}

/// <summary>What is checked when there is no account, so that it takes as long.</summary>
internal sealed class StandInHash
{
    public StandInHash(IPasswordHasher<User> hasher) => Hash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    public User Nobody { get; } = new();

    public string Hash { get; }
}
