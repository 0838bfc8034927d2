using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Extensions.Domain;
using Portal.TestHost;
using Portal.Modularity.Access;
using Portal.Web.Search;

namespace Portal.Extensions.Tests;

public class Listing_employees(ExtensionsPortal portal)
{
    [Theory]
    [InlineData("john.smith", "John Smith")]
    [InlineData("SMITH", "John Smith")]
    [InlineData("jo smi", "John Smith")]
    [InlineData("smith london", "John Smith")]
    [InlineData("2101", "Emily Walker")]
    [InlineData("okaf", "Amara Okafor")]
    public async Task Searches_username_names_number_and_site(string text, string found)
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        (await NamesAsync(client, "/employees?q=" + Uri.EscapeDataString(text))).ShouldContain(found);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("' OR 1=1 --")]
    public async Task Takes_what_is_typed_literally(string text)
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        (await NamesAsync(client, "/employees?q=" + Uri.EscapeDataString(text))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_htmx_with_the_list_alone_and_everybody_else_with_the_page()
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        (await ExtensionsPortal.PageAsync(client, "/employees?q=smith")).QuerySelector("h1")!.TextContent.ShouldContain("Employees");
        client.DefaultRequestHeaders.Add("HX-Request", "true");
        var fragment = await ExtensionsPortal.PageAsync(client, "/employees?q=smith");
        fragment.QuerySelector("h1").ShouldBeNull();
        fragment.Body!.TextContent.ShouldContain("John Smith");
    }

    [Fact]
    public async Task Sorts_extensions_as_numbers_and_filters_by_site_and_status()
    {
        var mark = "Sorter" + portal.FreshExtension();
        var few = portal.Details(last: mark, site: portal.Leeds);
        var many = portal.Details(last: mark, site: portal.London) with { Extension = "9" + portal.FreshExtension() };
        var low = portal.Details(last: mark, site: portal.London) with { Extension = "9998" };
        foreach (var details in new[] { many, few, low })
        {
            await portal.AddAsync(details with { FirstName = "N" + details.Extension });
        }

        using var client = portal.Portal.ClientFor(portal.Anna);
        (await NamesAsync(client, $"/employees?q={mark}&sort=extension")).ShouldBe([$"N9998 {mark}", $"N{few.Extension} {mark}", $"N{many.Extension} {mark}"]);
        (await NamesAsync(client, $"/employees?q={mark}&sort=-extension")).First().ShouldBe($"N{many.Extension} {mark}");
        (await NamesAsync(client, $"/employees?q={mark}&site={portal.Leeds}")).ShouldBe([$"N{few.Extension} {mark}"]);
        (await NamesAsync(client, $"/employees?q={mark}&status=activated")).ShouldBeEmpty();
        (await NamesAsync(client, $"/employees?q={mark}&status=pending")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Pages_without_skipping_or_repeating_anybody()
    {
        var mark = "Pager" + portal.FreshExtension();
        for (var n = 0; n < 27; n++)
        {
            await portal.AddAsync(portal.Details(last: mark, first: "Same"));
        }

        using var client = portal.Portal.ClientFor(portal.Anna);
        var first = await IdsAsync(client, $"/employees?q={mark}");
        var second = await IdsAsync(client, $"/employees?q={mark}&page=2");
        (first.Count, second.Count).ShouldBe((25, 2));
        first.Concat(second).Distinct().Count().ShouldBe(27);
        (await ExtensionsPortal.PageAsync(client, $"/employees?q={mark}")).Body!.TextContent.ShouldContain("of 27 employees");
    }

    [Fact]
    public async Task Shows_hostile_text_as_text()
    {
        var details = portal.Details(first: "<img src=x>", last: "\"><script>alert(1)");
        var id = await portal.AddAsync(details);
        using var client = portal.Portal.ClientFor(portal.Anna);
        foreach (var address in new[] { "/employees?q=" + details.Extension, $"/employees/{id}", $"/employees/{id}/edit", $"/employees/{id}/login-details" })
        {
            var page = await ExtensionsPortal.PageAsync(client, address);
            page.QuerySelectorAll("img[src=x]").ShouldBeEmpty();
            page.QuerySelectorAll("script").ShouldAllBe(s => !s.TextContent.Contains("alert"));
            page.DocumentElement.OuterHtml.ShouldContain("&lt;img src=x&gt;");
        }
    }

    [Fact]
    public async Task Activates_the_selected_and_comes_back_to_the_same_list()
    {
        var mark = "Chosen" + portal.FreshExtension();
        var (one, two, three) = (await portal.AddAsync(portal.Details(last: mark)), await portal.AddAsync(portal.Details(last: mark)), await portal.AddAsync(portal.Details(last: mark)));
        using var client = portal.Portal.ClientFor(portal.Anna);
        var page = await ExtensionsPortal.PageAsync(client, "/employees?q=" + mark);
        var fields = page.QuerySelectorAll("form.list-bulk input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!))
            .Append(KeyValuePair.Create("ids", one.ToString())).Append(KeyValuePair.Create("ids", two.ToString()));

        var answer = await client.PostAsync(page.QuerySelector("form.list-bulk button")!.GetAttribute("formaction"), new FormUrlEncodedContent(fields));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.ToString().ShouldBe("/employees?q=" + mark);
        (await portal.ReadAsync(one)).Status.ShouldBe(EmployeeStatus.Activated);
        (await portal.ReadAsync(two)).Status.ShouldBe(EmployeeStatus.Activated);
        (await portal.ReadAsync(three)).Status.ShouldBe(EmployeeStatus.Pending);
        portal.Directory.Find(two)!.MayReceive.ShouldBeTrue();
    }

    [Fact]
    public async Task Answers_the_live_search_within_reach_exact_extension_first()
    {
        (await HitsAsync("2001", portal.Anna))[0].Title.ShouldBe("John Smith");
        (await HitsAsync("smith", portal.Anna)).ShouldContain(h => h.Detail.Contains("2001") && h.Href.StartsWith("/employees/"));
        (await HitsAsync("smith", portal.Gary)).ShouldBeEmpty();
        (await HitsAsync("walker", portal.Gary)).Count.ShouldBe(1);
        (await HitsAsync("john", new Grant(Role.Employee, portal.Acme, portal.London, await portal.IdOfAsync(portal.Acme, "2001")))).ShouldBeEmpty();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Finds_in_the_live_search_whoever_is_typed_on_both_databases(bool postgres)
    {
        await using var own = await ExtensionsPortal.StartAsync(o => o.Postgres = postgres);
        using var provider = own.ClientFor(new Grant(Role.Operator));
        async Task<string[]> Found(string text) =>
            [.. (await ExtensionsPortal.PageAsync(provider, "/search?q=" + Uri.EscapeDataString(text))).QuerySelectorAll("main a[href^='/employees/'] .search-hit-title").Select(a => a.TextContent.Trim())];

        // Whose last name begins so comes before those who are otherwise called so: Chen before nobody, Jones before John Smith.
        (await Found("jo"))[..2].ShouldBe(["Jane Jones", "John Smith"]);
        (await Found("JONES")).ShouldBe(["Jane Jones"]);
        (await Found("smith jo")).ShouldBe(["John Smith"]);
        (await Found("jo smi")).ShouldBe(["John Smith"]);
        (await Found("john.sm")).ShouldBe(["John Smith"]);
        (await Found("walker leeds")).ShouldBe(["Emily Walker"]);
        // 2001 is an extension of two companies.
        (await Found("2001")).ShouldBe(["Ben Carter", "John Smith"], ignoreOrder: true);
        (await Found("210")).Length.ShouldBe(5);
        foreach (var nobody in new[] { "%", "_", "'", "\\", "zzz", "smith\uffff" })
        {
            (await Found(nobody)).ShouldBeEmpty(nobody);
        }
    }

    [Fact]
    public async Task Lets_operators_look_up_the_company_and_site_to_filter_by()
    {
        using var provider = portal.Portal.ClientFor(new Grant(Role.Operator));
        var list = await ExtensionsPortal.PageAsync(provider, "/employees");
        list.QuerySelectorAll(".list-filter select[name=company], .list-filter select[name=site]").ShouldBeEmpty();
        list.QuerySelectorAll(".list-filter [role=combobox]").Length.ShouldBe(2);

        var offers = await ExtensionsPortal.PageAsync(provider, "/lookup/companies?key=company&q=bet&back=" + Uri.EscapeDataString("/employees?q=2001"));
        var choice = offers.QuerySelector($"main a[href*='{portal.Beta}']")!.GetAttribute("href")!;
        choice.ShouldBe($"/employees?q=2001&company={portal.Beta}");
        (await NamesAsync(provider, choice)).ShouldBe(["Ben Carter"]);
        (await ExtensionsPortal.PageAsync(provider, choice)).QuerySelector(".list-filter-on")!.TextContent.ShouldContain("Beta");
        (await NamesAsync(provider, $"/employees?q=2001&site={portal.London}")).ShouldBe(["John Smith"]);

        // What is out of reach, or nothing, narrows nothing and is not named.
        using var anna = portal.Portal.ClientFor(portal.Anna);
        (await NamesAsync(anna, $"/employees?q=2001&site={portal.Manchester}")).ShouldContain("John Smith");
        (await anna.GetStringAsync($"/lookup/companies?key=company&back=/employees")).ShouldNotContain(portal.Beta.ToString());
        (await anna.GetStringAsync($"/lookup/sites?key=site&back=/employees")).ShouldNotContain(portal.Manchester.ToString());
        (await ExtensionsPortal.PageAsync(provider, "/lookup/companies?key=company&back=//evil.example")).QuerySelectorAll("main a[href*='evil']").ShouldBeEmpty();
        (await provider.GetAsync("/lookup/nothing?key=company&back=/employees")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await provider.GetAsync("/lookup/companies?key=%3Cscript%3E&back=/employees")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<IReadOnlyList<SearchHit>> HitsAsync(string text, Grant by)
    {
        using var client = portal.Portal.ClientFor(by);
        var page = await ExtensionsPortal.PageAsync(client, "/search?q=" + text);
        return [.. page.QuerySelectorAll("main a[href^='/employees/']").Select(a => new SearchHit(
            a.QuerySelector("[class*=title], strong")?.TextContent.Trim() ?? a.TextContent.Trim(), a.TextContent, a.GetAttribute("href")!, ""))];
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(HttpClient client, string url) =>
        [.. (await ExtensionsPortal.PageAsync(client, url)).QuerySelectorAll("tbody a.row-link").Select(a => a.TextContent)];

    private static async Task<IReadOnlyList<string>> IdsAsync(HttpClient client, string url) =>
        [.. (await ExtensionsPortal.PageAsync(client, url)).QuerySelectorAll("tbody a.row-link").Select(a => a.GetAttribute("href")!)];
}
