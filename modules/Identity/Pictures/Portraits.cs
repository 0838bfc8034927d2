using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pictures;

/// <summary>Addresses of pictures, from the accounts in memory. Whose login an employee has hardly ever changes and is remembered too.</summary>
internal sealed class Portraits(KnownAccounts known, SystemWork system, TimeProvider clock) : IPortraits
{
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<EmployeeId, (UserId? User, DateTimeOffset At)> _logins = new();

    public async ValueTask<string?> OfAsync(UserId user, CancellationToken ct) =>
        await known.FindAsync(user, ct) is { Picture: { } picture } ? $"/pictures/{user}/{picture}" : null;

    public async ValueTask<string?> OfAsync(EmployeeId employee, CancellationToken ct)
    {
        if (!_logins.TryGetValue(employee, out var login) || clock.GetUtcNow() - login.At >= KnownAccounts.Freshness)
        {
            await using var scope = system.Begin("whose picture");
            var found = await scope.ServiceProvider.GetRequiredService<IdentityDb>().Grants.AsNoTracking()
                .Where(g => g.EmployeeId == employee && g.Role == Role.Employee).Select(g => (UserId?)g.UserId).FirstOrDefaultAsync(ct);
            if (_logins.Count >= Most)
            {
                _logins.Clear();
            }

            _logins[employee] = login = (found, clock.GetUtcNow());
        }

        return login.User is { } user ? await OfAsync(user, ct) : null;
    }
}
