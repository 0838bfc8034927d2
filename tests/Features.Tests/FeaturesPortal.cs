using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Features.Tests;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.Testing;
using Portal.TestHost;

[assembly: AssemblyFixture(typeof(FeaturesPortal))]

namespace Portal.Features.Tests;

/// <summary>All modules and the NumberBlock plugin on demo data. Each test takes employees or sites of its own.</summary>
public sealed class FeaturesPortal : IAsyncLifetime
{
    public const string Forwarding = "call-forwarding-always", CallLog = "site-call-log", NumberBlock = "number-block";

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-features-").FullName;
    private int _last;

    public TestPortal Portal { get; private set; } = default!;

    public CompanyId Acme { get; private set; }

    public CompanyId Beta { get; private set; }

    public SiteId London { get; private set; }

    public SiteId Leeds { get; private set; }

    public HttpClient Provider => Portal.ClientFor(new Grant(Role.Operator));

    public HttpClient Anna => Portal.ClientFor(new Grant(Role.CompanyAdmin, Acme));

    public HttpClient Bella => Portal.ClientFor(new Grant(Role.CompanyAdmin, Beta));

    public HttpClient Gary => Portal.ClientFor(GaryOfLeeds);

    public Grant GaryOfLeeds => new(Role.GroupAdmin, Acme, Leeds);

    public async ValueTask InitializeAsync()
    {
        var plugin = Directory.CreateDirectory(Path.Combine(_folder, "plugins", "NumberBlock")).FullName;
        var built = Repository.File($"plugins/NumberBlock/bin/{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}/net10.0");
        foreach (var file in Directory.EnumerateFiles(built))
        {
            File.Copy(file, Path.Combine(plugin, Path.GetFileName(file)));
        }

        Portal = await TestPortal.StartAsync(o => (o.Demo, o.Folder) = (true, _folder));
        await Portal.AsSystemAsync(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            var companies = await mediator.Send(new ListCompanies());
            (Acme, Beta) = (companies.Single(c => c.SipDomain == "acme.localhost").Id, companies.Single(c => c.SipDomain == "beta.localhost").Id);
            var sites = await mediator.Send(new ListSites(Acme));
            (London, Leeds) = (sites.Single(s => s.Name == "London").Id, sites.Single(s => s.Name == "Leeds").Id);
            return 0;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public DirectoryEntry Employee(string extension, string domain = "acme.localhost") =>
        Portal.Services.GetRequiredService<IExtensionDirectory>().FindExtension(domain, extension)!;

    public HttpClient Self(DirectoryEntry entry) => Portal.ClientFor(new Grant(Role.Employee, entry.Company, entry.Site, entry.Employee));

    public FeatureState State(string key, DirectoryEntry entry) =>
        Portal.Services.GetRequiredService<IFeatureAssignments>().Of(key, new ObjectScope(entry.Company, entry.Site, entry.Employee));

    public FeatureState State(string key, SiteId site) =>
        Portal.Services.GetRequiredService<IFeatureAssignments>().Of(key, new ObjectScope(Acme, site));

    /// <summary>What the switch would do with this call now.</summary>
    public RoutingDecision Ask(DirectoryEntry caller, string dialled) =>
        Portal.Services.GetRequiredService<ICallRouting>().WhatHappensNow(caller.Employee, dialled)!;

    public async Task<SiteId> AddSiteAsync()
    {
        var name = "Site " + Interlocked.Increment(ref _last);
        var answer = await Provider.PostFormAsync($"/companies/{Acme}/sites/new", new()
        {
            ["Input.Name"] = name, ["Input.City"] = "York", ["Input.Country"] = "GB", ["Input.TimeZone"] = "Europe/London",
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new SiteId(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
    }

    /// <summary>Somebody of a site of their own, whom calls reach.</summary>
    public async Task<DirectoryEntry> AddEmployeeAsync(SiteId site)
    {
        var number = $"{7000 + Interlocked.Increment(ref _last)}";
        var answer = await Provider.PostFormAsync($"/employees/new?site={site}", new()
        {
            ["Input.FirstName"] = "Sam", ["Input.LastName"] = "Site " + number, ["Input.Site"] = site.ToString(), ["Input.Extension"] = number,
            ["Input.Username"] = "sam." + number,
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var added = Employee(number);
        (await Provider.PostFormAsync($"/employees/{added.Employee}/activate", [], $"/employees/{added.Employee}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return Employee(number);
    }

    /// <summary>The switch on a Features page.</summary>
    public static async Task<HttpResponseMessage> SwitchAsync(HttpClient client, string place, string key, bool on) =>
        await client.PostFormAsync($"{place}/features?handler=Switch&key={key}&on={(on ? "true" : "false")}", [], $"{place}/features");

    /// <summary>A change in somebody's name, in one transaction, as a job makes it.</summary>
    public async Task<T> ChangeAsync<T>(Grant by, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActFor(UserId.New(), "test.job", "Test job", IPAddress.Loopback, [by]);
        var unit = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await unit.BeginAsync(CancellationToken.None);
        var result = await work(scope.ServiceProvider);
        await unit.CommitAsync(CancellationToken.None);
        return result;
    }

    public static async Task<IHtmlDocument> HtmlAsync(HttpClient client, string url, HttpStatusCode status = HttpStatusCode.OK)
    {
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var answer = await client.GetAsync(url);
        answer.StatusCode.ShouldBe(status, url);
        return (IHtmlDocument)await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
    }
}
