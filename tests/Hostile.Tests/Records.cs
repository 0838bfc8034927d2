using System.Globalization;
using Portal.TestHost;

namespace Portal.Hostile.Tests;

/// <summary>What is written of changes.</summary>
internal static class Records
{
    /// <summary>How many entries the audit log has; nothing changes without one.</summary>
    public static async Task<long> CountAsync(string folder, string? by = null) => Convert.ToInt64((await ReadAsync(folder,
        "SELECT count(*) FROM core_audit WHERE \"Table\" NOT IN ('identity_sessions')" + (by is null ? "" : $" AND UserName = '{by}'")))[0], CultureInfo.InvariantCulture);

    /// <summary>The tables whose rows belong to companies.</summary>
    public static Task<IReadOnlyList<string>> CompanyTablesAsync(string folder) => ReadAsync(folder,
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'CompanyId' JOIN pragma_table_info(m.name) i ON i.name = 'Id' WHERE m.type = 'table'");

    public static async Task<IReadOnlyList<string>> ReadAsync(string folder, string sql)
    {
        var rows = new List<string>();
        await using var connection = await DatabaseFile.OpenAsync(folder);
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
