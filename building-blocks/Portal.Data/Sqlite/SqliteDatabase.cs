using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Data.Sqlite;

/// <summary>One file in write-ahead-log mode: readers never wait for the writer, and a commit is on the disk when it returns.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private readonly string _path;
    private readonly string _connectionString;

    public SqliteDatabase(DataOptions options)
    {
        SqliteNative.Prepare();
        _path = System.IO.Path.Combine(options.Path, "portal.db");
        _connectionString = options.ConnectionString ?? new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            ForeignKeys = true,
            Pooling = true,
        }.ToString();
    }

    public string Name => "sqlite";

    public DbConnection CreateConnection() => new SqliteConnection(_connectionString);

    public void Configure(DbContextOptionsBuilder options, DbConnection connection, string module) => options
        // A list is one parameter, a JSON array: a partner may look after thousands of companies, a group have thousands of members.
        .UseSqlite(connection, sqlite => sqlite.MigrationsHistoryTable("migrations_" + module)
            .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .ReplaceService<IMigrationsSqlGenerator, SqliteModuleMigrations>()
        .AddInterceptors(SqlitePragmas.Instance);

    // Microsoft.Data.Sqlite begins with BEGIN IMMEDIATE at this level: a writer waits its turn at the start instead of
    // failing with SQLITE_BUSY in the middle, after it has read something that meanwhile changed.
    public async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.OpenAsync(ct);
            SqlitePragmas.Apply(connection);
        }

        return await connection.BeginTransactionAsync(IsolationLevel.Serializable, ct);
    }

    // Whoever has begun a write is the only writer there is.
    public Task LockAsync(DbTransaction transaction, Guid what, CancellationToken ct) => Task.CompletedTask;

    public async Task ProbeAsync(CancellationToken ct)
    {
        var folder = System.IO.Path.GetDirectoryName(_path)!;
        try
        {
            Directory.CreateDirectory(folder);
            await using var connection = CreateConnection();
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; PRAGMA user_version = 1; COMMIT;";
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw DataOptions.CannotWrite(folder, e);
        }
    }

    public bool IsDuplicate(Exception error) =>
        error is SqliteException { SqliteErrorCode: 19, SqliteExtendedErrorCode: 2067 or 1555 }
        || (error is DbUpdateException && error.InnerException is not null && IsDuplicate(error.InnerException));
}

/// <summary>Settings that SQLite keeps per connection.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static SqlitePragmas Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    // FULL: a commit survives a power cut, not only a crash of the process.
    // Busy: SQLite itself asks again for the one writer's place within milliseconds; without, the provider sleeps 150 ms between its tries.
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";
        command.ExecuteNonQuery();
    }
}
