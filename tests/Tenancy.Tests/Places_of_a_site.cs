using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Dialling;
using Portal.Tenancy.Domain.Dialling;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

public class Places_of_a_site(TenancyPortal portal)
{
    private ISitePlaces Places => portal.Portal.Services.GetRequiredService<ISitePlaces>();

    [Fact]
    public async Task Are_dialled_from_by_the_sites_own_country_until_a_location_is_chosen()
    {
        var (company, site) = await PlaceAsync();
        Places.DialContextOf(site).ShouldBe(new DialContext("GB", "", "", "Europe/London"));
        var admin = portal.Portal.ClientFor(new Grant(Role.CompanyAdmin, company));
        var added = await admin.PostFormAsync($"/companies/{company}/locations/new", Location("Berlin <b>"));
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        var id = await portal.ReadAsync(async db => (await db.Locations.SingleAsync(l => l.CompanyId == company)).Id);

        var set = await admin.PostFormAsync($"/sites/{site}/location", new()
        {
            ["Input.LocationId"] = id.ToString(), ["Input.EmergencyAddress"] = "Gate 7\nYork", ["Input.EmergencyNotes"] = "2nd floor", ["Input.CallbackNumber"] = "+44 1904 960000", ["Input.Version"] = "0",
        });
        set.StatusCode.ShouldBe(HttpStatusCode.Redirect, await set.Content.ReadAsStringAsync());
        Places.DialContextOf(site).ShouldBe(new DialContext("DE", "30", "0", "Europe/Berlin"));
        var profile = await admin.GetStringAsync($"/sites/{site}");
        profile.ShouldContain("Gate 7");
        profile.ShouldContain("2nd floor");
        profile.ShouldContain("Berlin &lt;b&gt;");

        var kept = await admin.PostFormAsync($"/locations/{id}?handler=Delete", [], $"/locations/{id}");
        kept.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await kept.Content.ReadAsStringAsync()).ShouldContain("still the dial location of York");
    }

    [Theory]
    [InlineData("Input.Name", "", "Give the location a name.")]
    [InlineData("Input.Country", "XX", "Choose a country")]
    [InlineData("Input.AreaCode", "0113", "without the leading 0")]
    [InlineData("Input.AreaCode", "30; DROP", "without the leading 0")]
    [InlineData("Input.OutsidePrefix", "<9>", "Use up to four digits")]
    [InlineData("Input.TimeZone", "Mars/Base", "Choose a time zone")]
    public async Task Refuse_a_location_in_words(string field, string value, string words)
    {
        var answer = await portal.Anna.PostFormAsync($"/companies/{portal.Acme}/locations/new", new(Location("Refused")) { [field] = value });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Fact]
    public async Task Are_limited_by_the_provider_alone()
    {
        var (company, site) = await PlaceAsync();
        var admin = new Grant(Role.CompanyAdmin, company);
        (await portal.Portal.SendAsync(new SetSitePlace(site, 0, new PlaceSettings(MaxCalls: 5)), admin)).Kind.ShouldBe(OutcomeKind.Forbidden);
        (await portal.Provider.PostFormAsync($"/sites/{site}/location", new() { ["Input.MaxCalls"] = "5", ["Input.MaxEmployees"] = "20", ["Input.Version"] = "0" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (Places.CallLimitOf(site), Places.EmployeeLimitOf(site)).ShouldBe((5, 20));

        // The company changes its own part and cannot take the limits away by leaving them out.
        (await portal.Portal.ClientFor(admin).PostFormAsync($"/sites/{site}/location", new() { ["Input.EmergencyNotes"] = "Attic", ["Input.MaxCalls"] = "9999" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (Places.CallLimitOf(site), Places.EmployeeLimitOf(site)).ShouldBe((5, 20));
        foreach (var bad in new[] { "0", "-1", "many", "99999999999999999999" })
        {
            (await portal.Provider.PostFormAsync($"/sites/{site}/location", new() { ["Input.MaxCalls"] = bad })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, bad);
        }
    }

    [Fact]
    public async Task Tell_the_second_of_two_editors_and_nobody_of_another_company()
    {
        var (company, site) = await PlaceAsync();
        var admin = portal.Portal.ClientFor(new Grant(Role.GroupAdmin, company, site));
        (await admin.PostFormAsync($"/sites/{site}/location", new() { ["Input.EmergencyNotes"] = "First", ["Input.Version"] = "0" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var late = await admin.PostFormAsync($"/sites/{site}/location", new() { ["Input.EmergencyNotes"] = "Second", ["Input.Version"] = "0" });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("First");

        (await portal.Bella.GetAsync($"/sites/{site}/location")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.Bella.GetAsync($"/companies/{company}/locations")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var foreign = (await portal.Portal.SendAsync(new CreateLocation(portal.Beta, new DialSettings(portal.FreshName("Beta place"), "GB", "", "", "UTC")), new Grant(Role.CompanyAdmin, portal.Beta))).Value;
        (await portal.Anna.GetAsync($"/locations/{foreign}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.Portal.SendAsync(new SetSitePlace(site, 1, new PlaceSettings(foreign)), new Grant(Role.Operator))).Problems.ShouldContain(p => p.Field == "LocationId");
    }

    private async Task<(CompanyId, SiteId)> PlaceAsync()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        return (company, await portal.AddSiteAsync(company, "York"));
    }

    private static Dictionary<string, string?> Location(string name) => new()
    {
        ["Input.Name"] = name, ["Input.Country"] = "DE", ["Input.AreaCode"] = "30", ["Input.OutsidePrefix"] = "0", ["Input.TimeZone"] = "Europe/Berlin",
    };
}
