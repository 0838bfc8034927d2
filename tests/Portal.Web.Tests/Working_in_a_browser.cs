using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.Web.Tests.Demo;
using static Microsoft.Playwright.Assertions;
using static Portal.Web.Tests.Every_page_in_a_browser;

namespace Portal.Web.Tests;

public class Working_in_a_browser
{
    [Fact]
    public async Task Typing_into_a_lists_search_box_narrows_it_and_back_takes_it_back()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people");

        await tab.GetByPlaceholder("Search name, number or site").PressSequentiallyAsync("khan");

        await Expect(tab.Locator(".list-count")).ToHaveTextAsync("1–12 of 12 employees");
        await Expect(tab).ToHaveURLAsync(new Regex("/people\\?q=khan$"));
        await Expect(tab.GetByPlaceholder("Search name, number or site")).ToBeFocusedAsync();
        await tab.GetByRole(AriaRole.Link, new() { Name = "Extension" }).ClickAsync();
        await Expect(tab).ToHaveURLAsync(new Regex("q=khan&sort=number$"));
        await Expect(tab.Locator("tbody td.number").First).ToHaveTextAsync("2003");

        await tab.GoBackAsync();
        await Expect(tab.Locator("th[aria-sort=ascending]")).ToHaveTextAsync("Name");
        await Expect(tab.GetByPlaceholder("Search name, number or site")).ToHaveValueAsync("khan");
        await tab.GoBackAsync();
        await Expect(tab.Locator(".list-count")).ToHaveTextAsync("1–25 of 60 employees");
    }

    [Fact]
    public async Task A_filter_is_in_the_address_and_goes_with_its_cross()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people?q=jo");

        await tab.GetByLabel("Site", new() { Exact = true }).SelectOptionAsync("Leeds");
        await Expect(tab).ToHaveURLAsync(new Regex("/people\\?q=jo&site=Leeds$"));
        await ShootAsync(tab, "state filtered");
        await tab.GetByRole(AriaRole.Link, new() { Name = "Remove filter Site" }).ClickAsync();

        await Expect(tab).ToHaveURLAsync(new Regex("/people\\?q=jo$"));
    }

    [Fact]
    public async Task Without_script_lists_search_filter_and_page_all_the_same()
    {
        await using var browser = await OpenAsync("anna", javaScript: false);
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people?sort=-number");

        await tab.GetByPlaceholder("Search name, number or site").FillAsync("jones");
        await tab.GetByLabel("Site", new() { Exact = true }).SelectOptionAsync("London");
        await tab.Locator(".list-search-go").ClickAsync();

        var address = new Uri(tab.Url).Query;
        address.ShouldContain("q=jones");
        address.ShouldContain("site=London");
        address.ShouldContain("sort=-number");
        // Other tests edit people of the same host meanwhile, so it is what the rows say that counts.
        var rows = await tab.Locator("tbody tr").AllInnerTextsAsync();
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => row.Contains("Jones") && row.Contains("London"));
        await ShootAsync(tab, "state no script");
    }

    [Fact]
    public async Task Selected_rows_get_a_bar_of_actions_that_asks_before_it_acts()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people");
        await Expect(tab.Locator(".list-bulk")).ToBeHiddenAsync();

        await tab.GetByLabel("Select all on this page").CheckAsync();
        await Expect(tab.Locator("[data-bulk-count]")).ToHaveTextAsync("25 selected");
        await tab.GetByLabel("Select Amir Khan").UncheckAsync();
        await Expect(tab.Locator("[data-bulk-count]")).ToHaveTextAsync("24 selected");
        await ShootAsync(tab, "state selected");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Expect(tab.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Suspend the selected employees?");
        await ShootAsync(tab, "state question");
        await tab.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true }).ClickAsync();
        await Expect(tab.Locator("[data-toast]")).ToHaveCountAsync(0);

        await tab.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await tab.GetByRole(AriaRole.Button, new() { Name = "Yes", Exact = true }).ClickAsync();
        await Expect(tab.Locator("[data-toast]")).ToContainTextAsync("24 employees are suspended.");
        await ShootAsync(tab, "state toast");
    }

    [Fact]
    public async Task A_switch_answers_with_a_toast_and_the_page_stays()
    {
        await using var browser = await OpenAsync("anna", narrow: true);
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people/4");

        var button = tab.GetByRole(AriaRole.Button, new() { Name = "Forward to 2002" });
        await button.ClickAsync();
        await Expect(tab.Locator("[data-toast]")).ToContainTextAsync("Forwarding to 2002 is on. Calls arrive there now.");
        await button.ClickAsync();

        // Saying the same twice would only cover more of the page.
        await Expect(tab.Locator("[data-toast]")).ToHaveCountAsync(1);
        (await tab.AxeAsync()).ShouldBeEmpty();
        await ShootAsync(tab, "state toasts", narrow: true);
    }

    [Fact]
    public async Task A_request_that_fails_says_so_and_nothing_typed_is_lost()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people/4");
        await tab.RouteAsync("**/people/4?handler=Switch", route => route.AbortAsync());

        await tab.GetByRole(AriaRole.Button, new() { Name = "Forward to 2002" }).ClickAsync();

        await Expect(tab.Locator("[data-toast]")).ToContainTextAsync("could not be reached");
    }

    [Fact]
    public async Task Slash_opens_the_search_and_the_arrows_walk_its_hits()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/");

        await tab.Keyboard.PressAsync("/");
        await tab.Keyboard.TypeAsync("khan");
        await Expect(tab.Locator("#live-hits .search-hit")).ToHaveCountAsync(6);
        await tab.Keyboard.PressAsync("ArrowDown");
        await tab.Keyboard.PressAsync("ArrowDown");
        await ShootAsync(tab, "state search");
        await tab.Keyboard.PressAsync("Enter");

        await Expect(tab).ToHaveURLAsync(new Regex("/people/\\d+$"));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task The_users_menu_opens_and_changes_the_theme(bool narrow)
    {
        await using var browser = await OpenAsync("anna", narrow: narrow);
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people/4");

        await tab.GetByRole(AriaRole.Button, new() { Name = narrow ? "More" : "Your menu, Anna Admin" }).ClickAsync();
        await ShootAsync(tab, "state menu", narrow: narrow);
        (await tab.AxeAsync()).ShouldBeEmpty();
        await tab.Locator(".menu:popover-open").GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();

        await Expect(tab.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        (await tab.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme")).ShouldBe("dark");
    }

    [Fact]
    public async Task The_side_menu_is_a_sheet_on_a_phone()
    {
        await using var browser = await OpenAsync("anna", narrow: true);
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people/4");
        await Expect(tab.Locator(".side")).ToBeHiddenAsync();

        await tab.Locator(".side-open").ClickAsync();
        await ShootAsync(tab, "state sheet", narrow: true);
        await Expect(tab.Locator(".side").GetByRole(AriaRole.Link, new() { Name = "Voicemail" })).ToBeVisibleAsync();
        await tab.Keyboard.PressAsync("Escape");

        await Expect(tab.Locator(".side")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Leaving_a_changed_form_asks_and_saving_it_does_not()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        var asked = 0;
        tab.Dialog += (_, dialog) =>
        {
            asked++;
            _ = dialog.DismissAsync();
        };
        await tab.GotoAsync("/people/20/edit");
        await tab.GetByLabel("Surname").FillAsync("Hill");

        await tab.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Eventually.TrueAsync(() => asked == 1);
        new Uri(tab.Url).AbsolutePath.ShouldBe("/people/20/edit");
        await Expect(tab.GetByLabel("Surname")).ToHaveValueAsync("Hill");

        await tab.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(tab.Locator("h1")).ToContainTextAsync("Hill");
        asked.ShouldBe(1);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_refused_form_puts_the_cursor_at_what_is_wrong(bool narrow)
    {
        await using var browser = await OpenAsync("anna", narrow: narrow);
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people/21/edit");
        await tab.GetByLabel("Surname").FillAsync("");
        await tab.GetByLabel("Extension").FillAsync("x");
        await tab.GetByLabel("Extension").PressAsync("Enter");

        await Expect(tab.Locator(".error-summary")).ToBeFocusedAsync();
        await ShootAsync(tab, "state refused", narrow: narrow);
        (await tab.AxeAsync()).ShouldBeEmpty();
        await tab.GetByRole(AriaRole.Link, new() { Name = "An extension is 3 to 6 digits" }).ClickAsync();
        await Expect(tab.GetByLabel("Extension")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_conflict_is_told_above_the_kept_entries()
    {
        await using var browser = await OpenAsync("anna");
        var (first, second) = (await browser.NewPageAsync(), await browser.NewPageAsync());
        await first.GotoAsync("/people/22/edit");
        await second.GotoAsync("/people/22/edit");
        await first.GetByLabel("Site").SelectOptionAsync("London");
        await first.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(first.Locator("[data-toast]")).ToBeVisibleAsync();

        await second.GetByLabel("Surname").FillAsync("Forest");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(second.Locator(".conflict")).ToContainTextAsync("Anna Admin changed this at 10:42.");
        await ShootAsync(second, "state conflict");
        (await second.AxeAsync()).ShouldBeEmpty();
        await second.GetByRole(AriaRole.Button, new() { Name = "Save mine anyway" }).ClickAsync();

        await Expect(second.Locator("h1")).ToContainTextAsync("Forest");
    }

    [Fact]
    public async Task A_live_list_follows_changes_but_not_while_rows_are_selected()
    {
        var host = await PortalHost.GetAsync();
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        var watching = tab.WaitForResponseAsync(r => r.Url.EndsWith("/people/live"));
        await tab.GotoAsync("/people?live=/people/live&q=zzz");
        await watching;
        var reads = 0;
        tab.Request += (_, request) => reads += request.Url.Contains("/people?q=zzz") ? 1 : 0;

        host.Service<PeopleTopic>().Changed();

        await Eventually.TrueAsync(() => reads > 0);
    }

    [Fact]
    public async Task A_lost_connection_is_told()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        await tab.RouteAsync(new Regex("/people/live$"), route => route.AbortAsync());

        await tab.GotoAsync("/people?live=/people/live&size=25");

        await Expect(tab.Locator("#connection-lost")).ToBeVisibleAsync();
        await ShootAsync(tab, "state lost");
        await tab.UnrouteAllAsync();
        await Expect(tab.Locator("#connection-lost")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Times_are_shown_in_the_viewers_zone()
    {
        await using var browser = await OpenAsync("anna");
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync("/people/4");

        (await browser.CookiesAsync()).ShouldContain(c => c.Name == "portal.zone" && c.Value == "Europe/London");
    }
}
