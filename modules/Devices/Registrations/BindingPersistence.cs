using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Isolation;
using Portal.Devices.Data;
using Portal.Sip.Registration;

namespace Portal.Devices.Registrations;

/// <summary>
/// Registrations live in memory; this writes them down behind, at most half a second later, and puts them back at start, so
/// that phones can be called at once after a restart instead of when they happen to register again.
/// </summary>
internal sealed class BindingPersistence(InMemoryLocationStore store, SystemWork system, TimeProvider clock, ILogger<BindingPersistence> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private const int LargestBatch = 500;

    private readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private Task _writing = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await RestoreAsync(cancellationToken);
        store.Changed += Remember;
        _writing = WriteBehindAsync();
    }

    private async Task RestoreAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var restored = 0;
        await system.ChangeAsync("registrations of the last run", async services =>
        {
            var db = services.GetRequiredService<DevicesDb>();
            await db.Bindings.Where(b => b.ExpiresAt <= now).ExecuteDeleteAsync(ct);
            var bindings = (await db.Bindings.AsNoTracking().ToListAsync(ct)).Select(row => row.ToBinding()).OfType<Binding>().ToArray();
            store.Restore(bindings);
            restored = bindings.Length;
        }, ct);
        log.LogInformation("{Count} registrations taken over from the last run", restored);
    }

    // Called on the registrar's thread: note it and return.
    private void Remember(BindingChange change)
    {
        _changed[change.Binding.Aor] = 0;
        _signal.Writer.TryWrite(true);
    }

    private async Task WriteBehindAsync()
    {
        try
        {
            while (await _signal.Reader.WaitToReadAsync(_stopping.Token))
            {
                _signal.Reader.TryRead(out _);
                var written = await WriteAsync();
                await Task.Delay(written ? Pace : PauseAfterFailure, clock, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What is left is written by StopAsync.
        }
    }

    /// <summary>Writes what has changed as it is now; false when the database would not take it, and then it stays noted.</summary>
    private async Task<bool> WriteAsync()
    {
        while (_changed.Keys.Take(LargestBatch).ToArray() is { Length: > 0 } aors)
        {
            foreach (var aor in aors)
            {
                // Before reading it: a change from here on notes it again.
                _changed.TryRemove(aor, out _);
            }

            try
            {
                await system.ChangeAsync("registrations", async services =>
                {
                    var db = services.GetRequiredService<DevicesDb>();
                    await db.Bindings.Where(b => aors.Contains(b.Aor)).ExecuteDeleteAsync();
                    db.Bindings.AddRange(aors.SelectMany(store.Find).Select(b => b.ToRow()));
                    await db.SaveChangesAsync();
                }, CancellationToken.None);
            }
            // The registrar goes on without the database; the next attempt writes the same.
            catch (Exception e)
            {
                log.LogError(e, "Registrations of {Count} addresses could not be written; trying again", aors.Length);
                foreach (var aor in aors)
                {
                    _changed[aor] = 0;
                }

                _signal.Writer.TryWrite(true);
                return false;
            }
        }

        return true;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        store.Changed -= Remember;
        await _stopping.CancelAsync();
        await _writing;
        await WriteAsync();
    }

    public void Dispose() => _stopping.Dispose();
}
