using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sip.Media;

namespace Portal.Sip.Streams;

/// <summary>One end of all streams: tells its ports, hears the other's, runs, tells figures.</summary>
internal static class End
{
    internal static async Task RunAsync(string role, int count, int seconds, bool secure)
    {
        var echoes = role == "echo";
        using var clock = new MediaClock(NullLogger.Instance);
        var ports = new RtpPorts(IPAddress.Loopback, echoes ? 20000 : 40000, echoes ? 39999 : 59999);
        var streams = new Stream[count];
        var sessions = new RtpSession[count];
        for (var i = 0; i < count; i++)
        {
            streams[i] = new Stream(echoes, seconds * 50 + 100);
            sessions[i] = new RtpSession(clock, ports, streams[i]);
        }
        Console.WriteLine(string.Join(' ', sessions.Select(session => session.LocalEndPoint.Port)));
        var others = Console.ReadLine()!.Split(' ').Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToArray();
        var key = new SdesKey(1, SrtpSuite.AesCm128HmacSha1_80, new byte[SrtpContext.KeyBytes]); // nothing secret is said
        for (var i = 0; i < count; i++)
        {
            sessions[i].Apply(new RtpParameters { Remote = new(IPAddress.Loopback, others[i]), LocalKey = secure ? key : null, RemoteKey = secure ? key : null });
        }
        // Compilation in tiers and the jitter buffers' first frames are over by then.
        await Task.Delay(TimeSpan.FromSeconds(5));
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var (collections, allocated, cpu, watch) = (GC.CollectionCount(0), GC.GetTotalAllocatedBytes(), process.TotalProcessorTime, Stopwatch.StartNew());
        Stream.Measuring = true;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        Stream.Measuring = false;
        process.Refresh();
        var (used, took) = (process.TotalProcessorTime - cpu, watch.Elapsed);
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        collections = GC.CollectionCount(0) - collections;

        var late = new List<int>(count * seconds * 50);
        foreach (var stream in streams) stream.Emitted.Collect(late);
        late.Sort();
        string At(double share) => (late[(int)((late.Count - 1) * share)] / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"emission after its ideal p50 {At(0.5)} p90 {At(0.9)} p99 {At(0.99)} p99.9 {At(0.999)} max {At(1)} ms over {late.Count} ticks; "
            + $"CPU {used / took:P1} of a processor, {used.TotalMicroseconds / took.TotalSeconds / count:0} us a second and stream, {used.TotalMicroseconds / Math.Max(1, streams.Sum(s => s.Taken + s.Filled - s.Empty)):0.00} us a packet; "
            + $"{streams.Sum(s => s.Taken)} packets in, {streams.Sum(s => s.Filled - s.Empty)} out, {streams.Sum(s => s.Empty)} ticks with nothing; "
            + $"{allocated / 1024} KiB allocated, {collections} collections, {process.WorkingSet64 >> 20} MiB"));
        foreach (var session in sessions) session.Dispose();
    }
}
