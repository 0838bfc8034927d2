using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Audit;
using Portal.Data.Delayed;
using Portal.Data.Jobs;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

public class Contacts(TenancyPortal tenancy)
{
    private static string Later => TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Are_added_with_everything_known_of_them()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        (await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Mary Moor"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var html = await tenancy.Provider.GetStringAsync($"/companies/{company}/contacts");
        html.ShouldContain("Mary Moor");
        html.ShouldContain("mary.moor@example.com");
        (await tenancy.Provider.GetStringAsync("/contacts?q=mary.moor")).ShouldContain("Mary Moor");
        (await tenancy.Provider.GetStringAsync("/search?q=mary.moor")).ShouldContain("Mary Moor");
    }

    [Fact]
    public async Task Stay_on_the_form_when_asked_to()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        var answer = await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Stay Here", ("Save", "stay")));
        answer.Headers.Location!.ToString().ShouldEndWith("/contacts/new");
    }

    [Theory]
    [InlineData("Input.Name", "", "Give the contact a name.")]
    [InlineData("Input.Email", "not an address", "This is not an e-mail address")]
    [InlineData("Input.Phone", "=1+1|cmd", "Write the number in digits")]
    [InlineData("Input.Mobile", "---", "Write the number in digits")]
    public async Task Are_refused_in_words(string field, string value, string words)
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        var answer = await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Wrong", (field, value)));
        answer.StatusCode.ShouldBe((HttpStatusCode)422);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Fact]
    public async Task Take_hostile_text_as_text_and_export_no_formula()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        (await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("=HYPERLINK(1)<script>x</script>", ("Input.Email", "h@example.com"))))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var html = await tenancy.Provider.GetStringAsync($"/companies/{company}/contacts");
        html.ShouldNotContain("<script>x");
        (await tenancy.Provider.GetStringAsync($"/companies/{company}/contacts?format=csv")).ShouldContain("\"'=HYPERLINK(1)<script>x</script>\"");
        (await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Long", ("Input.PublicNotes", new string('x', 10_000)))))
            .StatusCode.ShouldBe((HttpStatusCode)422);
    }

    [Fact]
    public async Task Have_each_address_once_in_a_company()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("First", ("Input.Email", "one@example.com")));
        var answer = await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Second", ("Input.Email", "ONE@example.com")));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Another contact of this company has this e-mail address.");
    }

    [Fact]
    public async Task Hide_private_notes_from_the_company_everywhere()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Priv Ate", ("Input.PrivateNotes", "never pays")));
        var id = await IdAsync(company);
        using var admin = tenancy.Portal.ClientFor(new Grant(Role.CompanyAdmin, company));
        foreach (var path in new[] { $"/contacts/{id}/edit", $"/history/contacts/{id}", $"/history/contacts/{id}?format=csv", $"/history/companies/{company}", $"/companies/{company}/contacts?format=csv", "/audit-log", "/audit-log?format=csv" })
        {
            var page = await admin.GetAsync(path);
            page.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await page.Content.ReadAsStringAsync()).ShouldNotContain("never pays", Case.Sensitive, path);
        }

        (await tenancy.Provider.GetStringAsync($"/history/contacts/{id}")).ShouldContain("never pays");
        (await admin.PostFormAsync($"/contacts/{id}/edit", Fields("Priv Ate", ("Input.PrivateNotes", "mine now")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await tenancy.ReadAsync(db => db.Contacts.SingleAsync(c => c.Name == "Priv Ate"))).PrivateNotes.ShouldBe("never pays");
    }

    [Fact]
    public async Task Of_another_company_are_not_found()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Secret Person"));
        var id = await IdAsync(company);
        foreach (var path in new[] { $"/contacts/{id}/edit", $"/history/contacts/{id}", $"/companies/{company}/contacts", $"/history/companies/{company}", $"/audit-log?company={company}", $"/companies/{company}/activity" })
        {
            (await tenancy.Bella.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await tenancy.Bella.GetStringAsync("/contacts")).ShouldNotContain("Secret Person");
        (await tenancy.Bella.GetStringAsync("/search?q=secret")).ShouldNotContain("Secret Person");
    }

    [Fact]
    public async Task Lose_what_was_verified_when_the_address_changes()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Veri Fied", ("Input.EmailVerified", "true")));
        (await tenancy.ReadAsync(db => db.Contacts.SingleAsync(c => c.Name == "Veri Fied"))).EmailVerified.ShouldBeTrue();
    }

    private async Task<Guid> IdAsync(CompanyId company) => (await tenancy.ReadAsync(db => db.Contacts.SingleAsync(c => c.CompanyId == company))).Id.Value;

    private static Dictionary<string, string?> Fields(string name, params (string Key, string Value)[] more)
    {
        var fields = new Dictionary<string, string?>
        {
            ["Input.Name"] = name, ["Input.Email"] = name.ToLowerInvariant().Replace(' ', '.') + "@example.com", ["Input.Type"] = "Billing",
            ["Input.Phone"] = "+44 20 7946 0000", ["Input.PublicNotes"] = "Calls on Mondays.",
        };
        foreach (var (key, value) in more)
        {
            fields[key] = value;
        }

        return fields;
    }

    [Fact]
    public async Task Are_saved_later_by_a_job_and_shown_until_then()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        (await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Late R", ("Save", "delay"), ("DelayUntil", Later)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await tenancy.ReadAsync(db => db.Contacts.AnyAsync(c => c.CompanyId == company))).ShouldBeFalse("the trial run is taken back");
        (await tenancy.Provider.GetStringAsync($"/companies/{company}")).ShouldContain("Call off");
        (await tenancy.Provider.GetStringAsync("/delayed")).ShouldContain("Waiting");
    }

    [Fact]
    public async Task Are_refused_at_once_when_they_could_not_be_saved()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName());
        var wrong = await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Late R", ("Save", "delay"), ("DelayUntil", Later), ("Input.Email", "x")));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("This is not an e-mail address");
        var past = await tenancy.Provider.PostFormAsync($"/companies/{company}/contacts/new", Fields("Late R", ("Save", "delay"), ("DelayUntil", "2020-01-01T10:00")));
        (await past.Content.ReadAsStringAsync()).ShouldContain("Choose a time that is still to come.");
    }
}
