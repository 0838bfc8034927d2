using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

public class Sites(TenancyPortal portal)
{
    [Theory]
    [InlineData("Input.Name", "", "Give the site a name.")]
    [InlineData("Input.Country", "", "Choose a country")]
    [InlineData("Input.TimeZone", "Europe/Atlantis", "Choose a time zone")]
    [InlineData("Input.ContactEmail", "nobody", "not an e-mail address")]
    [InlineData("Input.ContactPhone", "call me", "in digits")]
    public async Task Refuse_a_field_in_words(string field, string value, string words)
    {
        var answer = await portal.Anna.PostFormAsync($"/companies/{portal.Acme}/sites/new", new(TenancyPortal.SiteFields("Refused")) { [field] = value });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
        (await portal.ReadAsync(db => db.Sites.AnyAsync(s => s.Name == "Refused"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Have_one_name_each_within_a_company_whatever_the_case()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var other = await portal.AddCompanyAsync(portal.FreshName());
        await portal.AddSiteAsync(company, "York");
        await portal.AddSiteAsync(other, "York");
        var answer = await portal.Provider.PostFormAsync($"/companies/{company}/sites/new", TenancyPortal.SiteFields("YORK"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("has a site of this name already");
    }

    [Fact]
    public async Task Start_where_their_company_is() =>
        (await portal.Anna.GetStringAsync($"/companies/{portal.Acme}/sites/new")).ShouldMatch("<option selected=\"selected\" value=\"Europe/London\"");

    [Fact]
    public async Task Are_added_by_the_company_and_changed_by_their_own_administrator()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var site = await portal.AddSiteAsync(company, "York");
        var admin = portal.Portal.ClientFor(new Grant(Role.GroupAdmin, company, site));
        var answer = await admin.PostFormAsync($"/sites/{site}/edit", new(TenancyPortal.SiteFields("York Minster"))
        {
            ["Input.TimeZone"] = "Europe/Dublin",
            ["Input.ContactEmail"] = "york@acme.example",
            ["Input.Version"] = "1",
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var html = await admin.GetStringAsync($"/sites/{site}");
        html.ShouldContain("York Minster");
        html.ShouldContain("Europe/Dublin");
        html.ShouldContain("mailto:york@acme.example");
    }

    [Fact]
    public async Task Tell_the_second_of_two_editors()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var site = await portal.AddSiteAsync(company, "York");
        var url = $"/sites/{site}/edit";
        (await portal.Provider.PostFormAsync(url, new(TenancyPortal.SiteFields("First")) { ["Input.Version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var late = await portal.Provider.PostFormAsync(url, new(TenancyPortal.SiteFields("Second")) { ["Input.Version"] = "1" });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("Second");
        (await portal.ReadAsync(db => db.Sites.SingleAsync(s => s.Id == site))).Name.ShouldBe("First");
    }

    [Fact]
    public async Task Stand_on_the_dashboards_of_those_who_look_after_them()
    {
        (await portal.Provider.GetStringAsync("/")).ShouldContain("Newest companies");
        (await portal.Anna.GetStringAsync("/")).ShouldContain($"/sites/{portal.London}");
        var gary = await portal.Gary.GetStringAsync("/");
        gary.ShouldContain("8 Wellington Street");
        gary.ShouldNotContain($"/sites/{portal.London}");
    }

    [Theory]
    [InlineData("?sort=company")]
    [InlineData("?sort=-town&q=york")]
    [InlineData("?sort=zone&size=50")]
    public async Task Answer_every_address_of_their_list(string query)
    {
        (await portal.Provider.GetAsync("/sites" + query)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await portal.Anna.GetAsync($"/companies/{portal.Acme}/sites" + query)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
