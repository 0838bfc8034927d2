using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Startup;
using Portal.Modularity;

namespace Portal.Data.Tests;

public class Starting_on_a_database
{
    [Theory, InlineData("sqlite"), InlineData("postgresql")]
    public async Task Migrating_twice_is_harmless(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        await data.Host.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Refuses_a_database_from_a_newer_version_and_leaves_it_alone()
    {
        await using var data = await TestData.StartAsync("sqlite");
        await ExecuteAsync(data, "INSERT INTO migrations_notes VALUES ('999_FromTheFuture', '11.0.0')");

        var refusal = await Should.ThrowAsync<StartupException>(
            () => data.Host.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None));
        refusal.Message.ShouldContain("999_FromTheFuture");
        refusal.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Says_in_one_line_that_the_data_folder_cannot_be_written()
    {
        // A file where the folder should be cannot be written by anybody, root included.
        var file = Path.GetTempFileName();
        var refusal = await Should.ThrowAsync<StartupException>(() => TestData.StartAsync("sqlite", Path.Combine(file, "data")));
        refusal.Message.ShouldContain("cannot be written");
        refusal.Message.ShouldNotContain("\n");
        File.Delete(file);
    }

    private static async Task ExecuteAsync(TestData data, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data.Folder, "portal.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
