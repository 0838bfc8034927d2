using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Web.Lists;

namespace Portal.Web.Tests;

public class A_list
{
    private static readonly ListShape Shape = new ListShape("people", "employees")
        .Search("Search").Column("name", "Name", sort: true).Column("number", "Number", sort: true, number: true).Column("note", "Note")
        .Filter("site", "Site", ("leeds", "Leeds"), ("london", "London")).DateFilter("since", "Since").SortedBy("name");

    private static ListQuery Read(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = "/people";
        http.Request.Query = new QueryCollection(QueryHelpers.ParseQuery(query));
        return Shape.Read(http.Request);
    }

    [Fact]
    public void Reads_everything_from_its_address_and_writes_it_back()
    {
        var query = Read("?q=+smith+&sort=-number&size=50&page=3&site=leeds&since=2026-11-01");

        (query.Search, query.Sort, query.Descending, query.Size, query.Page, query.Skip).ShouldBe(("smith", "number", true, 50, 3, 100));
        (query["site"], query.Date("since")).ShouldBe(("leeds", new DateOnly(2026, 11, 1)));
        query.Here.ShouldBe("/people?q=smith&site=leeds&since=2026-11-01&sort=-number&size=50&page=3");
    }

    [Theory]
    [InlineData("?sort=note"), InlineData("?sort=password"), InlineData("?sort=-"), InlineData("?sort=name;drop"), InlineData("?size=7"), InlineData("?size=-1")]
    [InlineData("?size=99999999999"), InlineData("?page=0"), InlineData("?page=-3"), InlineData("?page=x"), InlineData("?site=paris"), InlineData("?since=1.11.2026")]
    [InlineData("?since=2026-02-31"), InlineData("?q=%20%20"), InlineData("?unknown=1"), InlineData("?site=leeds&site=london")]
    public void Falls_back_to_its_defaults_on_what_it_does_not_know(string query) => Read(query).Here.ShouldBe("/people");

    [Fact]
    public void Bounds_what_an_address_can_ask_for()
    {
        var query = Read("?page=2147483647&size=100&q=" + new string('x', 5000));

        query.Skip.ShouldBeLessThanOrEqualTo(1_000_000);
        query.Search.Length.ShouldBe(200);
    }

    [Fact]
    public void Escapes_what_was_searched_for() => Read("?q=%26page%3D2%23%22%3E").Here.ShouldBe("/people?q=%26page%3D2%23%22%3E");

    [Fact]
    public void Starts_again_at_the_first_page_when_sorted_narrowed_or_resized()
    {
        var query = Read("?q=smith&page=3&site=leeds");

        query.SortedBy("name").ShouldBe("/people?q=smith&site=leeds&sort=-name");
        query.SortedBy("number").ShouldBe("/people?q=smith&site=leeds&sort=number");
        query.Without("site").ShouldBe("/people?q=smith");
        query.OfSize(100).ShouldBe("/people?q=smith&site=leeds&size=100");
        query.OnPage(4).ShouldBe("/people?q=smith&site=leeds&page=4");
        query.Everything.ShouldBe("/people");
    }

    [Fact]
    public void Keeps_the_cursor_of_a_list_paged_by_key()
    {
        Read("?q=a").FromCursor("Smith|42").ShouldBe("/people?q=a&after=Smith%7C42");
        Read("?after=Smith%7C42").After.ShouldBe("Smith|42");
    }

    [Fact]
    public async Task Answers_htmx_with_the_part_and_everyone_else_with_the_page()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");

        var results = await Visitor.ReadAsync(await visitor.GetWithHtmxAsync("/people?q=jones", "list-people-results"));
        var list = await Visitor.ReadAsync(await visitor.GetWithHtmxAsync("/people?q=jones"));
        var page = await visitor.PageAsync("/people?q=jones");
        var restored = await Visitor.ReadAsync(await visitor.GetAsync("/people?q=jones", ("HX-Request", "true"), ("HX-History-Restore-Request", "true")));

        results.QuerySelectorAll("input[type=search], header, title").ShouldBeEmpty();
        list.QuerySelectorAll("header, title").ShouldBeEmpty();
        list.QuerySelector("input[type=search]")!.GetAttribute("value").ShouldBe("jones");
        page.QuerySelector(".topbar").ShouldNotBeNull();
        restored.QuerySelector(".topbar").ShouldNotBeNull();
        foreach (var document in new[] { results, list, page, restored })
        {
            document.QuerySelectorAll("tbody th").Select(c => c.TextContent.Trim()).ShouldAllBe(name => name.EndsWith("Jones"));
        }
    }

    [Fact]
    public async Task Has_sort_links_paging_and_a_count()
    {
        var page = await (await PortalHost.GetAsync()).Visit("anna").PageAsync("/people?sort=-number&page=2");

        page.QuerySelector("th[aria-sort=descending] a")!.GetAttribute("href").ShouldBe("/people?sort=number");
        page.QuerySelector(".list-count")!.TextContent.ShouldBe("26–50 of 60 employees");
        page.QuerySelectorAll(".list-pages a").Select(a => a.GetAttribute("href")).ShouldBe(["/people?sort=-number", "/people?sort=-number&page=2", "/people?sort=-number&page=3"]);
        page.QuerySelectorAll("td.number").Length.ShouldBe(25);
    }

    [Fact]
    public async Task Says_when_nothing_matches_and_how_to_see_everything()
    {
        var page = await (await PortalHost.GetAsync()).Visit("anna").PageAsync("/people?q=%3Cscript%3Ealert(1)");

        page.QuerySelector(".empty-title")!.TextContent.ShouldBe("No employees match");
        page.QuerySelector(".empty a")!.GetAttribute("href").ShouldBe("/people");
        page.QuerySelector(".empty-text")!.TextContent.ShouldContain("<script>alert(1)");
    }
}
