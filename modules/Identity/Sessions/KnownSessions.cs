using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Identity.Data;
using Portal.Modularity;

namespace Portal.Identity.Sessions;

/// <summary>What every request needs of a session.</summary>
internal sealed record KnownSession(Guid Id, UserId User, string Stamp, UserId? Supporter, Guid? SupporterSession);

/// <summary>
/// The open sessions in memory, as <see cref="Accounts.KnownAccounts"/> keeps accounts: ending one here counts with the next
/// request, on another portal node within <see cref="Freshness"/>. Also notes who was seen, for <see cref="SessionKeeper"/> to write.
/// </summary>
internal sealed class KnownSessions(SystemWork system, TimeProvider clock)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private const int Most = 50_000;

    private readonly ConcurrentDictionary<Guid, (KnownSession? Session, DateTimeOffset At)> _known = new();
    private readonly ConcurrentDictionary<Guid, (DateTimeOffset At, string? Address)> _seen = new();
    private long _changes;

    public async ValueTask<KnownSession?> FindAsync(Guid id, CancellationToken ct)
    {
        if (_known.TryGetValue(id, out var known) && clock.GetUtcNow() - known.At < Freshness)
        {
            return known.Session;
        }

        var before = Interlocked.Read(ref _changes);
        KnownSession? session;
        await using (var scope = system.Begin("which session is this"))
        {
            session = await scope.ServiceProvider.GetRequiredService<IdentityDb>().Sessions.AsNoTracking().Where(s => s.Id == id)
                .Select(s => new KnownSession(s.Id, s.UserId, s.Stamp, s.SupporterId, s.SupporterSession)).SingleOrDefaultAsync(ct);
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        // What was read before an end must not be remembered after it.
        if (Interlocked.Read(ref _changes) == before)
        {
            _known[id] = (session, clock.GetUtcNow());
        }

        return session;
    }

    public void Forget(IEnumerable<Guid> ids)
    {
        Interlocked.Increment(ref _changes);
        foreach (var id in ids)
        {
            _known.TryRemove(id, out _);
            _seen.TryRemove(id, out _);
        }
    }

    public void Seen(Guid id, IPAddress? address) => _seen[id] = (clock.GetUtcNow(), address?.ToString());

    /// <summary>When it was last seen, where that is not written yet.</summary>
    public DateTimeOffset? LastSeen(Guid id) => _seen.TryGetValue(id, out var seen) ? seen.At : null;

    /// <summary>Who was seen since the last time this was asked.</summary>
    public IReadOnlyList<(Guid Id, DateTimeOffset At, string? Address)> TakeSeen()
    {
        var taken = new List<(Guid, DateTimeOffset, string?)>();
        foreach (var id in _seen.Keys)
        {
            if (_seen.TryRemove(id, out var seen))
            {
                taken.Add((id, seen.At, seen.Address));
            }
        }

        return taken;
    }
}
