using System.Net;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Pages.Partners;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

public sealed class Partners(TenancyPortal portal)
{
    private static readonly Grant Operator = new(Role.Operator);

    [Fact]
    public async Task Reach_exactly_the_companies_given_to_them()
    {
        var partner = await AddAsync();
        var (one, two, other) = (await CompanyAsync(partner), await CompanyAsync(partner), await CompanyAsync(await AddAsync()));
        using var client = portal.Portal.ClientFor(new Grant(Role.Partner, Partner: partner));
        (await client.GetAsync($"/companies/{one}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync($"/companies/{two}/sites")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync($"/companies/{other}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync($"/companies/{other}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.Portal.SendAsync(new ListCompanies(), new Grant(Role.Partner, Partner: partner))).Select(c => c.Id).ShouldBe([one, two], ignoreOrder: true);

        // A write goes through the guard that knows both companies.
        (await client.PostFormAsync($"/companies/{two}/sites/new", TenancyPortal.SiteFields("Second"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync("/partners")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Begin_their_day_with_the_companies_they_look_after()
    {
        var partner = await AddAsync();
        await CompanyAsync(partner);
        await CompanyAsync(partner, "York");
        using var client = portal.Portal.ClientFor(new Grant(Role.Partner, Partner: partner));
        (await client.GetAsync("/start")).Headers.Location!.ToString().ShouldBe("/");
        var page = await client.GetStringAsync("/");
        page.ShouldContain("<p class=\"tile-figure\">2</p>");
        page.ShouldContain("Newest companies");
        page.ShouldNotContain("/mail");
    }

    [Fact]
    public async Task Lose_a_company_at_once_and_without_a_trace()
    {
        var (before, after) = (await AddAsync(), await AddAsync());
        var company = await CompanyAsync(before);
        using var client = portal.Portal.ClientFor(new Grant(Role.Partner, Partner: before));
        (await client.GetAsync($"/companies/{company}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await portal.Portal.SendAsync(new AssignPartner(company, after), Operator)).Succeeded.ShouldBeTrue();

        (await client.GetAsync($"/companies/{company}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetStringAsync("/sites")).ShouldNotContain(company.ToString());
    }

    [Fact]
    public async Task Are_given_companies_by_operators_only()
    {
        var partner = await AddAsync();
        var company = await CompanyAsync(partner);
        (await portal.Portal.SendAsync(new AssignPartner(company, null), new Grant(Role.Partner, Partner: partner))).Succeeded.ShouldBeFalse();
        (await portal.Portal.SendAsync(new AssignPartner(company, null), new Grant(Role.CompanyAdmin, company))).Succeeded.ShouldBeFalse();
        (await portal.Portal.SendAsync(new AssignPartner(company, PartnerId.New()), Operator)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Choose_a_company_and_lists_follow()
    {
        var partner = await AddAsync();
        var (one, two, other) = (await CompanyAsync(partner, "Chosen site"), await CompanyAsync(partner, "Hidden site"), await CompanyAsync(await AddAsync()));
        using var client = portal.Portal.ClientFor(new Grant(Role.Partner, Partner: partner));
        (await client.GetStringAsync("/sites")).ShouldContain("Hidden site");

        (await client.PostFormAsync("/company", new() { ["company"] = other.ToString(), ["back"] = "/sites" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var chosen = await client.PostFormAsync("/company", new() { ["company"] = one.ToString(), ["back"] = "/sites?q=x" });
        chosen.Headers.Location!.ToString().ShouldBe("/sites");
        var sites = await client.GetStringAsync("/sites");
        sites.ShouldContain("Chosen site");
        sites.ShouldNotContain("Hidden site");
        (await client.GetAsync($"/companies/{two}")).StatusCode.ShouldBe(HttpStatusCode.OK, "choosing takes no power");

        var cleared = await client.PostFormAsync("/company", new() { ["company"] = "", ["back"] = "//evil.example" });
        cleared.Headers.Location!.ToString().ShouldBe("/");
        (await client.GetStringAsync("/sites")).ShouldContain("Hidden site");
    }

    private async Task<PartnerId> AddAsync() =>
        (await portal.Portal.SendAsync(new SavePartner(null, 0, portal.FreshName("Partner"), ""), Operator)).Value;

    private async Task<CompanyId> CompanyAsync(PartnerId partner, string? site = null)
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        if (site is not null)
        {
            await portal.AddSiteAsync(company, site);
        }

        (await portal.Portal.SendAsync(new AssignPartner(company, partner), Operator)).Succeeded.ShouldBeTrue();
        return company;
    }
}
