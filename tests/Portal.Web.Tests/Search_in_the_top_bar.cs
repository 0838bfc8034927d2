namespace Portal.Web.Tests;

public class Search_in_the_top_bar
{
    [Fact]
    public async Task Answers_htmx_with_hits_and_the_browser_with_a_page()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");

        var live = await Visitor.ReadAsync(await visitor.GetWithHtmxAsync("/search?q=khan"));
        var page = await visitor.PageAsync("/search?q=khan");

        live.QuerySelector(".topbar").ShouldBeNull();
        live.QuerySelectorAll(".search-hit").Length.ShouldBe(6);
        page.QuerySelectorAll(".search-hit").Length.ShouldBe(12);
        page.QuerySelector(".topbar").ShouldNotBeNull();
    }

    [Fact]
    public async Task Offers_the_hits_as_options_of_the_box_and_says_how_many()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");

        var box = (await visitor.PageAsync("/")).QuerySelector("#live-search")!;
        var live = await Visitor.ReadAsync(await visitor.GetWithHtmxAsync("/search?q=khan"));
        var none = await Visitor.ReadAsync(await visitor.GetWithHtmxAsync("/search?q=nobody-at-all"));

        (box.GetAttribute("role"), box.GetAttribute("aria-expanded"), box.GetAttribute("aria-controls")).ShouldBe(("combobox", "false", "live-hits"));
        var options = live.QuerySelectorAll("[role=group] > [role=option]");
        options.Select(o => o.Id).Distinct().Count().ShouldBe(6);
        options.ShouldAllBe(o => o.GetAttribute("href")!.StartsWith('/') && o.GetAttribute("aria-selected") == "false");
        live.QuerySelector("#live-said")!.TextContent.ShouldBe("6 hits. Enter shows more.");
        none.QuerySelectorAll("[role=option]").ShouldBeEmpty();
        none.QuerySelector("#live-said")!.TextContent.ShouldContain("Nothing found");
    }

    [Fact]
    public async Task Shows_the_hits_of_the_others_when_one_source_fails() =>
        (await (await PortalHost.GetAsync()).Visit("anna").PageAsync("/search?q=2001")).QuerySelector(".search-hit")!.TextContent.ShouldContain("John Smith");

    [Theory]
    [InlineData("/search"), InlineData("/search?q="), InlineData("/search?q=%20%20")]
    public async Task Says_nothing_when_nothing_is_asked(string path) =>
        (await Visitor.ReadAsync(await (await PortalHost.GetAsync()).Visit("anna").GetWithHtmxAsync(path))).Body!.TextContent.Trim().ShouldBeEmpty();

    [Fact]
    public async Task Writes_what_was_typed_as_text() =>
        (await (await PortalHost.GetAsync()).Visit("anna").PageAsync("/search?q=" + Uri.EscapeDataString("<img src=x onerror=alert(1)>" + new string('a', 10_000)))).QuerySelectorAll("img").ShouldBeEmpty();
}
