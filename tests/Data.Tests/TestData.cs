using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Startup;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Discovery;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Data.Tests;

/// <summary>A migrated database of its own with the Notes module on it.</summary>
internal sealed class TestData : IAsyncDisposable
{
    private TestData(IHost host, string folder) => (Host, Folder) = (host, folder);

    public IHost Host { get; }

    public string Folder { get; }

    public static async Task<TestData> StartAsync(string provider, string? folder = null, TimeProvider? clock = null)
    {
        folder ??= Directory.CreateTempSubdirectory("portal-data-").FullName;
        var settings = new Dictionary<string, string?>
        {
            ["Data:Path"] = folder,
            ["Data:Provider"] = provider,
            ["Data:ConnectionString"] = provider == "postgresql" ? await PostgresServer.CreateDatabaseAsync() : null,
            ["Plugins:Path"] = Path.Combine(folder, "plugins"),
        };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.Services.AddPortalData(builder.Configuration);
        builder.Services.AddModules(builder.Configuration);
        var host = builder.Build();
        await host.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
        return new TestData(host, folder);
    }

    public async Task<T> AsAsync<T>(CompanyId company, Func<IServiceProvider, Task<T>> work, Role role = Role.CompanyAdmin)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActFor(
            UserId.New(), "anna", "Anna", System.Net.IPAddress.Loopback, [new Grant(role, role == Role.Operator ? null : company)]);
        return await work(scope.ServiceProvider);
    }

    public Task<T> SendAsAsync<T>(CompanyId company, IRequest<T> request, Role role = Role.CompanyAdmin) =>
        AsAsync(company, s => s.GetRequiredService<IMediator>().Send(request), role);

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        Host.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
