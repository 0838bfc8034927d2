using System.Net;
using Portal.Sip.Registration;
using Portal.Testing;

namespace Portal.Sip.Tests;

public sealed class Keeping_registrations : IDisposable
{
    private readonly LocationFiles _files = new();

    [Fact]
    public async Task A_restart_keeps_every_field_of_a_binding()
    {
        var now = _files.Clock.GetUtcNow();
        NameAddr.TryParse("<sip:2001@[2001:db8::7]:5070;transport=tcp>;+sip.instance=\"<urn:uuid:1>\";reg-id=1;methods=\"INVITE, BYE\";bare", out var contact).ShouldBeTrue();
        var binding = new Binding
        {
            Aor = LocationFiles.Aor(2001),
            Contact = contact!.Uri,
            Parameters = contact.Parameters,
            Flow = new SipFlow(SipTransportKind.Tls, IPEndPoint.Parse("[2001:db8::7]:61000"), 77, IPEndPoint.Parse("[2001:db8::1]:5061")) { ServerName = "phone.example.test" },
            CallId = "täglich@phone",
            CSeq = uint.MaxValue,
            ExpiresAt = now.AddSeconds(600.5),
            RegisteredAt = now.AddDays(-3),
            RefreshedAt = now.AddTicks(1),
            UserAgent = "Yealink SIP-T46G 28.83 ☎",
            Quality = 250,
            InstanceId = "urn:uuid:1",
            RegId = "1",
            Path = ["<sip:edge1.example.test;lr>", "<sip:token@edge2.example.test;lr;ob>"],
        };
        await using (var store = _files.Open()) store.Update(binding.Aor, _ => [binding]);

        await using var again = _files.Open();
        var kept = again.Find(binding.Aor).ShouldHaveSingleItem();
        kept.Contact.ToString().ShouldBe(binding.Contact.ToString());
        kept.Parameters.ToString().ShouldBe(binding.Parameters.ToString());
        kept.Path.ShouldBe(binding.Path);
        kept.Flow.ToString().ShouldBe(binding.Flow.ToString());
        kept.Flow.Local.ShouldBe(binding.Flow.Local);
        kept.Flow.ServerName.ShouldBe("phone.example.test");
        kept.Flow.ConnectionId.ShouldBe(0); // the connection ended with the process
        (kept with { Contact = binding.Contact, Parameters = binding.Parameters, Path = binding.Path, Flow = binding.Flow }).ShouldBe(binding);
        again.Recovery.ShouldBe(new LocationRecovery(1, 0, 0, 0, null));
    }

    [Fact]
    public async Task What_was_removed_stays_removed_and_what_is_over_is_not_put_back()
    {
        await using (var store = _files.Open())
        {
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
            store.Update(LocationFiles.Aor(2), _ => [_files.Of(2, seconds: 60)]);
            store.Update(LocationFiles.Aor(3), _ => [_files.Of(3) with { Quality = 900 }, _files.Of(3) with { Contact = SipUri.Parse("sip:3@192.0.2.78") }]);
            await store.FlushAsync();
            store.Update(LocationFiles.Aor(1), _ => []);
        }
        _files.Clock.Advance(TimeSpan.FromSeconds(60));
        await using var again = _files.Open();
        again.Recovery.ShouldBe(new LocationRecovery(2, 1, 0, 0, null));
        again.All().Select(b => b.Contact.Host).ShouldBe(["192.0.2.78", "192.0.2.77"]); // preferred first, as before
        again.Find(LocationFiles.Aor(1)).ShouldBeEmpty();
        again.Find(LocationFiles.Aor(2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_browsers_connection_is_not_put_back()
    {
        await using (var store = _files.Open())
        {
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1) with { Flow = new SipFlow(SipTransportKind.Wss, new IPEndPoint(IPAddress.Loopback, 9), 5) }, _files.Of(1)]);
            store.Find(LocationFiles.Aor(1)).Count.ShouldBe(2);
        }
        await using var again = _files.Open();
        again.Find(LocationFiles.Aor(1)).ShouldHaveSingleItem().Flow.Transport.ShouldBe(SipTransportKind.Udp);
    }

