using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity.Health;

namespace Portal.Data.Tests;

public class Readiness_of_the_database
{
    [Theory, InlineData("sqlite"), InlineData("postgresql")]
    public async Task Is_given_by_a_table_that_can_be_read(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        var check = data.Host.Services.GetServices<IReadinessCheck>().ShouldHaveSingleItem();
        check.Name.ShouldBe("database");
        (await check.CheckAsync(CancellationToken.None)).ShouldBe(Readiness.Ready);

        await using var connection = data.Host.Services.GetRequiredService<IDatabase>().CreateConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = provider == "sqlite" ? "DROP TABLE core_outbox" : "DROP TABLE core.outbox";
        await command.ExecuteNonQueryAsync();
        await Should.ThrowAsync<System.Data.Common.DbException>(() => check.CheckAsync(CancellationToken.None));
    }
}
