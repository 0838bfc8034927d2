using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

public class Companies(TenancyPortal portal)
{
    [Theory]
    [InlineData("Input.Name", "", "Give the company a name.")]
    [InlineData("Input.SipDomain", "acme.localhost", "Another company uses this SIP domain")]
    [InlineData("Input.SipDomain", "ACME.localhost", "Another company uses this SIP domain")]
    [InlineData("Input.SipDomain", "a b", "letters, digits and hyphens")]
    [InlineData("Input.SipDomain", "192.0.2.1", "starts with a letter")]
    [InlineData("Input.Country", "XX", "Choose a country")]
    [InlineData("Input.TimeZone", "Mars/Olympus", "Choose a time zone")]
    [InlineData("Input.Currency", "XYZ", "Choose a currency")]
    [InlineData("Input.Status", "99", "Choose a status")]
    [InlineData("Input.VatNumber", "12", "not the shape of a VAT number")]
    public async Task Refuse_a_field_in_words_and_keep_what_was_typed(string field, string value, string words)
    {
        var name = portal.FreshName();
        var answer = await portal.Provider.PostFormAsync("/companies/new", new(portal.CompanyFields(name)) { [field] = value });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain(words);
        html.ShouldContain("1 High Street");
        (await portal.ReadAsync(db => db.Companies.AnyAsync(c => c.Name == name))).ShouldBeFalse();
    }

    [Fact]
    public async Task Refuse_text_that_is_too_long()
    {
        var answer = await portal.Provider.PostFormAsync("/companies/new", new(portal.CompanyFields(portal.FreshName())) { ["Input.Name"] = new string('x', 10_000) });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Use at most 100 characters");
    }

    [Fact]
    public async Task Show_hostile_text_as_text()
    {
        var name = "<script>alert(1)</script> " + portal.FreshName();
        var answer = await portal.Provider.PostFormAsync("/companies/new", new(portal.CompanyFields(name)) { ["Input.SipDomain"] = portal.FreshName("x").Replace(' ', '-') + ".example" });
        var html = await portal.Provider.GetStringAsync(answer.Headers.Location!);
        html.ShouldNotContain("<script>alert");
        html.ShouldContain("&lt;script&gt;alert");
    }

