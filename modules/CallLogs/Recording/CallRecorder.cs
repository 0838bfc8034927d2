using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.CallLogs.Data;
using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Recording;

/// <summary>
/// Takes finished calls from the switch without ever keeping it waiting, and stores them in batches. Within a second of the end
/// of a call its record is on the disk: in the database, or in the journal when the database is slow or away.
/// </summary>
internal sealed class CallRecorder : ICallRecordSink, IHostedLifecycleService, IDisposable
{
    /// <summary>How long the first record of a batch waits for company.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(150);

    /// <summary>How long the database may take before the batch goes to the journal as well. Window + twice this + a disk flush is under a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>How long to wait before trying again when neither database nor journal takes a batch.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Records in one transaction.</summary>
    private const int LargestBatch = 1000;

    /// <summary>Records that wait in memory, minutes of the busiest hour. More than that only when the disk takes nothing either.</summary>
    private const int Capacity = 65_536;

    private readonly Channel<CallRecord> _queue = Channel.CreateBounded<CallRecord>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _stop = new();
    private readonly CallStore _store;
    private readonly CallJournal _journal;
    private readonly JournalReplay _replay;
    private readonly RecordingMeter _meter;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallRecorder> _log;
    private Task<bool> _saving = Task.FromResult(true);
    private Task _writing = Task.CompletedTask;
    private Task _replaying = Task.CompletedTask;
    private bool _healthy = true;

    public CallRecorder(
        CallStore store, CallJournal journal, JournalReplay replay, RecordingMeter meter, TimeProvider clock, ILogger<CallRecorder> log)
    {
        (_store, _journal, _replay, _meter, _clock, _log) = (store, journal, replay, meter, clock, log);
        meter.Waiting = () => _queue.Reader.Count;
    }

    public void Add(CallRecord record)
    {
        if (!_queue.Writer.TryWrite(record))
        {
            _meter.Lost.Add(1);
            _log.LogCritical("The record of call {Call} is lost: {Count} are waiting already and can be stored nowhere", record.Id, _queue.Reader.Count);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        _replaying = Task.Run(() => _replay.RunAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Last of all, so that calls which the switch ends while it stops are stored too.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await _writing;
        await _stop.CancelAsync();
        // A replay that hangs in the database is left behind: its records are still in the journal.
        await Task.WhenAny(_replaying, Task.Delay(Pause, _clock, CancellationToken.None));
    }

    private async Task WriteAsync()
    {
        var batch = new List<CallRecord>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            if (_queue.Reader.Count < LargestBatch)
            {
                await Task.Delay(Window, _clock);
            }

            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var record))
            {
                batch.Add(record);
            }

            while (!await StoreAsync(batch))
            {
                await Task.Delay(Pause, _clock);
            }

            batch = [];
        }
    }

    /// <summary>False when neither the database nor the disk took the batch.</summary>
    private async Task<bool> StoreAsync(List<CallRecord> batch)
    {
        // While an earlier save hangs, no second one joins it; the journal takes what comes.
        if (_saving.IsCompleted)
        {
            _saving = Task.Run(() => SaveAsync(batch));
            await Task.WhenAny(_saving, Task.Delay(Patience, _clock));
            if (_saving.IsCompleted && await _saving)
            {
                return true;
            }
        }

        try
        {
            _journal.Append(batch);
            _meter.Journaled.Add(batch.Count);
            _replay.Wake();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.LogCritical(e, "{Count} call records can be stored neither in the database nor in the journal; trying again", batch.Count);
            return false;
        }
    }

    private async Task<bool> SaveAsync(List<CallRecord> batch)
    {
        try
        {
            await _store.SaveAsync(batch, CancellationToken.None);
            _meter.Stored.Add(batch.Count);
            _healthy = true;
            return true;
        }
        // Whatever is wrong with the database, the records go to the journal instead.
        catch (Exception e)
        {
            if (_healthy)
            {
                _log.LogError(e, "Call records cannot be stored in the database; they go to the journal until it is back");
            }

            _healthy = false;
            return false;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();
}
