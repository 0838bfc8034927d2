using System.Data;
using System.Data.Common;

namespace Portal.Architecture.Tests;

/// <summary>What a database says of its own tables: columns with type and nullability, keys and indexes, as sorted text.</summary>
internal static class Schema
{
    private const string Sqlite = """
        SELECT m.name, 'column ' || c.name || ' ' || c.type || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END || ' key ' || c.pk
        FROM sqlite_master m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'migrations_%' AND m.name NOT LIKE '\_\_%' ESCAPE '\'
        UNION ALL
        SELECT m.name, 'index ' || i.name || CASE i."unique" WHEN 1 THEN ' unique' ELSE '' END || ' (' || (SELECT group_concat(x.name || CASE x."desc" WHEN 1 THEN ' desc' ELSE '' END) FROM pragma_index_xinfo(i.name) x WHERE x.key = 1) || ')' || CASE i.partial WHEN 1 THEN ' partial' ELSE '' END
        FROM sqlite_master m, pragma_index_list(m.name) i
        WHERE m.type = 'table' AND i.origin <> 'pk' AND m.name NOT LIKE 'sqlite_%'
        """;

    private const string Postgres = """
        SELECT table_schema || '.' || table_name, 'column ' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '')
            || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || coalesce(' default ' || column_default, '') || coalesce(' identity ' || identity_generation, '')
        FROM information_schema.columns
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'public') AND table_name <> 'migrations'
        UNION ALL
        SELECT schemaname || '.' || tablename, indexdef FROM pg_indexes
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'public') AND tablename <> 'migrations'
        """;

    public static async Task<SortedDictionary<string, string>> ReadAsync(DbConnection connection, bool postgres)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.OpenAsync();
        }

        await using var command = connection.CreateCommand();
        command.CommandText = postgres ? Postgres : Sqlite;
        var lines = new List<(string Table, string Line)>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                lines.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        return new SortedDictionary<string, string>(lines.GroupBy(l => l.Table).ToDictionary(
            g => g.Key, g => string.Join('\n', g.Select(l => l.Line).Order(StringComparer.Ordinal))), StringComparer.Ordinal);
    }
}