    [Fact]
    public async Task Get_a_sip_domain_from_their_name_when_none_is_given()
    {
        var name = portal.FreshName("Müller & Söhne");
        var answer = await portal.Provider.PostFormAsync("/companies/new", new(portal.CompanyFields(name)) { ["Input.SipDomain"] = "" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.ReadAsync(db => db.Companies.SingleAsync(c => c.Name == name))).SipDomain.ShouldStartWith("muller-sohne-");
    }

    [Fact]
    public async Task Are_not_offered_a_sip_domain_that_is_taken()
    {
        var html = await portal.Provider.GetStringAsync("/companies/new?handler=Domain&Input.Name=Acme");
        html.ShouldContain("acme-2.localhost");
        // The same address opened in a tab is the whole page.
        html.ShouldContain("<html");
    }

    [Fact]
    public async Task Are_added_once_when_the_form_is_sent_twice()
    {
        var name = portal.FreshName();
        var client = portal.Provider;
        var once = Guid.NewGuid().ToString();
        var fields = new Dictionary<string, string?>(portal.CompanyFields(name)) { ["__once"] = once };
        await client.PostFormAsync("/companies/new", fields);
        await client.PostFormAsync("/companies/new", fields);
        (await portal.ReadAsync(db => db.Companies.CountAsync(c => c.Name == name))).ShouldBe(1);
    }

    [Fact]
    public async Task Let_only_the_provider_change_status_domain_currency_and_notes()
    {
        var id = await portal.AddCompanyAsync(portal.FreshName());
        var own = portal.Portal.ClientFor(new Grant(Role.CompanyAdmin, id));
        var page = await own.GetStringAsync($"/companies/{id}/edit");
        page.ShouldNotContain("Input.Status");
        page.ShouldNotContain("Private to the provider");
        (await own.GetStringAsync($"/companies/{id}")).ShouldNotContain("Private to the provider");

        // Sent all the same, they change nothing.
        var renamed = portal.FreshName("Renamed");
        var answer = await own.PostFormAsync($"/companies/{id}/edit", new(portal.CompanyFields(renamed))
        {
            ["Input.Status"] = "Blocked",
            ["Input.SipDomain"] = "stolen.example",
            ["Input.Notes"] = "changed",
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var company = await portal.ReadAsync(db => db.Companies.SingleAsync(c => c.CompanyId == id));
        company.Name.ShouldBe(renamed);
        company.Status.ShouldBe(CompanyStatus.Active);
        company.SipDomain.ShouldNotBe("stolen.example");
        company.Notes.ShouldBe("Private to the provider.");
    }

    [Fact]
    public async Task Tell_the_second_of_two_editors_and_lose_nothing()
    {
        var id = await portal.AddCompanyAsync(portal.FreshName());
        var url = $"/companies/{id}/edit";
        var name = portal.FreshName("Second");
        (await portal.Provider.PostFormAsync(url, new(portal.CompanyFields(portal.FreshName("First"))) { ["Input.Version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var late = await portal.Provider.PostFormAsync(url, new(portal.CompanyFields(name)) { ["Input.Version"] = "1" });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var html = await late.Content.ReadAsStringAsync();
        html.ShouldContain("Somebody else");
        html.ShouldContain(name);
        html.ShouldContain("First");
        html.ShouldMatch("name=\"Input.Version\"[^>]*value=\"2\"|value=\"2\"[^>]*name=\"Input.Version\"");
        (await portal.ReadAsync(db => db.Companies.AnyAsync(c => c.Name == name))).ShouldBeFalse();

        (await portal.Provider.PostFormAsync(url, new(portal.CompanyFields(name)) { ["Input.Version"] = "2" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.ReadAsync(db => db.Companies.AnyAsync(c => c.Name == name))).ShouldBeTrue();
    }

    [Fact]
    public async Task Are_searched_filtered_and_sorted_and_answer_htmx_with_the_list_alone()
    {
        var name = portal.FreshName("Zebra_50% ");
        await portal.Provider.PostFormAsync("/companies/new", new(portal.CompanyFields(name)) { ["Input.SipDomain"] = portal.FreshName("zebra").Replace(' ', '-') + ".example", ["Input.Status"] = "Suspended" });
        (await portal.Provider.GetStringAsync("/companies?q=zebra_50%25")).ShouldContain("Zebra_50%");
        (await portal.Provider.GetStringAsync("/companies?q=zebrax50")).ShouldNotContain("Zebra_50%");
        var filtered = await portal.Provider.GetStringAsync("/companies?status=Suspended&sort=-name");
        filtered.ShouldContain("Zebra_50%");
        filtered.ShouldNotContain("acme.localhost");

        var request = new HttpRequestMessage(HttpMethod.Get, "/companies?q=acme");
        request.Headers.Add("HX-Request", "true");
        var fragment = await (await portal.Provider.SendAsync(request)).Content.ReadAsStringAsync();
        fragment.ShouldContain("acme.localhost");
        fragment.ShouldNotContain("<html");
    }

    [Theory]
    [InlineData("?sort=domain")]
    [InlineData("?sort=-status")]
    [InlineData("?sort=country")]
    [InlineData("?sort=-since&size=100&page=2")]
    [InlineData("?sort=nonsense&page=-1&size=7&status=Nonsense")]
    public async Task Answer_every_address_of_their_list(string query) =>
        (await portal.Provider.GetAsync("/companies" + query)).StatusCode.ShouldBe(HttpStatusCode.OK);
}

public class Names_and_numbers
{
    [Theory]
    [InlineData("Acme", "acme.localhost")]
    [InlineData("  Müller & Söhne GmbH ", "muller-sohne-gmbh.localhost")]
    [InlineData("株式会社", "company.localhost")]
    [InlineData("---", "company.localhost")]
    public void Become_sip_domains(string name, string domain)
    {
        SipDomain.Suggest(name, "localhost").ShouldBe(domain);
        SipDomain.WhyNot(domain).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-acme.localhost")]
    [InlineData("acme..localhost")]
    [InlineData("acme.localhost.")]
    [InlineData("acme_.localhost")]
    [InlineData("10.0.0.1")]
    public void That_cannot_be_a_sip_domain_are_refused(string domain) => SipDomain.WhyNot(domain).ShouldNotBeNull();

    [Fact]
    public void That_are_too_long_are_refused()
    {
        SipDomain.WhyNot(new string('a', 64) + ".localhost").ShouldNotBeNull();
        SipDomain.WhyNot(string.Join('.', Enumerable.Repeat("abcdefgh", 30))).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("GB", "GB 123 4567 82", true)]
    [InlineData("GB", "GB 123 4567 89", false)]
    [InlineData("DE", "de136695976", true)]
    [InlineData("DE", "DE136695978", false)]
    [InlineData("DE", "DE12345678", false)]
    [InlineData("AT", "ATU13585627", true)]
    [InlineData("GR", "EL094259216", true)]
    [InlineData("US", "anything", true)]
    public void Are_checked_as_vat_numbers_of_their_country(string country, string number, bool good) =>
        (VatNumber.WhyNot(country, VatNumber.Normalised(number)) is null).ShouldBe(good);

    [Fact]
    public void Of_vat_are_needed_in_the_european_union_after_the_trial()
    {
        var german = new CompanyProfile("Acme", "DE", "Europe/Berlin", "", "", "", "");
        german.Problems(trial: true).ShouldBeEmpty();
        german.Problems(trial: false).Single().Field.ShouldBe("VatNumber");
    }
}
