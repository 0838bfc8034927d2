using System.Net;

namespace Portal.Web.Tests;

public class Pages_for_everyone
{
    [Theory]
    [InlineData("anna", "/"), InlineData("anna", "/people"), InlineData("anna", "/people/4"), InlineData("anna", "/people/4/edit")]
    [InlineData("anna", "/search?q=jo"), InlineData("anna", "/nowhere"), InlineData(null, "/sign-in")]
    public async Task Hold_no_inline_script_and_no_inline_style(string? user, string path)
    {
        var page = await (await PortalHost.GetAsync()).Visit(user).PageAsync(path);

        page.QuerySelectorAll("script:not([src])").ShouldBeEmpty();
        page.QuerySelectorAll("style, [style]").ShouldBeEmpty();
        page.All.SelectMany(e => e.Attributes).Where(a => a.Name.StartsWith("on", StringComparison.Ordinal) || a.Name.StartsWith("hx-on", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Carry_a_strict_policy_whatever_the_answer_is()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");

        foreach (var path in new[] { "/people", "/nowhere", "/boom", "/_content/Portal.Web/portal.css" })
        {
            var answer = await visitor.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("style-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
            answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("the request was not made over https");
        }
    }

    [Fact]
    public async Task Are_kept_in_no_cache_and_assets_are_kept_for_ever()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");

        var page = await visitor.GetAsync("/people");
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.Vary.ShouldContain("HX-Request");

        var style = (await Visitor.ReadAsync(page)).QuerySelector("link[href*='portal.']")!.GetAttribute("href")!;
        var asset = await visitor.GetAsync(style);
        asset.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
    }

    [Fact]
    public async Task Weigh_at_most_120_KiB_at_the_first_visit()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var page = await visitor.PageAsync("/people");
        var assets = page.QuerySelectorAll("link[href], script[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!)
            .Append(page.QuerySelector("use")!.GetAttribute("href")!.Split('#')[0]);

        var bytes = 0;
        foreach (var address in assets.Append("/people"))
        {
            bytes += await WeightAsync(await visitor.GetAsync(address, ("Accept-Encoding", "gzip")));
        }

        bytes.ShouldBeLessThan(120 * 1024);
    }

    [Fact]
    public async Task Swap_at_most_15_KiB()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");

        var swap = await visitor.GetAsync("/people?q=o", ("HX-Request", "true"), ("HX-Target", "list-people-results"), ("Accept-Encoding", "gzip"));

        (await WeightAsync(swap)).ShouldBeLessThan(15 * 1024);
    }

    private static async Task<int> WeightAsync(HttpResponseMessage answer) => (await answer.Content.ReadAsByteArrayAsync()).Length;

    [Fact]
    public async Task Show_the_tabs_their_reader_may_use()
    {
        var host = await PortalHost.GetAsync();

        (await TabsAsync(host.Visit("anna"))).ShouldBe(["Company", "Sites", "Employees", "Groups", "Devices", "Call logs", "Bulk"]);
        (await TabsAsync(host.Visit("john"))).ShouldBe(["Company", "Call logs"]);
        // No company of one's own: no address to go to.
        (await TabsAsync(host.Visit("operator"))).ShouldBe(["Sites", "Employees", "Groups", "Devices", "Call logs", "Bulk"]);
    }

    private static async Task<string[]> TabsAsync(Visitor visitor) =>
        [.. (await visitor.PageAsync("/")).QuerySelectorAll(".tabs a").Select(a => a.TextContent.Trim())];

    [Fact]
    public async Task Mark_where_the_reader_is_and_show_the_menu_of_the_selected_object()
    {
        var page = await (await PortalHost.GetAsync()).Visit("anna").PageAsync("/people/4/edit");

        page.QuerySelectorAll(".tabs [aria-current]").Select(a => a.TextContent.Trim()).ShouldBe(["Employees"]);
        page.QuerySelectorAll(".side .menu-list a").Select(a => a.GetAttribute("href"))
            .ShouldBe(["/people/4", "/people/4/forwarding", "/people/4/voicemail", "/people/4/phones", "/people/4/call-log", "/people/4/history"]);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelectorAll(".crumbs a").Select(a => a.TextContent).ShouldBe(["Employees", "Chloë Müller-Lüdenscheidt"]);
    }

    [Fact]
    public async Task Leave_out_the_primary_action_of_someone_who_may_not()
    {
        var host = await PortalHost.GetAsync();

        (await host.Visit("anna").PageAsync("/people")).QuerySelector(".page-head .btn-primary")!.TextContent.ShouldContain("Add employee");
        (await host.Visit("john").GetAsync("/people")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Land_by_role_on_the_dashboards_that_belong_to_it()
    {
        var host = await PortalHost.GetAsync();

        (await TilesAsync(host.Visit("anna"))).ShouldBe(["Calls today", "Telephones registered", "All calls forwarded", "Recent changes"]);
        (await TilesAsync(host.Visit("john"))).ShouldBe(["Calls today", "All calls forwarded", "Recent changes"]);
        (await TilesAsync(host.Visit("operator"))).ShouldBe(["Calls today", "Telephones registered"]);
    }

    private static async Task<string[]> TilesAsync(Visitor visitor) =>
        [.. (await visitor.PageAsync("/")).QuerySelectorAll(".tile-title").Select(t => t.TextContent.Trim())];

    [Fact]
    public async Task Send_a_stranger_to_the_sign_in_page()
    {
        var visitor = (await PortalHost.GetAsync()).Visit();

        (await visitor.GetAsync("/people")).Headers.Location!.OriginalString.ShouldBe("/sign-in");
        var part = await visitor.GetWithHtmxAsync("/people");
        part.StatusCode.ShouldBe(HttpStatusCode.OK);
        part.Headers.GetValues("HX-Redirect").ShouldBe(["/sign-in"]);
    }

    [Theory]
    [InlineData("dark", "dark"), InlineData("light", "light"), InlineData("system", "system"), InlineData("\"><script>", "system")]
    public async Task Follow_the_theme_chosen(string chosen, string shown)
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var page = await visitor.PageAsync("/people");
        page.DocumentElement.GetAttribute("data-theme").ShouldBe("system");

        var answer = await visitor.PostAsync("/theme", Visitor.Fill(page, ".theme-switch", ("theme", chosen)));

        answer.Headers.Location!.OriginalString.ShouldBe("/people");
        (await visitor.PageAsync("/people")).DocumentElement.GetAttribute("data-theme").ShouldBe(shown);
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("evil")]
    public async Task Lead_back_to_this_portal_only(string back)
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var fields = Visitor.Fill(await visitor.PageAsync("/people"), ".theme-switch", ("theme", "dark"), ("back", back));

        (await visitor.PostAsync("/theme", fields)).Headers.Location!.OriginalString.ShouldBe("/");
    }
}
