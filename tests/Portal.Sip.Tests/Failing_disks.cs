using Portal.Sip.Registration;
using Portal.Testing;

namespace Portal.Sip.Tests;

public sealed class Failing_disks : IDisposable
{
    private readonly LocationFiles _files = new();

    [Fact]
    public async Task On_a_full_disk_registrations_go_on_in_memory_and_are_written_when_there_is_room()
    {
        var options = new FileLocationStoreOptions { RetryAfter = TimeSpan.FromSeconds(5) };
        await using (var store = _files.Open(options))
        {
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
            await store.FlushAsync();
            _files.Disk.Full = true;
            store.Update(LocationFiles.Aor(2), _ => [_files.Of(2)]);
            (await Should.ThrowAsync<IOException>(() => store.FlushAsync())).Message.ShouldContain("No space");
            store.Failure.ShouldNotBeNull();
            store.Find(LocationFiles.Aor(2)).Count.ShouldBe(1);
            store.Update(LocationFiles.Aor(1), _ => []);
            await Should.ThrowAsync<IOException>(() => store.FlushAsync()); // writing it anew does not fit either
            File.Exists(_files.Path + ".new").ShouldBeFalse();

            _files.Disk.Full = false;
            _files.Clock.Advance(TimeSpan.FromSeconds(5));
            await Eventually.TrueAsync(() => store.Failure is null);
        }
        await using var again = _files.Open(options);
        again.Recovery.IsWhole.ShouldBeTrue();
        again.All().Select(b => b.Aor).ShouldBe([LocationFiles.Aor(2)]);
    }

    [Fact]
    public async Task A_power_failure_on_a_full_disk_leaves_what_was_written_before()
    {
        await using var store = _files.Open();
        store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
        await store.FlushAsync();
        _files.Disk.Full = true;
        store.Update(LocationFiles.Aor(2), _ => [_files.Of(2)]);
        await Should.ThrowAsync<IOException>(() => store.FlushAsync());
        var left = LocationFile.Read(_files.Path, _files.Clock.GetUtcNow())!;
        left.Bindings.ShouldHaveSingleItem().Aor.ShouldBe(LocationFiles.Aor(1));
        left.Recovery.BytesCut.ShouldBeGreaterThan(0); // half a record
        _files.Disk.Full = false;
    }

    [Fact]
    public async Task After_a_disk_that_lost_a_write_the_whole_file_is_written_anew()
    {
        await using var store = _files.Open();
        store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
        await store.FlushAsync();
        _files.Disk.Losing = true;
        store.Update(LocationFiles.Aor(2), _ => [_files.Of(2)]);
        await Should.ThrowAsync<IOException>(() => store.FlushAsync());
        // As the disk may have it: nothing since the last success, nor that either.
        File.WriteAllBytes(_files.Path, LocationJournal.Magic);
        _files.Disk.Losing = false;
        await store.FlushAsync();
        LocationFile.Read(_files.Path, _files.Clock.GetUtcNow())!.Bindings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_at_once_and_taken_when_it_is()
    {
        var path = Path.Combine(_files["later"], "locations");
        await using (var store = _files.Open(path: path))
        {
            store.Failure.ShouldBeOfType<DirectoryNotFoundException>();
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
            Directory.CreateDirectory(_files["later"]);
            _files.Clock.Advance(TimeSpan.FromSeconds(5));
            await Eventually.TrueAsync(() => store.Failure is null);
        }
        await using var again = _files.Open(path: path);
        again.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_may_not_grow_further_is_written_anew_and_then_refused_with_the_reason()
    {
        await using var store = _files.Open(new FileLocationStoreOptions { MaxBytes = 2_000 });
        for (uint cseq = 1; cseq <= 50; cseq++)
        {
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1, cseq)]);
            await store.FlushAsync();
            new FileInfo(_files.Path).Length.ShouldBeLessThanOrEqualTo(2_000);
        }
        for (var number = 0; number < 50; number++) store.Update(LocationFiles.Aor(number), _ => [_files.Of(number)]);
        (await Should.ThrowAsync<IOException>(() => store.FlushAsync())).Message.ShouldContain("2000 bytes");
        store.Count.ShouldBe(50);
        for (var number = 2; number < 50; number++) store.Update(LocationFiles.Aor(number), _ => []);
        await store.FlushAsync();
        store.Failure.ShouldBeNull();
    }

    public void Dispose() => _files.Dispose();
}
