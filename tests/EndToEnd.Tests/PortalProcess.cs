using System.Diagnostics;
using System.Text;
using Portal.Testing;
using Portal.TestHost;

namespace Portal.EndToEnd.Tests;

/// <summary>The built program in a process of its own, started as the README says, on free ports and a folder of its own.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TemporaryFolder? _owned;

    /// <summary>What the demo looks like after its first start. Filling it takes as long as everything else of a start.</summary>
    private static readonly Lazy<Task<TemporaryFolder>> Filled = new(FillAsync);

    private PortalProcess(Process process, string folder, TemporaryFolder? owned, int http, int sip)
    {
        (_process, Folder, _owned, Sip) = (process, folder, owned, sip);
        BaseAddress = new Uri($"http://127.0.0.1:{http}");
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
    }

    private const string DataFile = "portal.db";

    public Uri BaseAddress { get; }

    /// <summary>The SIP port, UDP and TCP.</summary>
    public int Sip { get; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>
    /// Starts the demo and waits until it says that it is ready. It is filled by one first start of the test run; every other gets
    /// a copy of those data, unless the folder has some already or the settings lead to another database.
    /// </summary>
    public static async Task<PortalProcess> StartDemoAsync(string? folder = null, params string[] settings)
    {
        if (settings.Length > 0 || File.Exists(Path.Combine(folder ?? "", DataFile)))
        {
            return await StartReadyAsync(folder, ["--demo", .. settings]);
        }

        var filled = (await Filled.Value).Path;
        var owned = folder is null ? new TemporaryFolder() : null;
        foreach (var file in Directory.EnumerateFiles(filled, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder ?? owned!.Path, Path.GetRelativePath(filled, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return await StartReadyAsync(folder, owned, ["--demo"]);
    }

    public static Task<PortalProcess> StartReadyAsync(string? folder, params string[] arguments) => StartReadyAsync(folder, null, arguments);

    private static async Task<PortalProcess> StartReadyAsync(string? folder, TemporaryFolder? owned, string[] arguments)
    {
        var portal = Start(folder, owned, arguments);
        using var client = new HttpClient { BaseAddress = portal.BaseAddress };
        await Eventually.TrueAsync(async () =>
        {
            if (portal._process.HasExited)
            {
                throw new InvalidOperationException("The portal has ended:\n" + portal.Output);
            }

            try
            {
                return (await client.GetAsync("/health")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(60));
        return portal;
    }

    /// <summary>Starts the program without waiting.</summary>
    public static PortalProcess Start(string? folder, params string[] arguments) => Start(folder, null, arguments);

    private static PortalProcess Start(string? folder, TemporaryFolder? owned, string[] arguments)
    {
        owned ??= folder is null ? new TemporaryFolder() : null;
        folder ??= owned!.Path;
        int http = FreePort.Next(), sip = FreePort.Next();
        string[] defaults =
        [
            "--urls", $"http://127.0.0.1:{http}", "--Sip:Address", "127.0.0.1", "--Sip:Port", sip.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--Data:Path", folder, "--Plugins:Path", Path.Combine(folder, "plugins"),
        ];
        // What a test says wins, because it comes last; the demo's own settings come first.
        var start = new ProcessStartInfo("dotnet", [Built("host", "Portal.dll"), .. arguments.Where(a => a == "--demo"), .. defaults, .. arguments.Where(a => a != "--demo")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Lives for seconds: measuring what to optimise later costs more than it brings.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        var process = new Process { StartInfo = start };
        var portal = new PortalProcess(process, folder, owned, http, sip);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return portal;
    }

    /// <summary>Where a project's build lies, for the configuration this test was built in.</summary>
    public static string Built(string project, string file) =>
        Repository.File($"{project}/bin/{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}/net10.0/{file}");

    /// <summary>Waits for the program's own end.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>What pulling the plug looks like to a process: SIGKILL, no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>A browser-like client; redirects are not followed.</summary>
    public HttpClient CreateClient() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = BaseAddress };

    public async Task<HttpClient> SignInAsync(string username, string password = "Demo-1234!")
    {
        var client = CreateClient();
        var answer = await client.PostFormAsync("/sign-in", new() { ["Username"] = username, ["Password"] = password });
        ((int)answer.StatusCode).ShouldBeInRange(302, 303, $"{username} could not sign in");
        return client;
    }

    /// <summary>How many calls made since the demo's history are in the database, read beside the running portal.</summary>
    public async Task<long> CountCallsAsync() => await ScalarAsync("SELECT count(*) FROM calllogs_calls WHERE Dialled = '2002' AND StartedAt > (unixepoch() - 600) * 1000000");

    /// <summary>The id of the company with this SIP domain, as it stands in addresses.</summary>
    public async Task<string> CompanyOfAsync(string domain) =>
        ((string)(await ValueAsync($"SELECT Id FROM tenancy_companies WHERE SipDomain = '{domain}'"))!).ToLowerInvariant();

    public async Task<long> ScalarAsync(string sql) => Convert.ToInt64(await ValueAsync(sql), System.Globalization.CultureInfo.InvariantCulture);

    public async Task<object?> ValueAsync(string sql)
    {
        await using var connection = await DatabaseFile.OpenAsync(Folder);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        _owned?.Dispose();
    }

    private static async Task<TemporaryFolder> FillAsync()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        await using var portal = await StartReadyAsync(folder.Path, "--demo");
        await portal.KillAsync();
        // Into the one file that is copied.
        await portal.ValueAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        File.Delete(folder[DataFile + "-wal"]);
        File.Delete(folder[DataFile + "-shm"]);
        return folder;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
