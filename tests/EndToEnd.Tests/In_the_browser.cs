using Microsoft.Playwright;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.EndToEnd.Tests;

public class In_the_browser(UntouchedDemo demo)
{
    [Fact]
    public async Task An_administrator_adds_an_employee_and_sees_the_secret_once()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString());
        var page = await Screens.SignedInAsync(context, "anna.admin");
        var errors = Watch(page);

        await page.GotoAsync("/employees");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add employee" }).First.ClickAsync();
        await page.GetByLabel("First name").FillAsync("Nora");
        await page.GetByLabel("Last name").FillAsync("Neumann");
        await page.GetByLabel("Site").SelectOptionAsync(new SelectOptionValue { Label = "London" });
        await Eventually.TrueAsync(async () => await page.GetByLabel("Username").InputValueAsync() == "nora.neumann");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).Last.ClickAsync();

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("acme.localhost");
        // The telephone's and the portal's; what stands beside them to be copied is no secret.
        var secrets = (await page.Locator("code.secret").AllInnerTextsAsync())
            .Where(t => t.Length >= 10 && !t.Contains("localhost", StringComparison.Ordinal) && !t.Contains("127.0.0.1", StringComparison.Ordinal) && t != "nora.neumann").ToArray();
        secrets.Length.ShouldBe(2);
        await page.ReloadAsync();
        var reloaded = await page.Locator("main").InnerTextAsync();
        secrets.ShouldAllBe(secret => !reloaded.Contains(secret));

        // Live search finds the new person as the name is typed, from the keyboard alone.
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("neum");
        await Assertions.Expect(page.GetByText("Nora Neumann").First).ToBeVisibleAsync();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_employee_turns_forwarding_on_and_back_button_and_reload_work()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString(), Chromium.Narrow);
        var page = await Screens.SignedInAsync(context, "john.smith");
        var errors = Watch(page);

        await page.GotoAsync("/forwarding");
        await page.GetByLabel("Forward to").FillAsync("2002");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Turn on|Forward") }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("Forwarding to 2002 is on").First).ToBeVisibleAsync();
        await page.ReloadAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldContain("2002");
        await page.GotoAsync("/");
        await page.GoBackAsync();
        page.Url.ShouldEndWith("/forwarding");
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_keeps_its_state_in_the_address()
    {
        var portal = await demo.StartedAsync();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString());
        var page = await Screens.SignedInAsync(context, "anna.admin");
        var errors = Watch(page);

        await page.GotoAsync("/employees");
        await page.Locator("main").GetByRole(AriaRole.Searchbox).FillAsync("jones");
        await page.WaitForURLAsync(url => url.Contains("q=jones", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => await page.Locator("tbody tr").CountAsync() == 1);
        await page.ReloadAsync();
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(1);
        await page.GoBackAsync();
        await Eventually.TrueAsync(async () => await page.Locator("tbody tr").CountAsync() > 1);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Registrations_appear_by_themselves()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString());
        var page = await Screens.SignedInAsync(context, "anna.admin");
        await page.GotoAsync("/registrations");
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("2004@");
        await using var phone = await Baresip.StartAsync(Calling.Phone(portal, "2004"));
        await phone.WaitRegisteredAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("2004@acme.localhost");
    }

    [Fact]
    public async Task Lists_and_forms_work_without_JavaScript()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString(), javaScript: false);
        var page = await Screens.SignedInAsync(context, "john.smith");
        await page.GotoAsync("/forwarding");
        await page.GetByLabel("Forward to").FillAsync("2003");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Turn on|Forward") }).First.ClickAsync();
        (await page.Locator("body").InnerTextAsync()).ShouldContain("2003");
    }

    /// <summary>Script errors and refusals by the content security policy, as the browser reports them.</summary>
    private static List<string> Watch(IPage page)
    {
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            // htmx reports a suggestion that a newer one has replaced as an error; it is none.
            var replaced = message.Text.StartsWith("htmx:sendAbort", StringComparison.Ordinal) || message.Text.StartsWith("htmx:afterRequest", StringComparison.Ordinal);
            if (message.Type == "error" && !replaced && !message.Text.Contains("status of 4", StringComparison.Ordinal))
            {
                errors.Add(message.Text);
            }
        };
        return errors;
    }
}
