using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Update;

namespace Portal.Data.Sqlite;

/// <summary>
/// SQLite has no schemas and no date type. Migrations are written once, with a schema per module and
/// <see cref="DateTimeOffset"/> columns; here the schema becomes a table prefix (<c>forwarding.rules</c> → <c>forwarding_rules</c>)
/// and a moment becomes an integer of microseconds, as <see cref="ModuleDb"/> maps them.
/// </summary>
internal sealed class SqliteModuleMigrations(
    MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations, IModel? model = null, MigrationsSqlGenerationOptions options = default)
    {
        var kept = operations.Where(o => o is not EnsureSchemaOperation).ToArray();
        foreach (var operation in kept)
        {
            Rewrite(operation);
        }

        return base.Generate(kept, model, options);
    }

    private static void Rewrite(MigrationOperation operation)
    {
        switch (operation)
        {
            case CreateTableOperation create:
                (create.Name, create.Schema) = (Prefixed(create.Name, create.Schema), null);
                create.Columns.ForEach(Rewrite);
                create.UniqueConstraints.ForEach(Rewrite);
                create.ForeignKeys.ForEach(Rewrite);
                create.CheckConstraints.ForEach(Rewrite);
                if (create.PrimaryKey is { } key)
                {
                    Rewrite(key);
                }

                break;
            case ColumnOperation column:
                (column.Table, column.Schema) = (Prefixed(column.Table, column.Schema), null);
                if (column.ColumnType is null && (Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType) == typeof(DateTimeOffset))
                {
                    (column.ClrType, column.ColumnType) = (typeof(long), "INTEGER");
                }

                break;
            case AddForeignKeyOperation foreign:
                (foreign.Table, foreign.Schema) = (Prefixed(foreign.Table, foreign.Schema), null);
                (foreign.PrincipalTable, foreign.PrincipalSchema) = (Prefixed(foreign.PrincipalTable, foreign.PrincipalSchema), null);
                break;
            case RenameTableOperation rename:
                rename.NewName = Prefixed(rename.NewName ?? rename.Name, rename.NewSchema ?? rename.Schema);
                (rename.Name, rename.Schema, rename.NewSchema) = (Prefixed(rename.Name, rename.Schema), null, null);
                break;
            case DropTableOperation drop:
                (drop.Name, drop.Schema) = (Prefixed(drop.Name, drop.Schema), null);
                break;
            case CreateIndexOperation index:
                (index.Name, index.Table, index.Schema) = (Prefixed(index.Name, index.Schema), Prefixed(index.Table, index.Schema), null);
                break;
            case DropIndexOperation index:
                (index.Name, index.Table, index.Schema) = (Prefixed(index.Name, index.Schema), Prefixed(index.Table!, index.Schema), null);
                break;
            case ITableMigrationOperation table:
                Unqualify(operation, table);
                break;
        }
    }

    // The remaining constraint operations share the two properties but no settable interface.
    private static void Unqualify(MigrationOperation operation, ITableMigrationOperation table)
    {
        var type = operation.GetType();
        type.GetProperty("Table")?.SetValue(operation, Prefixed(table.Table, table.Schema));
        type.GetProperty("Schema")?.SetValue(operation, null);
    }

    private static string Prefixed(string name, string? schema) => schema is null ? name : schema + "_" + name;
}
