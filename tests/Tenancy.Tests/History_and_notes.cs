using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Jobs;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.TestHost;
using Portal.Testing.Clock;

namespace Portal.Tenancy.Tests;

public class History_and_notes(TenancyPortal tenancy)
{
    [Fact]
    public async Task Show_field_by_field_what_was_and_is()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName("Hist"));
        var fields = tenancy.CompanyFields("Renamed Ltd");
        fields["Input.SipDomain"] = Guid.NewGuid().ToString("N") + ".example";
        (await tenancy.Provider.PostFormAsync($"/companies/{company}/edit", fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var html = await tenancy.Provider.GetStringAsync($"/history/companies/{company}");
        html.ShouldContain("<ins>Renamed Ltd</ins>");
        html.ShouldContain("<dt>Sip domain</dt>");
        html.ShouldContain("&quot;after&quot;");
        (await tenancy.Provider.GetStringAsync($"/companies/{company}")).ShouldContain($"/history/companies/{company}");
    }

    [Fact]
    public async Task Keep_notes_with_author_and_time_for_everybody_in_reach()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName("Noted"));
        using var admin = tenancy.Portal.ClientFor(new Grant(Role.CompanyAdmin, company));
        (await admin.PostFormAsync($"/history/companies/{company}", new() { ["Text"] = "=1+1 <script>bad</script>" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.PostFormAsync($"/history/companies/{company}", new() { ["Text"] = "turned \u202Egnp" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await tenancy.Provider.PostFormAsync($"/history/companies/{company}", new() { ["Text"] = "Do not tell them", ["ProviderOnly"] = "true" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var theirs = await admin.GetStringAsync($"/history/companies/{company}");
        theirs.ShouldContain("&lt;script&gt;bad");
        theirs.ShouldContain("test.companyadmin");
        theirs.ShouldNotContain("Do not tell them");
        (await tenancy.Provider.GetStringAsync($"/history/companies/{company}")).ShouldContain("Do not tell them");
        (await tenancy.Bella.PostFormAsync($"/history/companies/{company}", new() { ["Text"] = "x" }, $"/history/companies/{tenancy.Beta}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostFormAsync($"/history/companies/{company}", new() { ["Text"] = "hidden", ["ProviderOnly"] = "true" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.PostFormAsync($"/history/companies/{company}", new() { ["Text"] = new string('x', 10_000) })).StatusCode.ShouldBe((HttpStatusCode)422);
        (await admin.PostFormAsync($"/history/companies/{company}", new() { ["Text"] = " " })).StatusCode.ShouldBe((HttpStatusCode)422);
    }

    [Fact]
    public async Task Are_open_to_a_group_administrator_for_the_own_site_only()
    {
        (await tenancy.Gary.GetAsync($"/history/sites/{tenancy.Leeds}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await tenancy.Gary.GetAsync($"/history/sites/{tenancy.London}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await tenancy.Gary.GetAsync($"/history/companies/{tenancy.Acme}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await tenancy.John.GetAsync($"/history/sites/{tenancy.London}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await tenancy.Provider.GetAsync($"/history/nothing/{tenancy.Acme}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await tenancy.Provider.GetAsync($"/history/companies/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Are_filtered_by_verb_person_table_and_day()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName("Filtered"));
        await tenancy.AddSiteAsync(company, "Filter Site");
        async Task<string> Log(string query) => await tenancy.Provider.GetStringAsync($"/audit-log?company={company}&{query}");
        (await Log("")).ShouldContain("Filter Site");
        (await Log("verb=changed")).ShouldNotContain("Filter Site");
        (await Log("table=tenancy_companies")).ShouldNotContain("Filter Site");
        (await Log("table=tenancy_sites")).ShouldContain("Filter Site");
        (await Log("q=test.operator")).ShouldContain("Filter Site");
        (await Log("q=127.0.0.1")).ShouldContain("Filter Site");
        (await Log("q=nobody.at.all")).ShouldNotContain("Filter Site");
        (await Log("to=2020-01-01")).ShouldNotContain("Filter Site");
        (await Log("from=2020-01-01")).ShouldContain("Filter Site");
        (await Log("after=rubbish")).ShouldContain("Filter Site");
        (await Log("from=0001-01-01&to=9999-12-31")).ShouldContain("Filter Site");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Are_found_by_person_address_and_object_on_both_databases(bool postgres)
    {
        await using var portal = await TestPortal.StartAsync(o => (o.Demo, o.Postgres) = (true, postgres));
        var acme = (await portal.AsSystemAsync(s => s.GetRequiredService<MediatR.IMediator>().Send(new ListCompanies()))).Single(c => c.SipDomain == "acme.localhost").Id;
        using var provider = portal.ClientFor(new Grant(Role.Operator));
        using var admin = portal.ClientFor(new Grant(Role.CompanyAdmin, acme));
        var theirs = await provider.PostFormAsync($"/companies/{acme}/sites/new", TenancyPortal.SiteFields("Of the operator"));
        (await admin.PostFormAsync($"/companies/{acme}/sites/new", TenancyPortal.SiteFields("Of the admin"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // As changes, not as the messages that follow a save.
        async Task<(bool Operator, bool Admin)> Log(string query)
        {
            var page = await admin.GetStringAsync("/audit-log?" + query);
            return (page.Contains("<ins>Of the operator</ins>", StringComparison.Ordinal), page.Contains("<ins>Of the admin</ins>", StringComparison.Ordinal));
        }

        (await Log("q=test.op")).ShouldBe((true, false));
        (await Log("q=COMPANYADMIN")).ShouldBe((false, true));
        (await Log("q=test.")).ShouldBe((true, true));
        (await Log("q=127.0.0.1")).ShouldBe((true, true));
        (await Log("q=" + theirs.Headers.Location!.ToString().Split('/')[^1])).ShouldBe((true, false));
        (await Log("q=test.&verb=removed")).ShouldBe((false, false));
        (await Log("q=%25")).ShouldBe((false, false));
    }

    [Fact]
    public async Task Page_through_without_losing_or_repeating_a_change()
    {
        var company = await tenancy.AddCompanyAsync(tenancy.FreshName("Paged"));
        for (var i = 0; i < 30; i++)
        {
            await tenancy.AddSiteAsync(company, $"Page site {i:00}");
        }

        var first = await tenancy.Provider.GetStringAsync($"/audit-log?company={company}");
        var next = System.Text.RegularExpressions.Regex.Match(first, "after=([0-9a-f.]+)").Groups[1].Value;
        var second = await tenancy.Provider.GetStringAsync($"/audit-log?company={company}&after={next}");
        Enumerable.Range(0, 30).Count(i => first.Contains($"<ins>Page site {i:00}</ins>", StringComparison.Ordinal) ^ second.Contains($"<ins>Page site {i:00}</ins>", StringComparison.Ordinal)).ShouldBe(30);
    }

    [Fact]
    public async Task Tell_recent_activity_and_forget_it_after_two_years()
    {
        var folder = Directory.CreateTempSubdirectory("portal-activity-").FullName;
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        try
        {
            // Three starts on the same data, instead of a clock that would run every timer of two years.
            (await AtAsync(folder, start, add: true)).ShouldContain("Activity Site");
            (await AtAsync(folder, start.AddDays(729), add: false)).ShouldContain("Activity Site");
            (await AtAsync(folder, start.AddDays(732), add: false)).ShouldNotContain("Activity Site");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> AtAsync(string folder, DateTimeOffset now, bool add)
    {
        await using var portal = await TestPortal.StartAsync(o => (o.Demo, o.Folder, o.Clock) = (true, folder, new ManualTimeProvider(now)));
        var company = await portal.AsSystemAsync(s => s.GetRequiredService<Data.TenancyDb>().Companies.Where(c => c.SipDomain == "acme.localhost").Select(c => c.CompanyId).SingleAsync());
        if (add)
        {
            using var provider = portal.ClientFor(new Grant(Role.Operator));
            (await provider.PostFormAsync($"/companies/{company}/sites/new", TenancyPortal.SiteFields("Activity Site"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        await portal.Services.GetRequiredService<JobRunner>().RunAsync("Remove recent activity after two years", default);
        using var anna = portal.ClientFor(new Grant(Role.CompanyAdmin, company));
        var page = await anna.GetStringAsync($"/companies/{company}/activity");
        if (add)
        {
            page.ShouldContain("Site added");
            (await anna.GetStringAsync("/")).ShouldContain("Activity Site");
        }

        return page;
    }

    [Fact]
    public async Task Export_the_companies_as_XML()
    {
        var name = tenancy.FreshName("Xml");
        await tenancy.AddCompanyAsync(name);
        var xml = System.Xml.Linq.XDocument.Parse(await tenancy.Provider.GetStringAsync("/companies?format=xml&q=" + Uri.EscapeDataString(name)));
        xml.Root!.Elements("row").Select(r => r.Element("name")!.Value).ShouldContain(name);
    }
}
