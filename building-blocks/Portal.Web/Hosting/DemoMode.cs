using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Startup;
using Portal.Modularity;

namespace Portal.Web.Hosting;

/// <summary>
/// <c>--demo</c>: a data folder of its own, filled on first start with known accounts. Because their passwords are known to
/// everybody, it listens on loopback only and refuses to start otherwise.
/// </summary>
internal static class DemoMode
{
    private static readonly Guid Mark = new("d3300000-0000-4000-8000-000000000001");

    public static bool IsOn(IConfiguration configuration) => configuration.GetValue<bool>("Demo");

    /// <summary>Turns the bare switch into settings; what the caller set himself comes later on the line and wins.</summary>
    public static string[] Expand(string[] args) => args.Contains("--demo")
        ? ["--Demo", "true", "--Data:Path", "data-demo", "--Sip:Address", "127.0.0.1", .. args.Where(a => a != "--demo")]
        : args;

    /// <exception cref="StartupException">A demo would be reachable from another machine.</exception>
    public static void RefuseOutside(IConfiguration configuration)
    {
        if (!IsOn(configuration))
        {
            return;
        }

        var urls = (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        var outside = urls.FirstOrDefault(u => !IsLoopback(BindingAddress.Parse(u).Host))
            ?? (IsLoopback(configuration["Sip:Address"] ?? "127.0.0.1") ? null : configuration["Sip:Address"]);
        if (outside is not null || configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            throw new StartupException(
                $"The demo has passwords that everybody knows and listens on this machine only; {outside ?? "Kestrel:Endpoints"} is not. Start without --demo, or without that address.");
        }
    }

    /// <summary>Fills an empty database, all modules in one transaction: a half-filled demo never exists.</summary>
    public static Task SeedAsync(IServiceProvider services, CancellationToken ct) =>
        services.GetRequiredService<DatabaseStart>().OnceAsync(Mark, "demo data", async scope =>
        {
            foreach (var part in scope.GetServices<IDemoData>().OrderBy(d => d.Order))
            {
                await part.SeedAsync(ct);
            }
        }, ct);

    public static void PrintAccounts(WebApplication app)
    {
        Console.WriteLine($"""

            Portal demo: {string.Join("  ", app.Urls)}      SIP: {app.Configuration["Sip:Address"] ?? "127.0.0.1"}:{app.Configuration["Sip:Port"] ?? "5060"} (UDP and TCP)

              password of every account: Demo-1234!
              operator      the provider, every company
              anna.admin    administrator of Acme
              gary.group    administrator of Acme's site Leeds
              john.smith    employee, extension 2001
              jane.jones    employee, extension 2002
              bella.admin   administrator of Beta

              telephones: SIP domain acme.localhost, user 2001, password sip-2001 (2002, 2003-2010, 2101-2105 alike)

            """);
    }

    private static bool IsLoopback(string host) =>
        host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
