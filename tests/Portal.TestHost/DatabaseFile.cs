using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;

namespace Portal.TestHost;

/// <summary>A look into the SQLite file of a data folder, beside the portal that runs on it.</summary>
public static class DatabaseFile
{
    public static async Task<DbConnection> OpenAsync(string folder)
    {
        // Composed as the portal composes it, so that SQLite is loaded in the same way.
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddPortalData(new ConfigurationBuilder().AddInMemoryCollection([new("Data:Path", folder)]).Build())
            .BuildServiceProvider();
        var connection = services.GetRequiredService<IDatabase>().CreateConnection();
        await connection.OpenAsync();
        return connection;
    }
}
