using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Modularity;

namespace Portal.Data.Postgres;

internal sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(DataOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new StartupException("PostgreSQL needs a connection string: set --Data:ConnectionString, for example \"Host=db;Database=portal;Username=portal\".");
        }

        _source = NpgsqlDataSource.Create(options.ConnectionString);
    }

    public string Name => "postgresql";

    public DbConnection CreateConnection() => _source.CreateConnection();

    public void Configure(DbContextOptionsBuilder options, DbConnection connection, string module) => options
        .UseNpgsql(connection, npgsql => npgsql.MigrationsHistoryTable("migrations", module));

    public async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.OpenAsync(ct);
        }

        return await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
    }

    // Two different things whose halves collide only wait for each other.
    public async Task LockAsync(DbTransaction transaction, Guid what, CancellationToken ct)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT pg_advisory_xact_lock(@what)";
        var key = command.CreateParameter();
        (key.ParameterName, key.Value) = ("what", BinaryPrimitives.ReadInt64LittleEndian(what.ToByteArray().AsSpan(8)));
        command.Parameters.Add(key);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task ProbeAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new StartupException(
                $"PostgreSQL cannot be reached: {e.Message.Split('\n')[0]}. Check --Data:ConnectionString and that the server runs.", e);
        }
    }

    public bool IsDuplicate(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
        || (error is DbUpdateException && error.InnerException is not null && IsDuplicate(error.InnerException));

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
