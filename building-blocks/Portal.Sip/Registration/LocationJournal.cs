namespace Portal.Sip.Registration;

/// <summary>
/// The file of a <see cref="FileLocationStore"/>: records appended, and all of it written anew beside it and renamed over it when it has grown or cannot be trusted. After a
/// failed write nothing is appended any more: what the disk holds of the file is then unknown, even where the next write succeeds. One thread at a time.
/// </summary>
internal sealed class LocationJournal(string path, FileLocationStoreOptions options, Func<string, FileMode, FileStream> open) : IDisposable
{
    private const int WriteBytes = 256 << 10;

    private readonly MemoryStream _buffer = new();
    private FileStream? _ownership;
    private FileStream? _file;
    private long _length;
    private long _compactAt;

    internal static ReadOnlySpan<byte> Magic => "SIPLOC1\n"u8;

    internal string Path => path;

    /// <summary>Records left out since they would have been larger than one may be.</summary>
    internal int TooLarge { get; private set; }

    /// <summary>Keeps others from the file for as long as this lives: two that write would lose each other's bindings. Throws where somebody else has it or the folder can't be written.</summary>
    internal void Own() => _ownership ??= new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);

    internal static FileStream Open(string path, FileMode mode)
    {
        var how = new FileStreamOptions
        {
            Mode = mode, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, BufferSize = 0,
        };
        // Who can be reached where is nobody else's business.
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, how);
    }

    /// <summary>Goes on behind what was read, which was whole.</summary>
    /// <param name="live">How many bytes of it still count.</param>
    internal void Continue(long length, long live)
    {
        _file = open(path, FileMode.Open);
        _file.Position = _length = length;
        SetCompaction(live);
    }

    /// <summary>Writes the state of these addresses and waits for the disk; all of the file anew when it must be. Throws when the disk would not.</summary>
    /// <param name="some">What has changed; null: unknown, so everything counts.</param>
    internal void Write(IReadOnlyCollection<string>? some, IEnumerable<string> all, Func<string, IEnumerable<Binding>> find)
    {
        Own();
        try
        {
            if (_file is null || some is null || _length > _compactAt || !TryAppend(some, find)) Rewrite(all, find);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>False when the file would grow beyond its bound.</summary>
    private bool TryAppend(IReadOnlyCollection<string> some, Func<string, IEnumerable<Binding>> find)
    {
        if (some.Count == 0) return true;
        if (!TryPut(_file!, some, find, keepEmpty: true)) return false;
        _file!.Flush(flushToDisk: true);
        return true;
    }

    private void Rewrite(IEnumerable<string> all, Func<string, IEnumerable<Binding>> find)
    {
        Close();
        var beside = path + ".new";
        // Not opened as it is: it may be what somebody else put there.
        File.Delete(beside);
        var file = open(beside, FileMode.CreateNew);
        try
        {
            file.Write(Magic);
            _length = Magic.Length;
            if (!TryPut(file, all, find, keepEmpty: false))
            {
                throw new IOException($"The live bindings are more than {options.MaxBytes} bytes, the bound of '{path}'.");
            }
            file.Flush(flushToDisk: true);
            File.Move(beside, path, overwrite: true);
            DiskFolder.Flush(System.IO.Path.GetDirectoryName(path)!);
        }
        catch
        {
            file.Dispose();
            MakeRoom(beside);
            throw;
        }
        _file = file;
        SetCompaction(_length);
    }

    /// <summary>On a full disk others need the room that half a file takes.</summary>
    private static void MakeRoom(string beside)
    {
        try
        {
            File.Delete(beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to tell of; the next attempt deletes it first.
        }
    }

    private bool TryPut(FileStream file, IEnumerable<string> aors, Func<string, IEnumerable<Binding>> find, bool keepEmpty)
    {
        _buffer.SetLength(0);
        foreach (var aor in aors)
        {
            var bindings = find(aor).ToList();
            if (bindings.Count == 0 && !keepEmpty) continue;
            if (LocationRecord.Append(_buffer, aor, bindings) == 0)
            {
                TooLarge++;
                LocationRecord.Append(_buffer, aor, []);
            }
            if (_buffer.Length >= WriteBytes && !TryPush(file)) return false;
        }
        return TryPush(file);
    }

    private bool TryPush(FileStream file)
    {
        if (_length + _buffer.Length > options.MaxBytes) return false;
        file.Write(_buffer.GetBuffer().AsSpan(0, (int)_buffer.Length));
        _length += _buffer.Length;
        _buffer.SetLength(0);
        if (_buffer.Capacity > 2 * WriteBytes) _buffer.Capacity = WriteBytes;
        return true;
    }

    private void SetCompaction(long live) => _compactAt = Math.Max((long)Math.Min(live * options.CompactionFactor, long.MaxValue / 2), options.CompactionFloor);

    private void Close()
    {
        var file = _file;
        _file = null;
        file?.Dispose();
    }

    public void Dispose()
    {
        Close();
        _ownership?.Dispose();
    }
}
