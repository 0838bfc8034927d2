using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Accounts;

/// <summary>What every request needs of an account.</summary>
internal sealed record Account(
    UserId Id, string Username, string DisplayName, string SecurityStamp, bool Disabled, IReadOnlyList<Grant> Grants,
    CompanyId? Company, string? Language, string? TimeZone, string? Picture)
{
    /// <summary>The password was chosen by somebody else, and must be changed first of all.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Null: never, or there is no password.</summary>
    public DateTimeOffset? PasswordExpiresAt { get; init; }
}

/// <summary>
/// The accounts that are signed in, in memory: every request asks, and the database is asked only after a change. Another
/// portal node's change is noticed within <see cref="Freshness"/>.
/// </summary>
internal sealed class KnownAccounts(SystemWork system, PasswordAge age, TimeProvider clock)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private const int Most = 50_000;

    private readonly ConcurrentDictionary<UserId, (Account? Account, DateTimeOffset At)> _known = new();
    private long _changes;

    public async ValueTask<Account?> FindAsync(UserId id, CancellationToken ct)
    {
        if (_known.TryGetValue(id, out var known) && clock.GetUtcNow() - known.At < Freshness)
        {
            return known.Account;
        }

        var before = Interlocked.Read(ref _changes);
        var account = await LoadAsync(id, ct);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        // What was read before a change must not be remembered after it.
        if (Interlocked.Read(ref _changes) == before)
        {
            _known[id] = (account, clock.GetUtcNow());
        }

        return account;
    }

    public void Forget(IEnumerable<UserId> ids)
    {
        Interlocked.Increment(ref _changes);
        foreach (var id in ids)
        {
            _known.TryRemove(id, out _);
        }
    }

    private async Task<Account?> LoadAsync(UserId id, CancellationToken ct)
    {
        await using var scope = system.Begin("who is signed in");
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is { } user
            ? new Account(user.Id, user.Username, user.DisplayName, user.SecurityStamp, user.Disabled,
                [.. (await db.Grants.AsNoTracking().Where(g => g.UserId == id).ToListAsync(ct)).Where(g => !g.IsEmptyLayer).Select(g => g.ToGrant())],
                user.CompanyId, user.Language, user.TimeZone, user.Picture)
            {
                MustChangePassword = user.MustChangePassword,
                PasswordExpiresAt = age.ExpiryOf(user.PasswordChangedAt),
            }
            : null;
    }
}
