using System.Globalization;
using System.Net.NetworkInformation;
using System.Reflection;

namespace Portal.Testing.Peers;

/// <summary>sipp, the SIP traffic generator: many calls or registrations at once, or one message exactly as written.</summary>
public sealed class Sipp : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly PeerProcess process;

    private Sipp(TemporaryFolder folder, PeerProcess process, int port) => (this.folder, this.process, Port) = (folder, process, port);

    /// <summary>Port (on 127.0.0.1 unless told otherwise) that it sends from and listens on.</summary>
    public int Port { get; }

    /// <summary>Runs a scenario to its end. At the deadline (60 s) it is killed and <see cref="TimeoutException"/> thrown.</summary>
    public static async Task<SippResult> RunAsync(SippRun run, TimeSpan? deadline = null)
    {
        await using var sipp = await StartAsync(run);
        return await sipp.FinishAsync(deadline);
    }

    /// <summary>Starts a scenario and returns once its port is open. Skips the test where sipp is not installed.</summary>
    public static async Task<Sipp> StartAsync(SippRun run)
    {
        var program = Peer.Require("sipp");
        var folder = new TemporaryFolder();
        var port = FreePort.Next();
        if (!run.IsBuiltIn)
        {
            await File.WriteAllTextAsync(folder["scenario.xml"], run.Scenario.Contains('<') ? run.Scenario : Scenario(run.Scenario));
        }
        await File.WriteAllLinesAsync(folder["users.csv"], ["SEQUENTIAL", .. run.Users]);
        var sipp = new Sipp(folder, PeerProcess.Start(program, Arguments(run, port), folder.Path), port);
        await Eventually.TrueAsync(() => sipp.process.HasExited || IsOpen(port) || run.Transport.StartsWith("tn", StringComparison.Ordinal));
        return sipp;
    }

    /// <summary>Waits until all calls are done and returns what was counted.</summary>
    public async Task<SippResult> FinishAsync(TimeSpan? deadline = null)
    {
        await process.ExitAsync(deadline ?? TimeSpan.FromSeconds(60));
        return SippResult.Read(ReadFile("statistics.csv"), ReadFile("errors.log"), process.Output);
    }

    /// <summary>A scenario under <c>bench/sipp</c> as text, to be changed by a test.</summary>
    public static string Scenario(string name)
    {
        using var text = Assembly.GetExecutingAssembly().GetManifestResourceStream($"sipp/{name}.xml")
            ?? throw new ArgumentException($"There is no bench/sipp/{name}.xml.", nameof(name));
        return new StreamReader(text).ReadToEnd();
    }

    /// <summary>Kills it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static List<string> Arguments(SippRun run, int port)
    {
        string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            .. run.IsBuiltIn ? ["-sn", run.Scenario] : (string[])["-sf", "scenario.xml"], "-i", run.Address, "-p", Text(port), "-t", run.Transport, "-m", Text(run.Calls), "-r", Text(run.Rate),
            "-d", Text(run.Talk.TotalMilliseconds), "-nostdin", "-trace_err", "-error_file", "errors.log",
            "-trace_stat", "-stf", "statistics.csv", "-fd", "1",
        ];
        if (run.Concurrent is { } concurrent)
        {
            arguments.AddRange(["-l", Text(concurrent)]);
        }
        if (run.Users.Count > 0)
        {
            arguments.AddRange(["-inf", "users.csv"]);
        }
        if (run.AuthUri is { } uri)
        {
            arguments.AddRange(["-auth_uri", uri]);
        }
        // The register scenario's contact: this sipp, where no other phone is named.
        foreach (var (key, value) in new Dictionary<string, string>(run.Keys) { ["contact"] = run.Keys.GetValueOrDefault("contact", Text(port)) })
        {
            arguments.AddRange(["-key", key, value]);
        }
        arguments.AddRange(run.Arguments);
        if (run.Target is { } target)
        {
            arguments.Add(target);
        }
        return arguments;
    }

    private static bool IsOpen(int port)
    {
        var all = IPGlobalProperties.GetIPGlobalProperties();
        return all.GetActiveUdpListeners().Concat(all.GetActiveTcpListeners()).Any(listener => listener.Port == port);
    }

    private string ReadFile(string name) => File.Exists(folder[name]) ? File.ReadAllText(folder[name]) : "";
}
