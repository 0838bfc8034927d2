using Portal.TestHost;

namespace Portal.Hostile.Tests;

/// <summary>Looks through every column of the database.</summary>
internal static class Kept
{
    /// <summary>Columns that hold characters which hide, or a part of the long text.</summary>
    public static async Task<IReadOnlyList<string>> HiddenAsync(string folder)
    {
        var wrong = new List<string>();
        await using var connection = await DatabaseFile.OpenAsync(folder);
        foreach (var table in await ReadAsync("SELECT name FROM sqlite_master WHERE type = 'table'"))
        {
            foreach (var column in await ReadAsync($"SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'"))
            {
                foreach (var (what, condition) in new[]
                {
                    ("a right-to-left mark", $"instr(\"{column}\", char(8238)) > 0"),
                    ("a control character", $"instr(\"{column}\", char(7)) > 0"),
                    ("a NUL", $"instr(CAST(\"{column}\" AS BLOB), x'00') > 0"),
                    ("a cut text", $"instr(\"{column}\", '{HostileText.LongMark}') > 0 AND length(\"{column}\") < {HostileText.Length}"),
                })
                {
                    wrong.AddRange((await ReadAsync($"SELECT substr(\"{column}\", 1, 40) FROM \"{table}\" WHERE {condition} LIMIT 1")).Select(v => $"{table}.{column} has {what}: {v}"));
                }
            }
        }

        return wrong;

        async Task<IReadOnlyList<string>> ReadAsync(string sql)
        {
            var rows = new List<string>();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(reader.GetValue(0).ToString()!);
            }

            return rows;
        }
    }
}
