using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Portal.Sip.Registration;

/// <summary>
/// Bindings in memory that survive a restart and lost power in one file: a journal, written behind by a thread of its own, so that no telephone waits for the disk.
/// <see cref="Update"/> only notes the address; at most <see cref="FileLocationStoreOptions.WriteDelay"/> later its state is appended with a checksum and forced to the
/// disk, many addresses in one write. <b>Power failure loses the changes of that time and of the write under way</b>; <see cref="DisposeAsync"/> and
/// <see cref="FlushAsync"/> leave nothing behind. What can't be written (disk full, no right) is reported once and tried again; meanwhile the store goes on in memory.
/// Bindings of WebSocket connections are not kept: a browser can't be called back (RFC 7118 §5). The file belongs to one process at a time.
/// </summary>
public sealed class FileLocationStore : ILocationStore, IAsyncDisposable
{
    private readonly InMemoryLocationStore _memory;
    private readonly LocationJournal _journal;
    private readonly LocationWriter _writer;
    private readonly ILogger _log;

    private FileLocationStore(InMemoryLocationStore memory, LocationJournal journal, FileLocationStoreOptions options, ILogger log, TimeProvider time)
    {
        (_memory, _journal, _log) = (memory, journal, log);
        _writer = new LocationWriter(Write, options, journal.Path, log, time);
    }

    /// <summary>Opens the file, or makes it, and puts back the bindings whose time is not over. What is damaged is left out and told in <see cref="Recovery"/> and the log.</summary>
    /// <param name="path">The file; its folder must be there. <c>.lock</c> and <c>.new</c> are put behind its name for two more.</param>
    /// <exception cref="IOException">Another process has the file, or it can't be read. (One that can't be written is a <see cref="Failure"/> instead.)</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FileLocationStore Open(string path, FileLocationStoreOptions? options = null, ILogger<FileLocationStore>? logger = null, TimeProvider? time = null) =>
        Open(path, options, logger, time, LocationJournal.Open);

    internal static FileLocationStore Open(string path, FileLocationStoreOptions? options, ILogger<FileLocationStore>? logger, TimeProvider? time, Func<string, FileMode, FileStream> open)
    {
        options ??= new FileLocationStoreOptions();
        options.Validate();
        time ??= TimeProvider.System;
        var journal = new LocationJournal(Path.GetFullPath(path), options, open);
        var memory = new InMemoryLocationStore(time);
        try
        {
            var store = new FileLocationStore(memory, journal, options, (ILogger?)logger ?? NullLogger.Instance, time);
            store.Start(time);
            return store;
        }
        catch
        {
            memory.Dispose();
            journal.Dispose();
            throw;
        }
    }

    /// <summary>What <see cref="Open(string, FileLocationStoreOptions?, ILogger{FileLocationStore}?, TimeProvider?)"/> found.</summary>
    public LocationRecovery Recovery { get; private set; } = new(0, 0, 0, 0, null);

    /// <summary>Why nothing is being written just now; null while the file takes what it is given.</summary>
    public Exception? Failure => _writer.Failure;

    /// <summary>Told after each change, in order for one address of record, on the changing thread: hand on and return. Restored bindings are not told of.</summary>
    public event Action<BindingChange>? Changed
    {
        add => _memory.Changed += value;
        remove => _memory.Changed -= value;
    }

    /// <inheritdoc cref="InMemoryLocationStore.Count"/>
    public int Count => _memory.Count;

    /// <inheritdoc cref="InMemoryLocationStore.All"/>
    public IReadOnlyList<Binding> All() => _memory.All();

    public IReadOnlyList<Binding> Find(string aor) => _memory.Find(aor);

    public IReadOnlyList<Binding> Update(string aor, Func<IReadOnlyList<Binding>, IReadOnlyList<Binding>?> change)
    {
        var after = _memory.Update(aor, change);
        _writer.Note(aor);
        return after;
    }

    /// <summary>Done when every change made before the call is on the disk; fails with the reason when it can't be written.</summary>
    /// <exception cref="ObjectDisposedException">The store has been disposed of.</exception>
    public Task FlushAsync(CancellationToken cancellation = default) => _writer.FlushAsync().WaitAsync(cancellation);

    private void Start(TimeProvider time)
    {
        Exception? failure = null;
        try
        {
            _journal.Own();
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && !IsInUse(io)))
        {
            failure = e;
        }
        var content = LocationFile.Read(_journal.Path, time.GetUtcNow());
        if (content is not null)
        {
            Recovery = content.Recovery;
            _memory.Restore(content.Bindings);
            Report();
        }
        if (failure is null && content is { Length: > 0, Recovery.IsWhole: true })
        {
            try
            {
                _journal.Continue(content.Length, content.Live);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                failure = e;
            }
        }
        _writer.Start(everything: content is not { Length: > 0, Recovery.IsWhole: true }, failure);
    }

    private void Report()
    {
        if (Recovery.MovedTo is { } aside) _log.LogError("{File} is no location file of this version; it was put at {Aside}, and no registrations were taken over.", _journal.Path, aside);
        else if (Recovery.IsWhole) _log.LogInformation("{Count} registrations taken over from {File}.", Recovery.Restored, _journal.Path);
        else
        {
            _log.LogWarning("{File} was damaged: {Damaged} records and the last {Bytes} bytes were left out, {Count} registrations taken over.",
                _journal.Path, Recovery.DamagedRecords, Recovery.BytesCut, Recovery.Restored);
        }
    }

    private void Write(IReadOnlyCollection<string>? changed)
    {
        var before = _journal.TooLarge;
        _journal.Write(changed, _memory.AddressesOfRecord, KeptOf);
        if (_journal.TooLarge > before) _log.LogError("{Count} addresses of record have too many bindings to be kept in {File}.", _journal.TooLarge - before, _journal.Path);
    }

    private IEnumerable<Binding> KeptOf(string aor) => _memory.Find(aor).Where(binding => binding.Flow.Transport is not (SipTransportKind.Ws or SipTransportKind.Wss));

    // What flock and CreateFile say; there is no exception of its own for it.
    private static bool IsInUse(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>Writes what is left and gives the file free. A last write that fails is logged. Dispose of the endpoint first: what is registered later is not kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _memory.Dispose();
        _journal.Dispose();
    }
}
