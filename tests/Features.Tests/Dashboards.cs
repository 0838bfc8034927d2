using System.Net;
using AngleSharp.Dom;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;
using Portal.Testing;

namespace Portal.Features.Tests;

/// <summary>Dashboards are made of tiles that modules contribute; each shows what its viewer may open.</summary>
public class Dashboards(FeaturesPortal at)
{
    private static readonly string[] OfCompany =
    [
        "Active sites", "Active employees", "Company administrators", "Devices", "Numbers", "Groups", "Schedules", "Feature packages", "Contacts",
        "Calls today", "Diverted extensions", "Recent activity",
    ];

    private static readonly string[] OfSite = ["Active employees", "Devices", "Numbers", "Groups", "Schedules", "Calls today", "Diverted extensions", "Features"];

    [Fact]
    public async Task Of_a_company_show_what_belongs_to_it_to_its_administrator_and_the_provider()
    {
        (await TitlesAsync(at.Anna, $"/companies/{at.Acme}")).ShouldBe(OfCompany, ignoreOrder: true);
        (await TitlesAsync(at.Provider, $"/companies/{at.Acme}")).ShouldBe(OfCompany, ignoreOrder: true);
    }

    [Fact]
    public async Task Of_a_site_show_what_belongs_to_it_and_nothing_of_the_company()
    {
        (await TitlesAsync(at.Gary, $"/sites/{at.Leeds}")).ShouldBe(OfSite, ignoreOrder: true);
        (await TitlesAsync(at.Anna, $"/sites/{at.Leeds}")).ShouldBe(OfSite, ignoreOrder: true);
    }

    [Fact]
    public async Task Of_the_start_page_keep_to_the_viewers_powers()
    {
        string[] companys = ["Contacts", "Feature packages", "Company administrators", "Recent activity"];
        (await TitlesAsync(at.Anna, "/")).Intersect(companys).ShouldBe(companys, ignoreOrder: true);
        var gary = await TitlesAsync(at.Gary, "/");
        gary.ShouldContain("Numbers");
        gary.Intersect(companys).ShouldBeEmpty();
        var john = await TitlesAsync(at.Self(at.Employee("2001")), "/");
        john.Intersect([.. companys, "Numbers", "Groups", "Schedules", "Devices", "Sites"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lead_only_to_pages_that_their_viewer_may_open()
    {
        var john = at.Employee("2001");
        foreach (var (client, page) in new[]
        {
            (at.Provider, "/"), (at.Provider, $"/companies/{at.Acme}"), (at.Provider, $"/sites/{at.London}"), (at.Anna, "/"), (at.Anna, $"/companies/{at.Acme}"), (at.Anna, $"/sites/{at.London}"),
            (at.Gary, "/"), (at.Gary, $"/sites/{at.Leeds}"), (at.Self(john), "/"), (at.Self(john), $"/employees/{john.Employee}"),
        })
        {
            var links = await LinksAsync(client, page);
            links.ShouldNotBeEmpty(page);
            foreach (var link in links)
            {
                // Other tests switch features of these people off and on: a page that closes has to leave the tile too.
                await Eventually.TrueAsync(
                    async () => (await client.GetAsync(link)).StatusCode == HttpStatusCode.OK || !(await LinksAsync(client, page)).Contains(link), asked: $"{page} → {link}");
            }
        }
    }

    private static async Task<string[]> LinksAsync(HttpClient client, string page) =>
        [.. (await FeaturesPortal.HtmlAsync(client, page)).QuerySelectorAll("section.tile a[href^='/']").Select(a => a.GetAttribute("href")!).Distinct()];

    [Fact]
    public async Task Count_what_their_links_list()
    {
        foreach (var (client, page) in new[] { (at.Anna, $"/companies/{at.Acme}"), (at.Provider, $"/companies/{at.Beta}"), (at.Gary, $"/sites/{at.Leeds}") })
        {
            var tile = (await FeaturesPortal.HtmlAsync(client, page)).QuerySelectorAll("section.tile").Single(t => TitleOf(t) == "Devices");
            var figure = tile.QuerySelector(".tile-figure")!.TextContent.Trim();
            var list = await FeaturesPortal.HtmlAsync(client, tile.QuerySelector("h2 a")!.GetAttribute("href")!);
            list.QuerySelectorAll("table tbody tr").Length.ToString().ShouldBe(figure, page);
        }
    }

    [Fact]
    public async Task Never_show_another_companys()
    {
        using var beta = at.Portal.ClientFor(new Grant(Role.CompanyAdmin, at.Beta));
        ((int)(await beta.GetAsync($"/companies/{at.Acme}")).StatusCode).ShouldBe(404);
        (await beta.GetStringAsync($"/companies/{at.Beta}")).ShouldNotContain(at.Acme.ToString());
        (await beta.GetStringAsync("/")).ShouldNotContain(at.Acme.ToString());
    }

    private static async Task<string[]> TitlesAsync(HttpClient client, string address) =>
        [.. (await FeaturesPortal.HtmlAsync(client, address)).QuerySelectorAll("section.tile").Select(TitleOf)];

    private static string TitleOf(IElement tile) => tile.QuerySelector(".tile-title")!.TextContent.Trim();
}
