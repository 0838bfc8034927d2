using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Portal.Testing.Peers;
using static Microsoft.Playwright.Assertions;

namespace Portal.Identity.Tests;

/// <summary>A real Chromium with an authenticator of its own (WebAuthn domain of the DevTools protocol).</summary>
public class Passkeys_in_a_browser : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    // By name: an address of digits is no domain that a passkey could belong to.
    private string Address => $"http://localhost:{_portal.Portal.BaseAddress.Port}";

    private static async Task<(ICDPSession Devices, string Id)> AuthenticatorAsync(IPage page, bool verifies = true)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        var made = await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = verifies,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return (devices, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private static async Task SignInAsync(IPage page, string username)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Username or e-mail").FillAsync(username);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(IdentityPortal.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("Sign in");
    }

    private static async Task AddAsync(IPage page)
    {
        await page.GotoAsync("/security");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByLabel("Name of the passkey")).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
    }

    private static ILocator Passkey(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" });

    [Fact]
    public async Task Are_made_named_used_and_removed()
    {
        await using var context = await Chromium.OpenAsync(Address);
        var page = await context.NewPageAsync();
        await AuthenticatorAsync(page);
        await SignInAsync(page, "anna.admin");
        await AddAsync(page);
        await page.GetByLabel("Name of the passkey").FillAsync("Anna's laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Expect(page.GetByLabel("Name of the passkey")).ToHaveValueAsync("Anna's laptop");

        // A second step is demanded; the passkey is both.
        await _portal.ChangeAsync("anna.admin", u => u.SecondStepDemanded = true);
        await SignOutAsync(page);
        await Passkey(page).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        (await _portal.ReadAsync(db => db.Passkeys.SingleAsync())).LastUsedAt.ShouldBe(_portal.Clock.GetUtcNow());

        await page.GotoAsync("/security");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Anna's laptop" }).ClickAsync();
        await page.Locator("#confirm").GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Anna's laptop" })).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        await SignOutAsync(page);
        await Passkey(page).ClickAsync();
        await Expect(page.GetByText("This passkey is not known here")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        var audit = await _portal.AuditTextAsync();
        audit.ShouldContain("identity_passkeys anna.admin");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Open_neither_a_locked_nor_a_disabled_account(bool locked)
    {
        await using var context = await Chromium.OpenAsync(Address);
        var page = await context.NewPageAsync();
        await AuthenticatorAsync(page);
        await SignInAsync(page, "gary.group");
        await AddAsync(page);
        await _portal.ChangeAsync("gary.group", u => (u.LockedUntil, u.Disabled) = (locked ? _portal.Clock.GetUtcNow().AddHours(1) : null, !locked));
        await SignOutAsync(page);
        await Passkey(page).ClickAsync();
        await Expect(page.GetByText(locked ? "locked until" : "This passkey is not known here")).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task Are_worth_nothing_without_finger_face_or_PIN()
    {
        await using var context = await Chromium.OpenAsync(Address);
        var page = await context.NewPageAsync();
        var (devices, id) = await AuthenticatorAsync(page);
        await SignInAsync(page, "anna.admin");
        await AddAsync(page);
        await devices.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = id, ["isUserVerified"] = false });
        await SignOutAsync(page);
        await Passkey(page).ClickAsync();
        await Expect(page.GetByText("No passkey was used.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }
}
