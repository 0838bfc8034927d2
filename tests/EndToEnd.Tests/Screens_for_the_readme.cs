using Microsoft.Playwright;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.TestHost;

namespace Portal.EndToEnd.Tests;

/// <summary>Makes the README's picture from a portal in use; <c>./dev picture</c> puts it into docs/.</summary>
public class Screens_for_the_readme
{
    [Fact]
    public async Task Show_a_portal_in_use()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var john = await Baresip.StartAsync(Calling.Phone(portal, "2001"));
        await using var jane = await Baresip.StartAsync(Calling.Phone(portal, "2002") with { AutoAnswer = true });
        await using var priya = await Baresip.StartAsync(Calling.Phone(portal, "2003") with { Transport = "tcp" });
        foreach (var phone in new[] { john, jane, priya })
        {
            await phone.WaitRegisteredAsync();
        }

        foreach (var caller in new[] { john, priya })
        {
            await caller.DialAsync("sip:2002@acme.localhost");
            await caller.WaitEstablishedAsync();
            await caller.HangUpAsync();
            await jane.WaitClosedAsync();
        }

        using var admin = await portal.SignInAsync("anna.admin");
        await Eventually.TrueAsync(async () => await portal.CountCallsAsync() == 2);

        var wide = await PictureAsync(portal, "anna.admin", "/", Chromium.Wide, dark: false);
        var list = await PictureAsync(portal, "anna.admin", "/call-logs", Chromium.Wide, dark: true);
        var narrow = await PictureAsync(portal, "john.smith", "/", Chromium.Narrow, dark: true);
        await using var context = await Chromium.OpenAsync(viewport: new() { Width = 1500, Height = 900 });
        var page = await context.NewPageAsync();
        await page.SetContentAsync($$"""
            <style>
              body { margin: 0; background: linear-gradient(135deg, #dfe7f6, #f4f6fb); position: relative; height: 900px; overflow: hidden }
              img { position: absolute; border-radius: 12px; box-shadow: 0 12px 40px rgb(20 30 60 / .25) }
            </style>
            <img src="{{list}}" width="1120" style="left: 330px; top: 225px">
            <img src="{{wide}}" width="1120" style="left: 40px; top: 40px">
            <img src="{{narrow}}" width="330" style="right: 40px; top: 150px">
            """);
        var file = Repository.File("artifacts/screens/readme.png");
        await page.ScreenshotAsync(new() { Path = file });
        new FileInfo(file).Length.ShouldBeGreaterThan(50_000);
    }

    private static async Task<string> PictureAsync(PortalProcess portal, string user, string path, ViewportSize size, bool dark)
    {
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString(), size, dark);
        var page = await Screens.SignedInAsync(context, user);
        await page.GotoAsync(path);
        return "data:image/png;base64," + Convert.ToBase64String(await page.ScreenshotAsync());
    }
}
