using System.Net;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

public class Reaching(TenancyPortal portal)
{
    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address) => (await client.GetAsync(address)).StatusCode;

    [Fact]
    public async Task Another_company_finds_nothing()
    {
        string[] pages =
        [
            $"/companies/{portal.Acme}", $"/companies/{portal.Acme}/edit", $"/companies/{portal.Acme}/sites", $"/companies/{portal.Acme}/sites/new",
            $"/sites/{portal.London}", $"/sites/{portal.London}/edit",
        ];
        foreach (var page in pages)
        {
            (await StatusAsync(portal.Bella, page)).ShouldBe(HttpStatusCode.NotFound, page);
            (await StatusAsync(portal.Anna, page)).ShouldBe(HttpStatusCode.OK, page);
        }
    }

    [Fact]
    public async Task Writing_to_another_company_finds_nothing_either()
    {
        // The form is the person's own; only the address it is sent to is another's.
        var fields = portal.CompanyFields("Taken over");
        (await portal.Bella.PostFormAsync($"/companies/{portal.Acme}/edit", fields, $"/companies/{portal.Beta}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.Bella.PostFormAsync($"/sites/{portal.London}/edit", TenancyPortal.SiteFields("Taken over"), $"/sites/{portal.Manchester}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.Bella.PostFormAsync($"/companies/{portal.Acme}/sites/new", TenancyPortal.SiteFields("Taken over"), $"/companies/{portal.Beta}/sites/new")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.Portal.SendAsync(new ListSites(portal.Acme), new Grant(Role.CompanyAdmin, portal.Acme))).ShouldNotContain(s => s.Name == "Taken over");
    }

    [Fact]
    public async Task A_group_administrator_sees_the_own_site_and_nothing_above_or_beside_it()
    {
        (await StatusAsync(portal.Gary, $"/sites/{portal.Leeds}")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(portal.Gary, $"/sites/{portal.Leeds}/edit")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(portal.Gary, $"/sites/{portal.London}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(portal.Gary, $"/sites/{portal.London}/edit")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(portal.Gary, $"/companies/{portal.Acme}")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(portal.Gary, $"/companies/{portal.Acme}/sites")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(portal.Gary, $"/companies/{portal.Acme}/sites/new")).ShouldBe(HttpStatusCode.Forbidden);

        var list = await portal.Gary.GetStringAsync("/sites");
        list.ShouldContain($"/sites/{portal.Leeds}");
        list.ShouldNotContain($"/sites/{portal.London}");
    }

    [Fact]
    public async Task Employees_and_strangers_stay_outside()
    {
        foreach (var page in new[] { "/companies", "/sites", $"/companies/{portal.Acme}", $"/sites/{portal.London}" })
        {
            (await StatusAsync(portal.John, page)).ShouldBe(HttpStatusCode.Forbidden, page);
            (await StatusAsync(portal.Portal.CreateClient(), page)).ShouldBe(HttpStatusCode.Unauthorized, page);
        }
    }

    [Fact]
    public async Task Only_the_provider_lists_and_adds_companies()
    {
        (await StatusAsync(portal.Provider, "/companies")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(portal.Provider, "/companies/new")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(portal.Anna, "/companies")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(portal.Anna, "/companies/new")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Other_modules_learn_what_the_asker_may_know()
    {
        var anna = new Grant(Role.CompanyAdmin, portal.Acme);
        (await portal.Portal.SendAsync(new FindCompany(portal.Beta), anna)).ShouldBeNull();
        (await portal.Portal.SendAsync(new FindSite(portal.Manchester), anna)).ShouldBeNull();
        (await portal.Portal.SendAsync(new ListCompanies(), anna)).Select(c => c.Id).ShouldBe([portal.Acme]);
        (await portal.Portal.SendAsync(new FindCompany(portal.Acme), anna))!.SipDomain.ShouldBe("acme.localhost");

        var gary = new Grant(Role.GroupAdmin, portal.Acme, portal.Leeds);
        (await portal.Portal.SendAsync(new FindSite(portal.London), gary)).ShouldBeNull();
        (await portal.Portal.SendAsync(new ListSites(null), gary)).Select(s => s.Id).ShouldBe([portal.Leeds]);

        (await portal.Portal.SendAsync(new ListCompanies())).ShouldBeEmpty();
        (await portal.Portal.SendAsync(new ListSites(null))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_that_is_none_is_not_found()
    {
        (await StatusAsync(portal.Provider, "/companies/xyz")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(portal.Provider, $"/companies/{Guid.NewGuid()}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(portal.Provider, $"/sites/{Guid.NewGuid()}/edit")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Search_finds_what_one_may_see()
    {
        (await portal.Provider.GetStringAsync("/search?q=ACM")).ShouldContain($"/companies/{portal.Acme}");
        (await portal.Anna.GetStringAsync("/search?q=lon")).ShouldContain($"/sites/{portal.London}");
        (await portal.Bella.GetStringAsync("/search?q=lon")).ShouldNotContain($"/sites/{portal.London}");
        (await portal.Gary.GetStringAsync("/search?q=lon")).ShouldNotContain($"/sites/{portal.London}");
        (await portal.Anna.GetStringAsync("/search?q=%25")).ShouldNotContain($"/sites/{portal.London}");
    }
}
