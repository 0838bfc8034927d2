using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Startup;
using Portal.Mail;
using Portal.Modularity;
using Portal.Modularity.Discovery;

namespace Portal.Web.Hosting;

/// <summary>Puts the building blocks and the modules together. The host and the tests start the portal with the same calls.</summary>
public static class PortalApplication
{
    /// <summary>Runs the portal until it is told to stop. Returns the process's exit code: 1 when it could not start.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await StartAsync(app, CancellationToken.None);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"The portal cannot listen: {e.Message.Split('\n')[0].TrimEnd('.')}. Stop what uses the port, or choose another with --urls.");
            return 1;
        }
    }

    /// <summary>Composes the application; nothing has been opened or started yet.</summary>
    /// <param name="configure">Lets a test replace what lies outside the portal: clock, ports, data folder.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        RaiseThreads();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = DemoMode.Expand(args),
            // Settings and assets lie beside the program, whatever folder it is started from; data lies in that folder.
            ContentRootPath = AppContext.BaseDirectory,
        });
        configure?.Invoke(builder);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]) && string.IsNullOrEmpty(builder.Configuration["Kestrel:Endpoints"]))
        {
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        }

        var quiet = new StartupQuiet();
        builder.Services.AddSingleton(quiet);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && !quiet.Starting);
        DemoMode.RefuseOutside(builder.Configuration);
        builder.Services.AddPortalData(builder.Configuration);
        builder.Services.AddPortalMail(builder.Configuration);
        builder.Services.AddModules(builder.Configuration);
        builder.Services.AddPortalWeb(builder.Configuration);

        var app = builder.Build();
        app.UsePortalWeb();
        app.MapPortalWeb();
        app.MapModules();
        return app;
    }

    /// <summary>Brings the database up to date, fills a new demo installation, then starts to listen.</summary>
    /// <exception cref="StartupException">Something outside the program is in the way.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(ct);
        if (DemoMode.IsOn(app.Configuration))
        {
            await DemoMode.SeedAsync(app.Services, ct);
        }

        var quiet = app.Services.GetRequiredService<StartupQuiet>();
        try
        {
            quiet.Starting = true;
            await app.StartAsync(ct);
        }
        catch
        {
            // What had started is stopped in order, so that nothing works on with half of its services gone.
            await StopWhatStartedAsync(app);
            throw;
        }
        finally
        {
            quiet.Starting = false;
        }

        if (DemoMode.IsOn(app.Configuration))
        {
            DemoMode.PrintAccounts(app);
        }
    }

    /// <summary>
    /// SQLite waits for its one writer by blocking the thread. With as many threads as processors, two waiting requests would stop
    /// every timer and every call, because the pool adds a thread only now and then; these are there at once and idle otherwise.
    /// </summary>
    private static void RaiseThreads()
    {
        const int enough = 64;
        ThreadPool.GetMinThreads(out var workers, out var completions);
        if (workers < enough)
        {
            ThreadPool.SetMinThreads(enough, completions);
        }
    }

    private static async Task StopWhatStartedAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        // A host that failed before it had any services to stop fails again here; why it did not start is what matters.
        catch (Exception e)
        {
            app.Logger.LogDebug(e, "Stopping after a failed start");
        }
    }
}

/// <summary>
/// While starting, the host would log a page of stack trace for what the person at the terminal is told in one line; later
/// its words about failed background services matter.
/// </summary>
internal sealed class StartupQuiet
{
    public volatile bool Starting;
}
