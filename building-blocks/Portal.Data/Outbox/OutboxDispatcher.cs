using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Core;
using Portal.Data.Isolation;

namespace Portal.Data.Outbox;

/// <summary>
/// Sends what is due, oldest first, each kind of message in a lane of its own: a mail server that hangs keeps no telephone
/// waiting. Several nodes may run it: a message is claimed by moving its due time before it is sent.
/// </summary>
internal sealed class OutboxDispatcher(
    SystemWork system, IEnumerable<OutboxRoute> routes, OutboxSignal signal, TimeProvider clock, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);
    private const int MostAttempts = 12;

    private readonly Dictionary<string, OutboxRoute> _routes = routes.ToDictionary(r => r.Kind);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string[] known = [.. _routes.Keys];
        return Task.WhenAll([
            .. known.Select(kind => RunLaneAsync(waiting => waiting.Where(m => m.Kind == kind), stoppingToken)),
            RunLaneAsync(waiting => waiting.Where(m => !known.Contains(m.Kind)), stoppingToken),
        ]);
    }

    private async Task RunLaneAsync(Func<IQueryable<OutboxMessage>, IQueryable<OutboxMessage>> lane, CancellationToken stoppingToken)
    {
        // The database may answer at once; the start of the portal must not wait for what is sent first.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Before looking: what is committed while this lane looks is raised for it.
                var raised = signal.Next;
                while (await SendNextAsync(lane, stoppingToken))
                {
                }

                await OutboxSignal.WaitAsync(raised, Poll, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // A database that is away for a while must not end the dispatcher for good.
            catch (Exception e)
            {
                log.LogError(e, "The outbox could not be read; trying again in {Pause}", Poll);
                await Task.Delay(Poll, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> SendNextAsync(Func<IQueryable<OutboxMessage>, IQueryable<OutboxMessage>> lane, CancellationToken ct)
    {
        if (await ClaimAsync(lane, ct) is not { } message)
        {
            return false;
        }

        string? error = null;
        try
        {
            await using var scope = system.Begin("outbox: " + message.Kind);
            if (_routes.TryGetValue(message.Kind, out var route))
            {
                await route.Send(scope.ServiceProvider, message.Payload, ct);
            }
            else
            {
                error = "No module sends this kind of message.";
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            error = e.Message;
            log.LogWarning(e, "Sending {Kind} {Id} failed at attempt {Attempt}", message.Kind, message.Id, message.Attempts);
        }

        await SettleAsync(message, error, ct);
        return true;
    }

    private async Task<OutboxMessage?> ClaimAsync(Func<IQueryable<OutboxMessage>, IQueryable<OutboxMessage>> lane, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var scope = system.Begin("outbox: claim");
        var db = scope.ServiceProvider.GetRequiredService<CoreDb>();
        var next = await lane(db.Outbox.AsNoTracking())
            .Where(m => m.SentAt == null && m.DueAt <= now && m.Attempts < MostAttempts)
            .OrderBy(m => m.DueAt).FirstOrDefaultAsync(ct);
        if (next is null)
        {
            return null;
        }

        var claimed = await db.Outbox.Where(m => m.Id == next.Id && m.DueAt == next.DueAt && m.SentAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.DueAt, now + Claim).SetProperty(m => m.Attempts, m => m.Attempts + 1), ct);
        next.Attempts++;
        return claimed == 1 ? next : null;
    }

    private async Task SettleAsync(OutboxMessage message, string? error, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 5 * Math.Pow(3, message.Attempts - 1)));
        await using var scope = system.Begin("outbox: settle");
        var one = scope.ServiceProvider.GetRequiredService<CoreDb>().Outbox.Where(m => m.Id == message.Id);
        if (error is null)
        {
            await one.ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, now).SetProperty(m => m.LastError, (string?)null), ct);
        }
        else
        {
            await one.ExecuteUpdateAsync(s => s.SetProperty(m => m.DueAt, now + pause).SetProperty(m => m.LastError, error), ct);
        }
    }
}
