using System.Globalization;
using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Pages.Employees;
using Portal.Extensions.Tests;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

[assembly: AssemblyFixture(typeof(ExtensionsPortal))]

namespace Portal.Extensions.Tests;

/// <summary>
/// One portal with the demonstration's companies for all tests of this project. Tests run side by side on it, so each takes
/// extensions of its own from <see cref="FreshExtension"/>.
/// </summary>
public sealed class ExtensionsPortal : IAsyncLifetime
{
    private TestPortal _portal = default!;
    private int _lastExtension = 40_000;

    public TestPortal Portal => _portal;

    public CompanyId Acme { get; private set; }

    public CompanyId Beta { get; private set; }

    public SiteId London { get; private set; }

    public SiteId Leeds { get; private set; }

    public SiteId Manchester { get; private set; }

    public Grant Anna => new(Role.CompanyAdmin, Acme);

    public Grant Gary => new(Role.GroupAdmin, Acme, Leeds);

    public Grant Bella => new(Role.CompanyAdmin, Beta);

    public IExtensionDirectory Directory => _portal.Services.GetRequiredService<IExtensionDirectory>();

    public async ValueTask InitializeAsync()
    {
        _portal = await StartAsync();
        (Acme, Beta, London, Leeds, Manchester) = await _portal.AsSystemAsync(async scope =>
        {
            var mediator = scope.GetRequiredService<IMediator>();
            var companies = await mediator.Send(new ListCompanies());
            var sites = await mediator.Send(new ListSites(null));
            return (companies.Single(c => c.SipDomain == "acme.localhost").Id, companies.Single(c => c.SipDomain == "beta.localhost").Id,
                sites.Single(s => s.Name == "London").Id, sites.Single(s => s.Name == "Leeds").Id, sites.First(s => s.Name is not ("London" or "Leeds")).Id);
        });
    }

    public static Task<TestPortal> StartAsync(Action<TestPortalOptions>? configure = null) => TestPortal.StartAsync(o =>
    {
        o.Demo = true;
        o.Log = new TestLog();
        o.Services = services => services
            .AddSingleton<TestLogins>()
            .AddTransient<IRequestHandler<CreateLogin, Outcome<UserId>>, TestLoginHandlers>()
            .AddTransient<IRequestHandler<UpdateLogin, Outcome>, TestLoginHandlers>()
            .AddTransient<IRequestHandler<SuggestPassword, string>, TestLoginHandlers>();
        configure?.Invoke(o);
    });

    public string FreshExtension() => Interlocked.Increment(ref _lastExtension).ToString(CultureInfo.InvariantCulture);

    internal EmployeeDetails Details(string? extension = null, SiteId? site = null, string first = "Test", string last = "Person")
    {
        extension ??= FreshExtension();
        return new EmployeeDetails(site ?? London, "user" + extension, first, last, extension, null);
    }

    internal async Task<EmployeeId> AddAsync(EmployeeDetails details, Grant? by = null)
    {
        var outcome = await _portal.SendAsync(new AddEmployee(details), by ?? Anna);
        outcome.Problems.ShouldBeEmpty();
        return outcome.Value;
    }

    internal Task<EmployeeId> IdOfAsync(CompanyId company, string extension) => _portal.AsSystemAsync(scope =>
        scope.GetRequiredService<ExtensionsDb>().Employees.Where(e => e.CompanyId == company && e.Extension == extension).Select(e => e.Id).SingleAsync());

    internal Task<Employee> ReadAsync(EmployeeId id) => _portal.AsSystemAsync(scope =>
        scope.GetRequiredService<ExtensionsDb>().Employees.AsNoTracking().SingleAsync(e => e.Id == id));

    /// <summary>The fields of the form for adding an employee.</summary>
    internal static Dictionary<string, string?> Fields(EmployeeDetails details) => new()
    {
        ["Input.Site"] = details.Site.ToString(),
        ["Input.FirstName"] = details.FirstName,
        ["Input.LastName"] = details.LastName,
        ["Input.Username"] = details.Username,
        ["Input.Extension"] = details.Extension,
        ["Input.Email"] = details.Email,
    };

    public static async Task<IHtmlDocument> PageAsync(HttpResponseMessage answer) =>
        (IHtmlDocument)await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    public static async Task<IHtmlDocument> PageAsync(HttpClient client, string url)
    {
        var answer = await client.GetAsync(url);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, url);
        return await PageAsync(answer);
    }

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();
}
