using System.Net;
using Portal.Sip.Registration;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>A folder with a location file, a clock, and bindings to put there.</summary>
internal sealed class LocationFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManualTimeProvider Clock { get; } = new();
    public string Path => _folder["locations"];
    public string this[string name] => _folder[name];

    /// <summary>Opened files, which can be told to fail.</summary>
    public FailingDisk Disk { get; } = new();

    public FileLocationStore Open(FileLocationStoreOptions? options = null, string? path = null) =>
        FileLocationStore.Open(path ?? Path, options, null, Clock, Disk.Open);

    public static string Aor(int number) => $"sip:{number}@acme.localhost";

    public Binding Of(int number, uint cseq = 1, int seconds = 3600) => new()
    {
        Aor = Aor(number),
        Contact = SipUri.Parse($"sip:{number}@192.0.2.77:5062;transport=udp"),
        Flow = new SipFlow(SipTransportKind.Udp, new IPEndPoint(IPAddress.Parse("192.0.2.77"), 5062)),
        CallId = $"call-{number}",
        CSeq = cseq,
        RegisteredAt = Clock.GetUtcNow(),
        RefreshedAt = Clock.GetUtcNow(),
        ExpiresAt = Clock.GetUtcNow().AddSeconds(seconds),
    };

    public void Dispose() => _folder.Dispose();
}

/// <summary>A disk that is full from some moment on, or loses what it was given.</summary>
internal sealed class FailingDisk
{
    private volatile bool _full;
    private volatile bool _losing;
    private int _flushes;

    public bool Full { set => _full = value; }
    public bool Losing { set => _losing = value; }

    /// <summary>How often the disk was waited for.</summary>
    public int Flushes => Volatile.Read(ref _flushes);

    public FileStream Open(string path, FileMode mode) => new OnDisk(this, path, mode);

    private sealed class OnDisk(FailingDisk disk, string path, FileMode mode) : FileStream(path, mode, FileAccess.Write, FileShare.Read | FileShare.Delete, 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (disk._full)
            {
                // As a disk does: what still fits is written.
                base.Write(buffer[..(buffer.Length / 2)]);
                throw new IOException("No space left on device");
            }
            base.Write(buffer);
        }

        public override void Flush(bool flushToDisk)
        {
            if (disk._losing) throw new IOException("Input/output error");
            Interlocked.Increment(ref disk._flushes);
            base.Flush(flushToDisk: false); // no test needs the wait
        }
    }
}
