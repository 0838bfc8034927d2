using Microsoft.Playwright;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.EndToEnd.Tests;

/// <summary>The search box of the top bar and the filters that are looked up, from the keyboard alone and without JavaScript.</summary>
public class Searching_by_keyboard(UntouchedDemo demo)
{
    [Fact]
    public async Task The_hits_are_walked_while_the_focus_stays_in_the_box()
    {
        var portal = await demo.StartedAsync();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString());
        var page = await Screens.SignedInAsync(context, "operator");
        var box = page.Locator("#live-search");
        var options = page.Locator("#live-hits [role=option]");

        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(box).ToBeFocusedAsync();
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "false");
        await page.Keyboard.TypeAsync("2001");
        await Assertions.Expect(page.Locator("#live-said")).ToContainTextAsync("hits");
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "true");
        var count = await options.CountAsync();
        count.ShouldBeGreaterThan(1);

        await page.Keyboard.PressAsync("ArrowDown");
        await MarkedAsync(0);
        await page.Keyboard.PressAsync("End");
        await MarkedAsync(count - 1);
        await page.Keyboard.PressAsync("Home");
        await MarkedAsync(0);
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(box).Not.ToHaveAttributeAsync("aria-activedescendant", new System.Text.RegularExpressions.Regex(".+"));
        await page.Keyboard.PressAsync("ArrowUp");
        await MarkedAsync(count - 1);
        (await page.AxeAsync()).Where(v => v.IsSerious).ShouldBeEmpty();

        // Escape closes the list and keeps the text, then empties the box and leaves it.
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(options.First).ToBeHiddenAsync();
        await Assertions.Expect(box).ToHaveValueAsync("2001");
        await page.Keyboard.PressAsync("ArrowDown");
        var chosen = await options.First.GetAttributeAsync("href");
        await MarkedAsync(0);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.EndsWith(chosen!, StringComparison.Ordinal));

        async Task MarkedAsync(int at)
        {
            await Assertions.Expect(options.Nth(at)).ToHaveAttributeAsync("aria-selected", "true");
            await Assertions.Expect(box).ToHaveAttributeAsync("aria-activedescendant", (await options.Nth(at).GetAttributeAsync("id"))!);
            await Assertions.Expect(box).ToBeFocusedAsync();
            (await page.Locator("[role=option][aria-selected=true]").CountAsync()).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Escape_twice_empties_the_box_and_enter_alone_shows_all_hits()
    {
        var portal = await demo.StartedAsync();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString());
        var page = await Screens.SignedInAsync(context, "anna.admin");
        var box = page.Locator("#live-search");

        await box.PressSequentiallyAsync("nobody-at-all");
        await Assertions.Expect(page.Locator("#live-said")).ToContainTextAsync("Nothing found");
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "false");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(box).ToHaveValueAsync("");
        await Assertions.Expect(box).Not.ToBeFocusedAsync();

        await box.FillAsync("smith");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains("/search?q=smith", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator("main .search-hit").First).ToContainTextAsync("John Smith");
    }

    [Fact]
    public async Task A_filter_is_chosen_by_typing_and_without_JavaScript_on_a_page()
    {
        var portal = await demo.StartedAsync();
        await using (var context = await Chromium.OpenAsync(portal.BaseAddress.ToString()))
        {
            var page = await Screens.SignedInAsync(context, "operator");
            await page.GotoAsync("/employees");
            var button = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Company") });
            await button.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.Keyboard.TypeAsync("bet");
            await Assertions.Expect(page.Locator("#filter-company-offers [role=option]")).ToHaveCountAsync(1);
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForURLAsync(url => url.Contains("company=", StringComparison.Ordinal));
            await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Ben Carter");
            await Assertions.Expect(button).ToBeFocusedAsync();
            (await page.AxeAsync()).Where(v => v.IsSerious).ShouldBeEmpty();
        }

        await using (var context = await Chromium.OpenAsync(portal.BaseAddress.ToString(), javaScript: false))
        {
            var page = await Screens.SignedInAsync(context, "operator");
            await page.GotoAsync("/employees");
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Company") }).ClickAsync();
            await page.Locator(".lookup-menu:popover-open input[name=q]").FillAsync("bet");
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { NameRegex = new("^Beta") }).ClickAsync();
            await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Ben Carter");
        }
    }
}
