using Portal.Sip.Registration;
using Portal.Testing;

namespace Portal.Sip.Tests;

public sealed class Damaged_location_files : IDisposable
{
    private readonly LocationFiles _files = new();

    [Fact]
    public async Task Every_length_that_lost_power_may_leave_is_read_up_to_the_last_whole_record()
    {
        var (octets, ends) = await ThreeRecordsAsync();
        for (var length = 0; length < octets.Length; length++)
        {
            var whole = ends.Count(end => end <= length);
            var content = Read(octets[..length])!;
            content.Bindings.Select(b => b.Aor).ShouldBe(Enumerable.Range(1, whole).Select(LocationFiles.Aor), $"length {length}");
            content.Recovery.IsWhole.ShouldBe(length is 0 || length == LocationJournal.Magic.Length || ends.Contains(length), $"length {length}");
        }
    }

    [Fact]
    public async Task Zeros_at_the_end_are_no_records()
    {
        var (octets, _) = await ThreeRecordsAsync();
        var content = Read([.. octets, .. new byte[4096]])!;
        content.Recovery.ShouldBe(new LocationRecovery(3, 0, 0, 4096, null));
    }

    [Fact]
    public async Task A_flipped_bit_costs_its_own_record_and_at_worst_those_behind_it()
    {
        var (octets, ends) = await ThreeRecordsAsync();
        for (var at = LocationJournal.Magic.Length; at < octets.Length; at++)
        {
            var damaged = (byte[])octets.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            var record = ends.Count(end => end <= at);
            var start = record == 0 ? LocationJournal.Magic.Length : ends[record - 1];
            var content = Read(damaged)!;
            // In a header nothing behind it can be found; in the content the next record can.
            var expected = at - start < LocationRecord.HeaderBytes ? Enumerable.Range(1, record) : Enumerable.Range(1, 3).Where(n => n != record + 1);
            content.Bindings.Select(b => b.Aor).ShouldBe(expected.Select(LocationFiles.Aor), $"octet {at}");
            content.Recovery.IsWhole.ShouldBeFalse($"octet {at}");
        }
    }

    [Fact]
    public async Task A_damaged_end_is_told_and_gone_with_the_first_write()
    {
        var (octets, ends) = await ThreeRecordsAsync();
        File.WriteAllBytes(_files.Path, octets[..(ends[1] + 20)]);
        await using (var store = _files.Open())
        {
            store.Recovery.ShouldBe(new LocationRecovery(2, 0, 0, 20, null));
            store.Update(LocationFiles.Aor(4), _ => [_files.Of(4)]);
        }
        await using var again = _files.Open();
        again.Recovery.ShouldBe(new LocationRecovery(3, 0, 0, 0, null));
    }

    [Fact]
    public async Task Somebody_elses_file_is_moved_aside_and_not_written_over()
    {
        File.WriteAllText(_files.Path, "shopping list");
        await using (var store = _files.Open())
        {
            store.Recovery.MovedTo.ShouldBe(_files.Path + ".unreadable");
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
        }
        File.ReadAllText(_files.Path + ".unreadable").ShouldBe("shopping list");
        await using var again = _files.Open();
        again.Count.ShouldBe(1);
    }

    [Fact]
    public void Made_up_records_with_good_checksums_are_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var content = new byte[random.Next(1, 200)];
            random.NextBytes(content);
            LocationRecord.TryRead(content, content.Length, LocationRecord.Checksum(content), out _, out var bindings);
            bindings.Count.ShouldBeLessThan(20);
        }
    }

    private LocationFile.Content? Read(byte[] octets)
    {
        File.WriteAllBytes(_files.Path, octets);
        return LocationFile.Read(_files.Path, _files.Clock.GetUtcNow());
    }

    /// <summary>The file, and where each of its records ends.</summary>
    private async Task<(byte[] Octets, int[] Ends)> ThreeRecordsAsync()
    {
        var ends = new List<int>();
        await using (var store = _files.Open())
        {
            await store.FlushAsync(); // or the first might be in the new file and be appended as well
            for (var number = 1; number <= 3; number++)
            {
                store.Update(LocationFiles.Aor(number), _ => [_files.Of(number)]);
                await store.FlushAsync();
                ends.Add((int)new FileInfo(_files.Path).Length);
            }
        }
        return (File.ReadAllBytes(_files.Path), [.. ends]);
    }

    public void Dispose() => _files.Dispose();
}
