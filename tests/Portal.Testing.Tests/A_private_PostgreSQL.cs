using Npgsql;
using Portal.Testing.Peers;

namespace Portal.Testing.Tests;

public sealed class A_private_PostgreSQL
{
    [Fact]
    public async Task Gives_every_test_an_empty_database()
    {
        var databases = await Task.WhenAll(PostgresServer.CreateDatabaseAsync(), PostgresServer.CreateDatabaseAsync());
        databases.Distinct().Count().ShouldBe(2);
        foreach (var database in databases)
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand("CREATE TABLE same_name (id int); SELECT count(*) FROM same_name", connection);
            (await create.ExecuteScalarAsync()).ShouldBe(0L);
        }
    }
}
