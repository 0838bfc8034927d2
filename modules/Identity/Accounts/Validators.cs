using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;

namespace Portal.Identity.Accounts;

/// <summary>ID1 in the place where ASP.NET Core Identity asks.</summary>
internal sealed class UsernameCheck(IdentityDb db) : IUserValidator<User>
{
    public async Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user)
    {
        if (UsernameRules.WhyNot(user.Username) is { } reason)
        {
            return IdentityResult.Failed(Refusals.Of(Refusals.Username, reason));
        }

        return await db.Users.AnyAsync(u => u.Username == user.Username && u.Id != user.Id)
            ? IdentityResult.Failed(Refusals.UsernameTaken)
            : IdentityResult.Success;
    }
}

/// <summary>ID2 in the place where ASP.NET Core Identity asks: the rules, and neither the present nor the previous password again.</summary>
internal sealed class NewPasswordCheck(IPasswordHasher<User> hasher) : IPasswordValidator<User>
{
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) => Task.FromResult(
        WhyNot(user, password ?? "") is { } reason ? IdentityResult.Failed(Refusals.Of(Refusals.Password, reason)) : IdentityResult.Success);

    private string? WhyNot(User user, string password) =>
        PasswordRules.WhyNot(password)
        ?? (IsOf(user, user.PasswordHash, password) || IsOf(user, user.PreviousPasswordHash, password)
            ? T("This is the present or the previous password; choose one that is new.")
            : null);

    private bool IsOf(User user, string? hash, string password) =>
        hash is not null && hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed;
}

/// <summary>Usernames are case-sensitive: nothing is folded before names are compared.</summary>
internal sealed class NamesAsTheyAre : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name;

    public string? NormalizeEmail(string? email) => email;
}
