using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.TestHost;

namespace Portal.Architecture.Tests;

public class Databases
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Migrating_from_empty_gives_exactly_the_schema_of_the_model(bool postgres)
    {
        await using var portal = await TestPortal.StartAsync(o => o.Postgres = postgres);
        await using var scope = portal.Services.GetRequiredService<SystemWork>().Begin("schema test");
        var contexts = Contexts(scope.ServiceProvider);
        var migrated = await Schema.ReadAsync(contexts[0].Database.GetDbConnection(), postgres);

        foreach (var context in contexts)
        {
            foreach (var table in migrated.Keys.Where(t => t.StartsWith(context.Module + (postgres ? "." : "_"), StringComparison.Ordinal)).ToArray())
            {
                await ExecuteAsync(context, postgres ? $"DROP TABLE {context.Module}.\"{table.Split('.')[1]}\" CASCADE" : $"DROP TABLE \"{table}\"");
            }

            await CreateFromModelAsync(context);
        }

        var modelled = await Schema.ReadAsync(contexts[0].Database.GetDbConnection(), postgres);
        modelled.Keys.Order().ShouldBe(migrated.Keys.Order());
        foreach (var (table, shape) in migrated)
        {
            modelled[table].ShouldBe(shape, $"table {table}");
        }
    }

    [Fact]
    public async Task Filter_every_table_that_belongs_to_companies()
    {
        await using var portal = await TestPortal.StartAsync();
        await using var scope = portal.Services.GetRequiredService<SystemWork>().Begin("isolation test");
        var open = Contexts(scope.ServiceProvider).SelectMany(c => c.Model.GetEntityTypes())
            .Where(e => e.FindProperty("CompanyId")?.ClrType == typeof(CompanyId) && !e.ClrType.IsAssignableTo(typeof(ICompanyOwned)))
            .Select(e => e.ClrType.FullName);
        open.ShouldBeEmpty();
    }

    private static ModuleDb[] Contexts(IServiceProvider services) => [.. Product.Modules.Concat(Product.BuildingBlocks)
        .SelectMany(a => a.GetTypes())
        .Where(t => t.IsSubclassOf(typeof(ModuleDb)) && !t.IsAbstract)
        .Select(t => (ModuleDb)services.GetRequiredService(t))];

    private static async Task CreateFromModelAsync(ModuleDb context)
    {
        var model = context.GetService<IDesignTimeModel>().Model;
        var operations = context.GetService<IMigrationsModelDiffer>().GetDifferences(null, model.GetRelationalModel());
        foreach (var command in context.GetService<IMigrationsSqlGenerator>().Generate(operations, model))
        {
            await ExecuteAsync(context, command.CommandText);
        }
    }

    private static async Task ExecuteAsync(ModuleDb context, string sql)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
