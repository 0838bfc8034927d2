using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Tests;
using Portal.TestHost;

[assembly: AssemblyFixture(typeof(TenancyPortal))]

namespace Portal.Tenancy.Tests;

/// <summary>One portal with Acme and Beta for all tests of this project; a test that changes something makes a company of its own.</summary>
public sealed class TenancyPortal : IAsyncLifetime
{
    private int _last;

    public TestPortal Portal { get; private set; } = default!;

    public CompanyId Acme { get; private set; }

    public CompanyId Beta { get; private set; }

    public SiteId London { get; private set; }

    public SiteId Leeds { get; private set; }

    public SiteId Manchester { get; private set; }

    public HttpClient Provider => Portal.ClientFor(new Grant(Role.Operator));

    public HttpClient Anna => Portal.ClientFor(new Grant(Role.CompanyAdmin, Acme));

    public HttpClient Bella => Portal.ClientFor(new Grant(Role.CompanyAdmin, Beta));

    public HttpClient Gary => Portal.ClientFor(new Grant(Role.GroupAdmin, Acme, Leeds));

    public HttpClient John => Portal.ClientFor(new Grant(Role.Employee, Acme, London, new EmployeeId(Guid.Parse("00000000-0000-0000-0000-000000000001"))));

    public async ValueTask InitializeAsync()
    {
        Portal = await TestPortal.StartAsync(o => o.Demo = true);
        await Portal.AsSystemAsync(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            var companies = await mediator.Send(new ListCompanies());
            (Acme, Beta) = (companies.Single(c => c.SipDomain == "acme.localhost").Id, companies.Single(c => c.SipDomain == "beta.localhost").Id);
            var sites = await mediator.Send(new ListSites(null));
            (London, Leeds, Manchester) = (sites.Single(s => s.Name == "London").Id, sites.Single(s => s.Name == "Leeds").Id, sites.Single(s => s.Name == "Manchester").Id);
            return 0;
        });
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    public string FreshName(string start = "Company") => start + " " + Interlocked.Increment(ref _last);

    /// <summary>The fields of a good company, to be spoilt one at a time.</summary>
    public Dictionary<string, string?> CompanyFields(string name) => new()
    {
        ["Input.Name"] = name,
        ["Input.SipDomain"] = name.ToLowerInvariant().Replace(' ', '-') + ".example",
        ["Input.Status"] = "Active",
        ["Input.Country"] = "GB",
        ["Input.TimeZone"] = "Europe/London",
        ["Input.Currency"] = "GBP",
        ["Input.BillingStreet"] = "1 High Street",
        ["Input.BillingCity"] = "York",
        ["Input.Notes"] = "Private to the provider.",
    };

    public static Dictionary<string, string?> SiteFields(string name) => new()
    {
        ["Input.Name"] = name,
        ["Input.City"] = "York",
        ["Input.Country"] = "GB",
        ["Input.TimeZone"] = "Europe/London",
    };

    public async Task<CompanyId> AddCompanyAsync(string name)
    {
        var answer = await Provider.PostFormAsync("/companies/new", CompanyFields(name));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new CompanyId(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
    }

    public async Task<SiteId> AddSiteAsync(CompanyId company, string name)
    {
        var answer = await Provider.PostFormAsync($"/companies/{company}/sites/new", SiteFields(name));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new SiteId(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
    }

    internal Task<T> ReadAsync<T>(Func<TenancyDb, Task<T>> read) => Portal.AsSystemAsync(s => read(s.GetRequiredService<TenancyDb>()));
}
