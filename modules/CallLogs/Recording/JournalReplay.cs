using Microsoft.Extensions.Logging;
using Portal.CallLogs.Data;

namespace Portal.CallLogs.Recording;

/// <summary>Brings journaled call records into the database: at the start what a crash has left, later as soon as the database is back.</summary>
internal sealed class JournalReplay(CallStore store, CallJournal journal, RecordingMeter meter, TimeProvider clock, ILogger<JournalReplay> log)
{
    /// <summary>The pause between two attempts.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private const int Portion = 500;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private bool _healthy = true;

    /// <summary>Says that the journal has something to read back.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            // Another thread was quicker: the replay is awake, which is what was wanted.
            catch (SemaphoreFullException)
            {
            }
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                if (await TryAsync(ct))
                {
                    await _wake.WaitAsync(ct);
                }

                await Task.Delay(Pause, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>True when nothing is left to read back.</summary>
    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            var total = 0;
            foreach (var file in journal.CloseAndList())
            {
                total += await journal.ReplayAsync(file, Portion, records => store.SaveAsync(records, ct)) ?? 0;
            }

            if (total > 0)
            {
                meter.Stored.Add(total);
                log.LogInformation("{Count} call records of the journal are in the database", total);
            }

            _healthy = true;
            return true;
        }
        // The records stay in the journal: nothing is lost by trying again later.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (_healthy)
            {
                log.LogWarning(e, "The call journal cannot be read back yet; trying again every {Pause}", Pause);
            }

            _healthy = false;
            return false;
        }
    }
}
