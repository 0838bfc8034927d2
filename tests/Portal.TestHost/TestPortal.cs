using System.Net;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Portal.Data.Isolation;
using Portal.Modularity.Access;
using Portal.Testing.Peers;
using Portal.Web.Hosting;

namespace Portal.TestHost;

/// <summary>
/// The portal itself, started as the host starts it, with the modules the test project references: real Kestrel and real SIP
/// sockets on free loopback ports, a database and a data folder of its own.
/// </summary>
public sealed partial class TestPortal : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private TestPortal(WebApplication app, string folder, bool ownsFolder)
    {
        (_app, Folder, _ownsFolder) = (app, folder, ownsFolder);
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public IServiceProvider Services => _app.Services;

    public Uri BaseAddress { get; }

    public string Folder { get; }

    public static async Task<TestPortal> StartAsync(Action<TestPortalOptions>? configure = null)
    {
        var options = new TestPortalOptions();
        configure?.Invoke(options);
        var folder = options.Folder ?? Directory.CreateTempSubdirectory("portal-test-").FullName;
        var settings = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Sip:Address"] = "127.0.0.1",
            ["Sip:Port"] = "0",
            ["Data:Path"] = folder,
            ["Plugins:Path"] = Path.Combine(folder, "plugins"),
            ["Demo"] = options.Demo ? "true" : "false",
        };
        if (options.Postgres)
        {
            settings["Data:Provider"] = "postgresql";
            settings["Data:ConnectionString"] = options.ConnectionString ?? await PostgresServer.CreateDatabaseAsync();
        }

        foreach (var (key, value) in options.Settings)
        {
            settings[key] = value;
        }

        var app = PortalApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            if (options.Log is not null)
            {
                builder.Logging.AddProvider(options.Log);
            }

            if (options.Clock is not null)
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(options.Clock));
            }

            builder.Services.AddSingleton<ICurrentUserResolver, TestUserResolver>();
            builder.Services.AddSingleton<IAuthors, TestUserResolver.Authors>();
            builder.Services.AddSingleton<IStartupFilter, TestUserFilter>();
            builder.Services.AddTransient<NobodyHandler>();
            builder.Services.PostConfigure<Microsoft.AspNetCore.Authentication.AuthenticationOptions>(NobodyHandler.AddWhereMissing);
            options.Services?.Invoke(builder.Services);
        });
        await PortalApplication.StartAsync(app, CancellationToken.None);
        return new TestPortal(app, folder, options.Folder is null);
    }

    /// <summary>A browser-like client without an account; cookies are kept, redirects are not followed.</summary>
    public HttpClient CreateClient() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = BaseAddress,
    };

    /// <summary>A client that acts with these grants, without an account or a sign-in: for tests of modules other than Identity.</summary>
    public HttpClient ClientFor(params Grant[] grants)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add(TestUserResolver.Header, TestUserResolver.Write(grants));
        return client;
    }

    /// <summary>Signs in through the real page.</summary>
    public async Task<HttpClient> SignInAsync(string username, string password = "Demo-1234!")
    {
        var client = CreateClient();
        var answer = await client.PostFormAsync("/sign-in", new() { ["Username"] = username, ["Password"] = password });
        return answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther
            ? client
            : throw new InvalidOperationException($"{username} could not sign in: {(int)answer.StatusCode}");
    }

    /// <summary>Sends a request with these grants, as a page would.</summary>
    public async Task<T> SendAsync<T>(IRequest<T> request, params Grant[] grants)
    {
        await using var scope = Services.CreateAsyncScope();
        if (grants.Length > 0)
        {
            var user = scope.ServiceProvider.GetRequiredService<CurrentUser>();
            TestUserResolver.Act(user, grants);
            await scope.ServiceProvider.GetRequiredService<IGrantAreas>().ResolveAsync(user, CancellationToken.None);
        }

        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>Work that sees every company, for arranging and for looking.</summary>
    public async Task<T> AsSystemAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.GetRequiredService<SystemWork>().Begin("test");
        return await work(scope.ServiceProvider);
    }

    /// <summary>Changes that see every company, in one transaction.</summary>
    public Task ChangeAsSystemAsync(Func<IServiceProvider, Task> work) =>
        Services.GetRequiredService<SystemWork>().ChangeAsync("test", work, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

/// <summary>How a <see cref="TestPortal"/> starts. Everything has a default.</summary>
public sealed class TestPortalOptions
{
    public bool Demo { get; set; }

    public bool Postgres { get; set; }

    /// <summary>An existing PostgreSQL database instead of a new one, to start again on the same data.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>An existing data folder, to start again on the same data; it is then not deleted.</summary>
    public string? Folder { get; set; }

    public TimeProvider? Clock { get; set; }

    public ILoggerProvider? Log { get; set; }

    public Dictionary<string, string?> Settings { get; } = [];

    public Action<IServiceCollection>? Services { get; set; }
}

/// <summary>Posting forms as a browser does: the page is fetched first, its hidden fields and anti-forgery token go along.</summary>
public static partial class FormPosts
{
    public static async Task<HttpResponseMessage> PostFormAsync(this HttpClient client, string url, Dictionary<string, string?> fields, string? page = null)
    {
        var html = await client.GetStringAsync(page ?? url.Split("?handler")[0]);
        var all = new Dictionary<string, string?>();
        // The page has a sign-out form and a search box too: the hidden fields of the form that posts to this address count.
        var form = FormPattern().Matches(html).FirstOrDefault(f => f.Value.Contains("method=\"post\"", StringComparison.OrdinalIgnoreCase)
            && (f.Value.Contains($"action=\"{url}\"", StringComparison.OrdinalIgnoreCase) || !f.Value.Split('>')[0].Contains("action=")))
            ?? FormPattern().Matches(html).FirstOrDefault(f => f.Value.Contains("method=\"post\"", StringComparison.OrdinalIgnoreCase));
        foreach (Match input in InputPattern().Matches(form?.Value ?? html))
        {
            if (NamePattern().Match(input.Value) is { Success: true } name && input.Value.Contains("type=\"hidden\"", StringComparison.Ordinal))
            {
                all[WebUtility.HtmlDecode(name.Groups[1].Value)] = WebUtility.HtmlDecode(ValuePattern().Match(input.Value).Groups[1].Value);
            }
        }

        foreach (var (key, value) in fields)
        {
            all[key] = value;
        }

        return await client.PostAsync(url, new FormUrlEncodedContent(all.Where(f => f.Value is not null)!));
    }

    [GeneratedRegex("<form[^>]*>.*?</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex InputPattern();

    [GeneratedRegex("name=\"([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex NamePattern();

    [GeneratedRegex("value=\"([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex ValuePattern();
}
