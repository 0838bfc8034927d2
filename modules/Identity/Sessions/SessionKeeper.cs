using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Isolation;
using Portal.Identity.Data;
using Portal.Identity.SignIn;

namespace Portal.Identity.Sessions;

/// <summary>
/// Writes once a minute who was seen, all of them in one transaction, and now and then removes the sessions whose cookie has run
/// out. A crash loses a minute of "last seen" and nothing else.
/// </summary>
internal sealed class SessionKeeper(KnownSessions sessions, SystemWork system, TimeProvider clock, ILogger<SessionKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1), Tidying = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    private DateTimeOffset _tidied;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(Every, clock, stoppingToken);
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops; what was seen last is written below.
        }

        await TryAsync(CancellationToken.None);
    }

    internal async Task WriteAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            await WriteSeenAsync(ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task WriteSeenAsync(CancellationToken ct)
    {
        var seen = sessions.TakeSeen();
        var now = clock.GetUtcNow();
        var tidy = now - _tidied >= Tidying;
        if (seen.Count == 0 && !tidy)
        {
            return;
        }

        await system.ChangeAsync("sessions seen", async services =>
        {
            var db = services.GetRequiredService<IdentityDb>();
            foreach (var (id, at, address) in seen)
            {
                await db.Sessions.Where(s => s.Id == id && s.LastSeenAt < at)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, at).SetProperty(x => x.Address, address), ct);
            }

            if (tidy)
            {
                var over = now - SessionCookie.Lasts;
                await db.Sessions.Where(s => s.LastSeenAt < over).ExecuteDeleteAsync(ct);
            }
        }, ct);
        _tidied = tidy ? now : _tidied;
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await WriteAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping; nothing is lost but a minute of "last seen".
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Who was seen last could not be written; the next minute tries again");
        }
    }
}
