using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Pages.Partners;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

/// <summary>"View history" and "Make a note" stand on every object (TE7).</summary>
public class Histories_of_objects(TenancyPortal tenancy)
{
    [Fact]
    public async Task Of_a_schedule_tell_its_rules_field_by_field_in_words()
    {
        var (company, admin) = await CompanyAsync();
        var id = await MadeAsync(admin, $"/companies/{company}/schedules/new", new() { ["Input.Name"] = "Opening hours", ["Input.Begin"] = "office" });
        var history = await OfferedAsync(admin, $"/schedules/{id}", $"/history/schedules/{id}");
        history.ShouldContain("<ins>Opening hours</ins>");
        history.ShouldContain("<dt>Rules</dt>");
        (await ReadAsync(admin, $"/history/schedules/{id}", "de")).ShouldContain("<dt>Regeln</dt>");
        await NotesAsync(admin, $"/history/schedules/{id}");
        await HiddenAsync($"/history/schedules/{id}");
    }

    [Fact]
    public async Task Of_a_group_name_the_group_it_was_moved_under()
    {
        var (company, admin) = await CompanyAsync();
        var site = await tenancy.AddSiteAsync(company, "York");
        var sales = await MadeAsync(admin, $"/groups/new?company={company}", new() { ["Name"] = "Sales" });
        var west = await MadeAsync(admin, $"/groups/new?under={site}", new() { ["Name"] = "West" });
        (await admin.PostFormAsync($"/groups/{west}/move", new() { ["Parent"] = sales, ["Version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var history = await OfferedAsync(admin, $"/groups/{west}", $"/history/groups/{west}");
        history.ShouldContain("<ins>Sales</ins>");
        history.ShouldContain("<del>York</del>");
        await NotesAsync(admin, $"/history/groups/{west}");
        await HiddenAsync($"/history/groups/{west}");

        using var below = tenancy.Portal.ClientFor(new Grant(Role.GroupAdmin, company, Group: new GroupId(Guid.Parse(west))));
        (await below.GetAsync($"/history/groups/{west}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await below.GetAsync($"/history/groups/{sales}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_dial_and_emergency_locations_stand_with_the_location_and_the_site()
    {
        var (company, admin) = await CompanyAsync();
        var site = await tenancy.AddSiteAsync(company, "York");
        (await admin.PostFormAsync($"/companies/{company}/locations/new", new()
        {
            ["Input.Name"] = "Berlin", ["Input.Country"] = "DE", ["Input.AreaCode"] = "30", ["Input.OutsidePrefix"] = "0", ["Input.TimeZone"] = "Europe/Berlin",
        })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = await tenancy.ReadAsync(async db => (await db.Locations.SingleAsync(l => l.CompanyId == company)).Id);
        (await OfferedAsync(admin, $"/locations/{id}", $"/history/locations/{id}")).ShouldContain("<ins>Berlin</ins>");
        await NotesAsync(admin, $"/history/locations/{id}");
        await HiddenAsync($"/history/locations/{id}");

        (await admin.PostFormAsync($"/sites/{site}/location", new()
        {
            ["Input.LocationId"] = id.ToString(), ["Input.EmergencyAddress"] = "Gate 7", ["Input.Version"] = "0",
        })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var history = await OfferedAsync(admin, $"/sites/{site}/location", $"/history/sites/{site}");
        history.ShouldContain("<ins>Gate 7</ins>");
        history.ShouldContain("<ins>Berlin</ins>", Case.Sensitive, "the location by its name, not by its id");
    }

    [Fact]
    public async Task Of_a_partner_are_the_providers_alone()
    {
        var id = (await tenancy.Portal.SendAsync(new SavePartner(null, 0, tenancy.FreshName("Reseller"), ""), new Grant(Role.Operator))).Value.ToString();
        (await OfferedAsync(tenancy.Provider, $"/partners/{id}", $"/history/partners/{id}")).ShouldContain("Reseller");
        await NotesAsync(tenancy.Provider, $"/history/partners/{id}");
        using var partner = tenancy.Portal.ClientFor(new Grant(Role.Partner, Partner: new PartnerId(Guid.Parse(id))));
        (await partner.GetAsync($"/history/partners/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await HiddenAsync($"/history/partners/{id}");
    }

    [Fact]
    public async Task Of_a_package_are_its_owners()
    {
        var (one, other) = (new PartnerId(Guid.NewGuid()), new PartnerId(Guid.NewGuid()));
        using var owner = tenancy.Portal.ClientFor(new Grant(Role.Partner, Partner: one));
        using var stranger = tenancy.Portal.ClientFor(new Grant(Role.Partner, Partner: other));
        var name = tenancy.FreshName("Bundle");
        (await owner.PostFormAsync("/packages/new?for=user&kind=package", new() { ["Input.Name"] = name })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = await tenancy.ReadAsync(async db => (await db.FeaturePackages.SingleAsync(p => p.Name == name)).Id);
        (await OfferedAsync(owner, $"/packages/{id}/edit", $"/history/packages/{id}")).ShouldContain($"<ins>{name}</ins>");
        await NotesAsync(owner, $"/history/packages/{id}");
        (await stranger.GetAsync($"/history/packages/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await tenancy.Provider.GetAsync($"/history/packages/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await HiddenAsync($"/history/packages/{id}");

        // The breadcrumb leads to the page there is.
        (await owner.GetStringAsync($"/history/packages/{id}")).ShouldContain($"href=\"/packages/{id}/edit\"");
        (await owner.PostFormAsync($"/packages/{id}/edit?handler=Delete", [], $"/packages/{id}/edit")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Of_contacts_and_blocks_are_offered_too()
    {
        var (company, admin) = await CompanyAsync();
        (await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", new() { ["Input.Name"] = "Carl", ["Input.Email"] = "carl@example.org" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var contact = await tenancy.ReadAsync(async db => (await db.Contacts.SingleAsync(c => c.CompanyId == company)).Id);
        (await OfferedAsync(admin, $"/contacts/{contact}/edit", $"/history/contacts/{contact}")).ShouldContain("Carl");

        await tenancy.Portal.ChangeAsSystemAsync(async services =>
        {
            var db = (Data.TenancyDb)services.GetService(typeof(Data.TenancyDb))!;
            db.Add(new Domain.Settings.InternalBlock { CompanyId = company, First = Random.Shared.Next(500_000, 900_000), Last = 999_999 });
            await db.SaveChangesAsync();
        });
        (await OfferedAsync(admin, $"/companies/{company}/settings", $"/history/companies/{company}")).ShouldContain("Internal block");
    }

    [Fact]
    public async Task Of_what_was_removed_keep_its_name()
    {
        var (company, admin) = await CompanyAsync();
        var id = await MadeAsync(admin, $"/companies/{company}/schedules/new", new() { ["Input.Name"] = "Short lived", ["Input.Begin"] = "office" });
        (await admin.PostFormAsync($"/schedules/{id}?handler=Delete", [], $"/schedules/{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var history = await admin.GetStringAsync($"/history/schedules/{id}");
        history.ShouldContain("History of Short lived");
        history.ShouldNotContain($"href=\"/schedules/{id}\"");
    }

    private async Task<(CompanyId Company, HttpClient Admin)> CompanyAsync()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName("Hist"));
        return (company, tenancy.Portal.ClientFor(new Grant(Role.CompanyAdmin, company)));
    }

    private static async Task<string> MadeAsync(HttpClient client, string form, Dictionary<string, string?> fields)
    {
        var answer = await client.PostFormAsync(form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString().Split('/').Single(p => Guid.TryParse(p.Split('?')[0], out _) && !form.Contains(p, StringComparison.Ordinal));
    }

    /// <summary>The object's page leads to its history and to a note, and the history opens.</summary>
    private static async Task<string> OfferedAsync(HttpClient client, string page, string history)
    {
        var html = await client.GetStringAsync(page);
        html.ShouldContain($"href=\"{history}\"");
        html.ShouldContain($"href=\"{history}#notes\"");
        return await client.GetStringAsync(history);
    }

    private static async Task NotesAsync(HttpClient client, string history)
    {
        (await client.PostFormAsync(history, new() { ["Text"] = "Remember this" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetStringAsync(history)).ShouldContain("Remember this");
    }

    private async Task HiddenAsync(string history) => (await tenancy.Bella.GetAsync(history)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    private static async Task<string> ReadAsync(HttpClient client, string address, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptLanguage.ParseAdd(language);
        return await (await client.SendAsync(request)).Content.ReadAsStringAsync();
    }
}
