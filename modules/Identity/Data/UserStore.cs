using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Domain;
using Portal.Modularity;

namespace Portal.Identity.Data;

/// <summary>
/// ASP.NET Core Identity's view of our accounts. The store of its EF package wants a context of its own kind; this one lives in
/// the module's context, so that an account and the employee it belongs to are saved together or not at all.
/// </summary>
internal sealed partial class UserStore(IdentityDb db, UnitOfWork unit) : IUserPasswordStore<User>, IUserSecurityStampStore<User>
{
    public async Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken)
    {
        db.Users.Add(user);
        return await SaveAsync(cancellationToken);
    }

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => SaveAsync(cancellationToken);

    public async Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken)
    {
        db.Users.Remove(user);
        return await SaveAsync(cancellationToken);
    }

    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? await db.Users.SingleOrDefaultAsync(u => u.Id == new UserId(id), cancellationToken) : null;

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.Users.SingleOrDefaultAsync(u => u.Username == normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Username);

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken)
    {
        user.Username = userName ?? "";
        return Task.CompletedTask;
    }

    // Usernames are case-sensitive (ID1): the name is its own normal form.
    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Username);

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(User user, string? passwordHash, CancellationToken cancellationToken)
    {
        (user.PreviousPasswordHash, user.PasswordHash) = (user.PasswordHash, passwordHash);
        user.MustChangePassword = false;
        user.PasswordChangedAt = passwordHash is null ? null : unit.Clock.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(User user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // The context belongs to the request.
    }

    private async Task<IdentityResult> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return IdentityResult.Success;
        }
        // Two people took the same name at the same moment; the unique index let one of them have it.
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            // Both databases name the column or its index in the message.
            return IdentityResult.Failed(
                e.InnerException?.Message.Contains(nameof(User.ContactId), StringComparison.Ordinal) == true ? Refusals.ContactHasLogin : Refusals.UsernameTaken);
        }
    }
}
