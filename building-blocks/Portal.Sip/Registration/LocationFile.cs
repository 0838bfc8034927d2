namespace Portal.Sip.Registration;

/// <summary>Reads the file of a <see cref="FileLocationStore"/> as far as it can be believed.</summary>
internal static class LocationFile
{
    /// <summary>What was read, and what the file needs.</summary>
    /// <param name="Bindings">Those whose time is not over.</param>
    /// <param name="Length">Of the file.</param>
    /// <param name="Live">Bytes of the records that still count.</param>
    internal sealed record Content(List<Binding> Bindings, LocationRecovery Recovery, long Length, long Live);

    /// <summary>Null when there is no file. One that is none of ours is moved aside, so that nothing of it is lost.</summary>
    internal static Content? Read(string path, DateTimeOffset now)
    {
        using (var file = OpenIfThere(path))
        {
            if (file is null) return null;
            if (IsOurs(file)) return Read(file, now);
        }
        var aside = path + ".unreadable";
        File.Move(path, aside, overwrite: true);
        return new Content([], new LocationRecovery(0, 0, 0, 0, aside), 0, 0);
    }

    private static FileStream? OpenIfThere(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 << 10, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>So is a beginning cut short.</summary>
    private static bool IsOurs(FileStream file)
    {
        Span<byte> begin = stackalloc byte[LocationJournal.Magic.Length];
        var got = file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return LocationJournal.Magic.StartsWith(begin[..got]);
    }

    private static Content Read(FileStream file, DateTimeOffset now)
    {
        var latest = new Dictionary<string, (List<Binding> Bindings, int Bytes)>(StringComparer.Ordinal);
        Span<byte> header = stackalloc byte[LocationRecord.HeaderBytes];
        var buffer = new byte[4096];
        var length = file.Length;
        var damaged = 0;
        long cut = file.Position < LocationJournal.Magic.Length ? file.Position : 0;
        while (file.Position < length)
        {
            var start = file.Position;
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
                || !LocationRecord.TryReadHeader(header, out var size, out var checksum) || size > length - file.Position)
            {
                cut = length - start;
                break;
            }
            if (size > buffer.Length) buffer = new byte[Math.Max(size, 2 * buffer.Length)];
            file.ReadExactly(buffer.AsSpan(0, size));
            if (!LocationRecord.TryRead(buffer, size, checksum, out var aor, out var bindings)) damaged++;
            else if (bindings.Count == 0) latest.Remove(aor);
            else latest[aor] = (bindings, LocationRecord.HeaderBytes + size);
        }

        var live = new List<Binding>();
        long bytes = LocationJournal.Magic.Length;
        var all = 0;
        foreach (var (bindings, size) in latest.Values)
        {
            var before = live.Count;
            live.AddRange(bindings.Where(binding => binding.ExpiresAt > now));
            all += bindings.Count;
            if (live.Count > before) bytes += size;
        }
        return new Content(live, new LocationRecovery(live.Count, all - live.Count, damaged, cut, null), length, bytes);
    }
}
