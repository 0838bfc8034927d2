using System.Globalization;
using Npgsql;

namespace Portal.Testing.Peers;

/// <summary>
/// A private PostgreSQL for this test run: made in a temporary folder at the first use, deleted when the run ends, also when it is killed.
/// <c>PORTAL_TEST_POSTGRES</c> may give the connection string of another server instead (a user that may create databases).
/// </summary>
public static class PostgresServer
{
    private const string ProgramFolder = "/usr/lib/postgresql/15/bin";
    private static readonly Lazy<Task<string>> Started = new(StartAsync);
    private static int lastDatabase;

    /// <summary>Makes an empty database and returns its connection string. Skips the test where PostgreSQL is not installed.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        if (Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES") is null)
        {
            Peer.Require("initdb", ProgramFolder);
        }
        var server = await Started.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref lastDatabase)}");
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        // file_copy spares the write-ahead log, and with it half the time.
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return given;
        }
        var folder = Directory.CreateTempSubdirectory("portal-pg-").FullName;
        var data = Path.Combine(folder, "data");
        await InitialiseAsync(folder, data);
        // PostgreSQL refuses to run as root. Speed before safety: the data lives as long as the test run.
        var server = PeerProcess.Start(AsUser(out var arguments), [.. arguments, Path.Combine(ProgramFolder, "postgres"), "-D", data, "-k", folder,
            "-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
            "-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "autovacuum=off"], folder, deleteAtEnd: folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait();

        var connection = new NpgsqlConnectionStringBuilder { Host = folder, Username = "postgres", Database = "postgres", Pooling = true }.ConnectionString;
        await Eventually.TrueAsync(() => AnswersAsync(connection, server), TimeSpan.FromSeconds(60));
        return connection;
    }

    private static async Task InitialiseAsync(string folder, string data)
    {
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", ["postgres", folder], folder);
        }
        await RunAsync(AsUser(out var arguments), [.. arguments, Path.Combine(ProgramFolder, "initdb"), "-D", data,
            "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"], folder);
    }

    private static string AsUser(out string[] arguments)
    {
        var root = Environment.UserName == "root";
        arguments = root ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        return root ? "setpriv" : "env";
    }

    private static async Task RunAsync(string program, string[] arguments, string folder)
    {
        await using var process = PeerProcess.Start(program, arguments, folder);
        if (await process.ExitAsync(TimeSpan.FromSeconds(60)) != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}:\n{process.Output}");
        }
    }

    private static async Task<bool> AnswersAsync(string connectionString, PeerProcess server)
    {
        if (server.HasExited)
        {
            throw new InvalidOperationException($"PostgreSQL does not start:\n{server.Output}");
        }
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
