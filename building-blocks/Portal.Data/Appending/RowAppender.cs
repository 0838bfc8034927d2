using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Data.Audit;
using Portal.Data.Isolation;

namespace Portal.Data;

/// <summary>Adds many rows of what is only ever added to, such as call records: one prepared statement, nothing tracked.</summary>
public static class RowAppender
{
    private const int RowsInBatch = 100;

    /// <summary>Inserts the rows in the running transaction; values are stored as the model says.</summary>
    /// <exception cref="InvalidOperationException">No transaction runs, or changes to this entity are audited and must be saved as entities.</exception>
    /// <exception cref="CompanyIsolationException">A row belongs to a company out of reach.</exception>
    public static async Task AppendAsync<TRow>(this ModuleDb db, IReadOnlyList<TRow> rows, CancellationToken cancellation = default) where TRow : class, ICompanyOwned
    {
        if (rows.Count == 0)
        {
            return;
        }

        var entity = db.Model.FindEntityType(typeof(TRow)) ?? throw new InvalidOperationException($"{typeof(TRow).Name} is not in {db.GetType().Name}.");
        if (typeof(TRow).GetCustomAttribute<NotAuditedAttribute>() is null || db.Database.CurrentTransaction?.GetDbTransaction() is not { Connection: { } connection } transaction)
        {
            throw new InvalidOperationException($"{typeof(TRow).Name} is appended in a transaction, and only what is not audited is.");
        }

        if (!db.SeesEverything && rows.Any(row => !db.Reaches(row.CompanyId)))
        {
            throw new CompanyIsolationException(entity.GetTableName() ?? entity.Name);
        }

        var columns = Columns(entity);
        var sql = Statement(db, entity, columns);
        if (connection.CanCreateBatch)
        {
            await InBatchesAsync(connection, transaction, sql, columns, rows, cancellation);
        }
        else
        {
            await OneByOneAsync(connection, transaction, sql, columns, rows, cancellation);
        }
    }

    private static Column[] Columns(IEntityType entity)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        return [.. entity.GetProperties().Where(p => p.GetColumnName(table) is not null).Select((p, i) => new Column(p.GetColumnName(table)!, $"@p{i}", p, p.GetRelationalTypeMapping()))];
    }

    private static string Statement(ModuleDb db, IEntityType entity, Column[] columns)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        return $"INSERT INTO {sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema())} ({string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)))}) "
            + $"VALUES ({string.Join(", ", columns.Select(c => c.Parameter))})";
    }

    private static async Task OneByOneAsync<TRow>(
        DbConnection connection, DbTransaction transaction, string sql, Column[] columns, IReadOnlyList<TRow> rows, CancellationToken cancellation) where TRow : class
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            Fill(command.Parameters, command, columns, row);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task InBatchesAsync<TRow>(
        DbConnection connection, DbTransaction transaction, string sql, Column[] columns, IReadOnlyList<TRow> rows, CancellationToken cancellation) where TRow : class
    {
        // Only makes parameters, with the provider's own types.
        await using var maker = connection.CreateCommand();
        foreach (var chunk in rows.Chunk(RowsInBatch))
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var row in chunk)
            {
                var command = batch.CreateBatchCommand();
                command.CommandText = sql;
                Fill(command.Parameters, maker, columns, row);
                batch.BatchCommands.Add(command);
            }

            await batch.PrepareAsync(cancellation);
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static void Fill(DbParameterCollection parameters, DbCommand maker, Column[] columns, object row)
    {
        foreach (var column in columns)
        {
            parameters.Add(column.Mapping.CreateParameter(maker, column.Parameter, column.Property.GetGetter().GetClrValue(row), column.Property.IsNullable));
        }
    }

    private sealed record Column(string Name, string Parameter, IProperty Property, RelationalTypeMapping Mapping);
}
