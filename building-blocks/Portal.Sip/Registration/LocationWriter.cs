using Microsoft.Extensions.Logging;

namespace Portal.Sip.Registration;

/// <summary>
/// Gathers the addresses that change and writes them behind on its own thread, since waiting for a disk on the pool's threads would keep SIP waiting. An address that
/// changes ten times before it is written is noted once; too many of them become "everything", so that a disk that is slow or full costs no memory.
/// </summary>
internal sealed class LocationWriter(Action<IReadOnlyCollection<string>?> write, FileLocationStoreOptions options, string path, ILogger log, TimeProvider time) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<string> _changed = new(StringComparer.Ordinal);
    private HashSet<string> _writing = new(StringComparer.Ordinal);
    private List<TaskCompletionSource> _flushes = [];
    private ITimer? _timer;
    private bool _everything;
    private bool _scheduled; // the timer runs
    private bool _due;
    private bool _stopping;
    private volatile Exception? _failure;

    internal Exception? Failure => _failure;

    internal void Start(bool everything, Exception? failure)
    {
        _timer = time.CreateTimer(static writer => ((LocationWriter)writer!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _everything = everything;
            _due = everything && failure is null;
        }
        if (failure is not null) Failed(failure);
        new Thread(Run) { IsBackground = true, Name = "SIP locations" }.Start();
    }

    internal void Note(string aor)
    {
        lock (_gate)
        {
            if (_stopping) return;
            if (!_everything && _changed.Add(aor) && _changed.Count > options.MaxPending)
            {
                _everything = true;
                _changed = new HashSet<string>(StringComparer.Ordinal);
            }
            if (_scheduled) return;
            _scheduled = true;
            _timer!.Change(options.WriteDelay, Timeout.InfiniteTimeSpan);
        }
    }

    internal Task FlushAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(FileLocationStore));
            var flush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add(flush);
            _due = true;
            Monitor.Pulse(_gate);
            return flush.Task;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _due = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            bool last, everything;
            List<TaskCompletionSource> flushes;
            lock (_gate)
            {
                while (!_due && !_stopping) Monitor.Wait(_gate);
                last = _stopping;
                everything = _everything;
                (flushes, _flushes) = (_flushes, []);
                (_writing, _changed) = (_changed, _writing);
                _due = _everything = _scheduled = false;
                _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            var failure = TryWrite(everything);
            foreach (var flush in flushes)
            {
                if (failure is null) flush.SetResult(); else flush.SetException(failure);
            }
            _writing.Clear();
            if (last) break;
        }
        _finished.SetResult();
    }

    private Exception? TryWrite(bool everything)
    {
        try
        {
            if (everything || _writing.Count > 0) write(everything ? null : _writing);
        }
        // Whatever it was, the telephones that are registered must go on being found.
        catch (Exception e)
        {
            Failed(e);
            return e;
        }
        if (_failure is not null)
        {
            _failure = null;
            log.LogInformation("Registrations are written to {File} again.", path);
        }
        return null;
    }

    /// <summary>Told once, not with each attempt.</summary>
    private void Failed(Exception failure)
    {
        var known = _failure;
        _failure = failure;
        if (known?.Message != failure.Message) log.LogError(failure, "Registrations can't be written to {File}; they are kept in memory only, and it is tried again every {Time}.", path, options.RetryAfter);
        lock (_gate)
        {
            // What the file holds of this write is unknown, so the next one writes all of it anew.
            _everything = _scheduled = true;
            _changed.Clear();
            _timer!.Change(options.RetryAfter, Timeout.InfiniteTimeSpan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
        await _finished.Task.ConfigureAwait(false);
        await _timer!.DisposeAsync().ConfigureAwait(false);
    }
}