    [Fact]
    public async Task Changes_are_written_after_the_delay_in_one_go()
    {
        await using var store = _files.Open(new FileLocationStoreOptions { WriteDelay = TimeSpan.FromMilliseconds(300) });
        await store.FlushAsync();
        var before = _files.Disk.Flushes;
        for (uint cseq = 1; cseq <= 50; cseq++)
        {
            for (var number = 0; number < 20; number++) store.Update(LocationFiles.Aor(number), _ => [_files.Of(number, cseq)]);
        }
        _files.Clock.Advance(TimeSpan.FromMilliseconds(299));
        _files.Disk.Flushes.ShouldBe(before);
        _files.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => _files.Disk.Flushes == before + 1);
        await store.FlushAsync();
        _files.Disk.Flushes.ShouldBe(before + 1);
        CopyAndRead(store).ShouldBe(store.All().Select(b => (b.Aor, b.CSeq)).Order());
    }

    [Fact]
    public async Task The_file_is_written_anew_when_it_has_grown_and_holds_the_same()
    {
        var options = new FileLocationStoreOptions { CompactionFactor = 2, CompactionFloor = 10_000 };
        await using (var store = _files.Open(options))
        {
            var largest = 0L;
            for (uint cseq = 1; cseq <= 400; cseq++)
            {
                var number = (int)cseq % 7;
                store.Update(LocationFiles.Aor(number), _ => cseq % 11 == 0 ? [] : [_files.Of(number, cseq)]);
                await store.FlushAsync();
                largest = Math.Max(largest, new FileInfo(_files.Path).Length);
                if (cseq % 50 == 0) CopyAndRead(store).ShouldBe(store.All().Select(b => (b.Aor, b.CSeq)).Order());
            }
            largest.ShouldBeInRange(8_000, 11_000);
            File.Exists(_files.Path + ".new").ShouldBeFalse();
        }
        await using var again = _files.Open(options);
        again.Recovery.IsWhole.ShouldBeTrue();
        again.Recovery.Restored.ShouldBeInRange(6, 7);
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_change_at_once_while_the_file_is_written_anew()
    {
        var options = new FileLocationStoreOptions { CompactionFactor = 1.1, CompactionFloor = 2_000, WriteDelay = TimeSpan.Zero, MaxPending = 40 };
        List<(string, uint)> expected;
        await using (var store = _files.Open(options))
        {
            var done = false;
            var clock = Task.Run(() =>
            {
                while (!Volatile.Read(ref done)) _files.Clock.Advance(TimeSpan.FromMilliseconds(1));
            });
            await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
            {
                for (uint cseq = 1; cseq <= 300; cseq++)
                {
                    var number = worker * 100 + (int)cseq % 90;
                    store.Update(LocationFiles.Aor(number), _ => cseq % 5 == 0 ? [] : [_files.Of(number, cseq, seconds: 1_000_000)]);
                    if (cseq % 60 == 0) await store.FlushAsync();
                }
            })));
            Volatile.Write(ref done, true);
            await clock;
            expected = [.. store.All().Select(b => (b.Aor, b.CSeq)).Order()];
        }
        await using var again = _files.Open(options);
        again.Recovery.IsWhole.ShouldBeTrue();
        again.All().Select(b => (b.Aor, b.CSeq)).Order().ShouldBe(expected);
    }

    [Fact]
    public async Task The_file_on_a_real_disk_is_its_owners_alone()
    {
        await using (var store = FileLocationStore.Open(_files.Path, time: _files.Clock))
        {
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
            await store.FlushAsync();
            store.Update(LocationFiles.Aor(2), _ => [_files.Of(2)]);
        }
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_files.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var again = FileLocationStore.Open(_files.Path, time: _files.Clock);
        again.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_do_not_write_one_file()
    {
        await using (var store = _files.Open())
        {
            Should.Throw<IOException>(() => _files.Open()).Message.ShouldContain("another process");
            store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
        }
        await using var after = _files.Open();
        after.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Disposing_twice_and_changing_afterwards_harms_nobody()
    {
        var store = _files.Open();
        store.Update(LocationFiles.Aor(1), _ => [_files.Of(1)]);
        await store.DisposeAsync();
        await store.DisposeAsync();
        store.Update(LocationFiles.Aor(2), _ => [_files.Of(2)]);
        Should.Throw<ObjectDisposedException>(() => store.FlushAsync());
        await using var again = _files.Open();
        again.Count.ShouldBe(1);
    }

    /// <summary>What another would read now: the store still has the file.</summary>
    private IEnumerable<(string, uint)> CopyAndRead(FileLocationStore store)
    {
        store.Failure.ShouldBeNull();
        return LocationFile.Read(_files.Path, _files.Clock.GetUtcNow())!.Bindings.Select(b => (b.Aor, b.CSeq)).Order();
    }

    public void Dispose() => _files.Dispose();
}
