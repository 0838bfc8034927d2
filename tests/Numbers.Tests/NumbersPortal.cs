using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.TestHost;

[assembly: AssemblyFixture(typeof(Portal.Numbers.Tests.NumbersPortal))]

namespace Portal.Numbers.Tests;

/// <summary>One portal with Acme and Beta for all tests of this project. Each test adds numbers of its own.</summary>
public sealed class NumbersPortal : IAsyncLifetime
{
    private static long _last = 441314960000;

    public TestPortal Portal { get; private set; } = default!;

    public CompanyId Acme { get; private set; }

    public CompanyId Beta { get; private set; }

    public SiteId London { get; private set; }

    public SiteId Leeds { get; private set; }

    public EmployeeId John { get; private set; }

    public EmployeeId Jane { get; private set; }

    public EmployeeId Bella { get; private set; }

    public HttpClient Provider => Portal.ClientFor(new Grant(Role.Operator));

    public HttpClient Anna => Portal.ClientFor(new Grant(Role.CompanyAdmin, Acme));

    public HttpClient BellaAdmin => Portal.ClientFor(new Grant(Role.CompanyAdmin, Beta));

    public HttpClient Gary => Portal.ClientFor(new Grant(Role.GroupAdmin, Acme, Leeds));

    public async ValueTask InitializeAsync()
    {
        Portal = await TestPortal.StartAsync(o => o.Demo = true);
        await LearnAsync(Portal);
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    public async Task LearnAsync(TestPortal portal)
    {
        await portal.AsSystemAsync(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            var companies = await mediator.Send(new ListCompanies());
            (Acme, Beta) = (companies.Single(c => c.SipDomain == "acme.localhost").Id, companies.Single(c => c.SipDomain == "beta.localhost").Id);
            var sites = await mediator.Send(new ListSites(Acme));
            (London, Leeds) = (sites.Single(s => s.Name == "London").Id, sites.Single(s => s.Name == "Leeds").Id);
            (John, Jane) = ((await mediator.Send(new FindEmployeeByExtension(Acme, "2001")))!.Id, (await mediator.Send(new FindEmployeeByExtension(Acme, "2002")))!.Id);
            Bella = (await mediator.Send(new FindEmployeeByExtension(Beta, "2001")))!.Id;
            return 0;
        });
    }

    /// <summary>Numbers in a row that no other test has: <c>+441314960…</c> is kept for such purposes.</summary>
    public static string Fresh(int count = 1)
    {
        var end = Interlocked.Add(ref _last, count);
        return $"+{end - count}";
    }

    internal static Task<Number?> FindAsync(TestPortal portal, string e164) =>
        portal.AsSystemAsync(s => s.GetRequiredService<TenancyDb>().Numbers.AsNoTracking().SingleOrDefaultAsync(n => n.E164 == e164));

    /// <summary>Adds one number to Acme's pool through the page, and answers its id.</summary>
    public async Task<NumberId> AddAsync(string e164, Dictionary<string, string?>? more = null, CompanyId? company = null)
    {
        var fields = new Dictionary<string, string?>(more ?? []) { ["Input.First"] = e164, ["Input.State"] = more?.GetValueOrDefault("Input.State") ?? "Free", ["Input.Check"] = "true" };
        var answer = await Provider.PostFormAsync($"/numbers/new?company={company ?? Acme}", fields);
        ((int)answer.StatusCode).ShouldBe(302, await answer.Content.ReadAsStringAsync());
        return (await FindAsync(Portal, e164))!.Id;
    }
}
