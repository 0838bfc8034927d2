using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;

namespace Portal.Identity.Data;

/// <summary>What ASP.NET Core Identity asks about passkeys while it checks one. Changes go through this module's requests.</summary>
internal sealed partial class UserStore : IUserPasskeyStore<User>
{
    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        [.. (await db.Passkeys.AsNoTracking().Where(p => p.UserId == user.Id).ToListAsync(cancellationToken)).Select(p => p.ToInfo())];

    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await FindAsync(credentialId, cancellationToken) is { } passkey ? await db.Users.SingleOrDefaultAsync(u => u.Id == passkey.UserId, cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        await FindAsync(credentialId, cancellationToken) is { } passkey && passkey.UserId == user.Id ? passkey.ToInfo() : null;

    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys are kept by AddPasskey and SignInByPasskey, which check and audit.");

    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys are removed by RemovePasskey, which checks and audits.");

    private Task<Passkey?> FindAsync(byte[] credentialId, CancellationToken ct)
    {
        var id = Base64Url.EncodeToString(credentialId);
        return db.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.CredentialId == id, ct);
    }
}
