using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Portal.Modularity.Discovery;
using Portal.Web.Tests.Demo;

namespace Portal.Web.Tests;

/// <summary>The shell around the demo module, on a port of its own. One for the test run: nothing in it depends on the order.</summary>
internal sealed class PortalHost
{
    private static readonly Lazy<Task<PortalHost>> Running = new(StartAsync);
    private readonly WebApplication _app;

    private PortalHost(WebApplication app) => _app = app;

    public static Task<PortalHost> GetAsync() => Running.Value;

    public string Address => _app.Urls.First();

    public T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A browser of its own, signed in as this person; null for nobody.</summary>
    public Visitor Visit(string? user = null) => new(new Uri(Address), user);

    private static async Task<PortalHost> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PortalHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddModules(builder.Configuration);
        builder.Services.AddPortalWeb(builder.Configuration);
        var app = builder.Build();
        app.UsePortalWeb();
        app.MapPortalWeb();
        app.MapModules();
        await app.StartAsync();
        return new PortalHost(app);
    }
}

/// <summary>Someone with a browser: keeps cookies, reads pages, sends the forms it finds.</summary>
internal sealed class Visitor
{
    private readonly HttpClient _http;

    public Visitor(Uri address, string? user)
    {
        Cookies = new CookieContainer();
        if (user is not null)
        {
            Cookies.Add(address, new Cookie(DemoSignIn.Cookie, user));
        }

        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> GetWithHtmxAsync(string path, string target = "") => GetAsync(path, ("HX-Request", "true"), ("HX-Target", target));

    public async Task<IHtmlDocument> PageAsync(string path) => await ReadAsync(await GetAsync(path));

    public async Task<IHtmlDocument> PageAsync(string path, string language) => await ReadAsync(await GetAsync(path, ("Accept-Language", language)));

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>The fields of a form as the browser would send them, with some of them changed.</summary>
    public static Dictionary<string, string> Fill(IHtmlDocument page, string form, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>();
        var element = (IHtmlFormElement)page.QuerySelector(form)!;
        foreach (var control in element.Elements)
        {
            var (name, value) = control switch
            {
                IHtmlInputElement { Type: "checkbox", IsChecked: false } => ("", ""),
                IHtmlInputElement input => (input.Name ?? "", input.Value),
                IHtmlSelectElement select => (select.Name ?? "", select.Value ?? ""),
                IHtmlTextAreaElement area => (area.Name ?? "", area.Value),
                _ => ("", ""),
            };
            if (name.Length > 0)
            {
                fields.TryAdd(name, value);
            }
        }

        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        return fields;
    }

    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields), headers);
}
