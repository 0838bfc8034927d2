using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Recording;

/// <summary>
/// Where call records wait on the disk while the database cannot take them: append-only files below the data folder, one JSON
/// object a line. A file that is being written stays open and locked; a closed one may be read back by any process.
/// </summary>
internal sealed class CallJournal(DataOptions data, TimeProvider clock, ILogger<CallJournal> log) : IDisposable
{
    private const string Extension = ".journal";
    private readonly Lock _gate = new();
    private readonly string _folder = Path.Combine(data.Path, "call-journal");
    private FileStream? _open;

    /// <summary>Puts the records on the disk; when it returns, they survive a power cut.</summary>
    /// <exception cref="IOException">The disk is full or away; <see cref="UnauthorizedAccessException"/>: the folder cannot be written.</exception>
    public void Append(IEnumerable<CallRecord> records)
    {
        using var lines = new MemoryStream();
        foreach (var record in records)
        {
            JsonSerializer.Serialize(lines, record);
            lines.WriteByte((byte)'\n');
        }

        lock (_gate)
        {
            _open ??= Create();
            var before = _open.Position;
            try
            {
                _open.Write(lines.GetBuffer(), 0, (int)lines.Length);
                _open.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // Half a line in the middle would spoil the next one.
                _open.SetLength(before);
                throw;
            }
        }
    }

    /// <summary>Closes the file being written and tells all that wait to be read back, oldest first.</summary>
    public IReadOnlyList<string> CloseAndList()
    {
        lock (_gate)
        {
            _open?.Dispose();
            _open = null;
        }

        return Directory.Exists(_folder)
            ? [.. Directory.GetFiles(_folder, "*" + Extension).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>
    /// Reads a closed file back in portions and removes it when <paramref name="save"/> has taken them all. What cannot be read
    /// is set aside under another name, so that a person can look at it.
    /// </summary>
    /// <returns>How many records were read; null when another process is writing the file.</returns>
    public async Task<int?> ReplayAsync(string file, int portion, Func<IReadOnlyList<CallRecord>, Task> save)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
        catch (IOException)
        {
            return null;
        }

        var (read, unreadable) = (0, 0);
        await using (stream)
        {
            using var lines = new StreamReader(stream, Encoding.UTF8);
            var records = new List<CallRecord>(portion);
            while (await lines.ReadLineAsync() is { } line)
            {
                if (Parse(line) is { } record)
                {
                    records.Add(record);
                    read++;
                }
                else
                {
                    unreadable++;
                }

                if (records.Count == portion)
                {
                    await save(records);
                    records.Clear();
                }
            }

            if (records.Count > 0)
            {
                await save(records);
            }
        }

        if (unreadable == 0)
        {
            File.Delete(file);
        }
        else
        {
            // The process may have died in the middle of a line: that record was never reported as stored.
            log.LogWarning("{Count} lines of the call journal {File} cannot be read; it is kept with the extension .unreadable", unreadable, file);
            File.Move(file, Path.ChangeExtension(file, ".unreadable"), overwrite: true);
        }

        return read;
    }

    private static CallRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<CallRecord>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private FileStream Create()
    {
        Directory.CreateDirectory(_folder);
        var name = $"{clock.GetUtcNow():yyyyMMdd-HHmmssfff}-{Guid.NewGuid():N}{Extension}";
        return new FileStream(Path.Combine(_folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _open?.Dispose();
            _open = null;
        }
    }
}
