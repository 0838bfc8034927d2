using System.Collections.Concurrent;
using Microsoft.Playwright;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.EndToEnd.Tests;

/// <summary>
/// Every page that each role can reach by links, wide and narrow, light and dark: axe-core finds nothing serious, nothing is
/// wider than the screen. <c>./dev screens</c> also leaves a picture of each under artifacts/screens for a person to look at.
/// </summary>
public class Screens(UntouchedDemo demo)
{
    // One page waits for the server or the disk while the other is drawn and judged.
    private const int Tabs = 2;

    // They take longer than the judgement, and in an ordinary run nobody looks at them.
    private static readonly bool Pictures = Environment.GetEnvironmentVariable("PORTAL_PICTURES") == "1";

    [Theory, InlineData("operator"), InlineData("anna.admin"), InlineData("gary.group"), InlineData("john.smith")]
    public async Task Of_every_page_are_accessible_and_fit(string role)
    {
        var portal = await demo.StartedAsync();
        var pages = await demo.PagesAsync(role);
        pages.Count.ShouldBeGreaterThan(4);

        var wrong = new ConcurrentQueue<string>();
        Directory.CreateDirectory(Repository.File("artifacts/screens"));
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString());
        await (await SignedInAsync(context, role)).CloseAsync();
        var open = new ConcurrentQueue<KeyValuePair<string, string>>(pages);
        await Task.WhenAll(Enumerable.Range(0, Tabs).Select(async _ =>
        {
            var tab = await Tab.OpenAsync(context);
            while (open.TryDequeue(out var next))
            {
                await tab.LookAtAsync(next.Value, $"{role}-{next.Key.Trim('/').Replace('/', '_').Replace("{id}", "id")}", wrong);
            }
        }));

        wrong.Order(StringComparer.Ordinal).ShouldBeEmpty();
    }

    internal static async Task<IPage> SignedInAsync(IBrowserContext context, string user)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        // By name: the labels are in the language of the context.
        await page.Locator("[name=Username]").FillAsync(user);
        await page.Locator("[name=Password]").FillAsync("Demo-1234!");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }

    private sealed class Tab(IPage page, ICDPSession tools)
    {
        /// <summary>
        /// The page has heard of the new look, which it does with the next frame, and every colour has arrived where it fades to:
        /// also one that follows another's, which begins when that has ended.
        /// </summary>
        private const string Settled = """
            async () => {
                const frame = () => new Promise(requestAnimationFrame);
                const fading = () => document.getAnimations().filter(animation => Number.isFinite(animation.effect.getComputedTiming().endTime));
                await frame();
                do {
                    await frame();
                    await Promise.allSettled(fading().map(animation => animation.finished));
                    await frame();
                } while (fading().length > 0);
            }
            """;

        private static readonly (bool Narrow, bool Dark)[] Looks = [(false, false), (false, true), (true, true), (true, false)];

        private (bool Narrow, bool Dark)? _look;

        public static async Task<Tab> OpenAsync(IBrowserContext context)
        {
            var page = await context.NewPageAsync();
            return new Tab(page, await context.NewCDPSessionAsync(page));
        }

        public async Task LookAtAsync(string path, string name, ConcurrentQueue<string> wrong)
        {
            await page.GotoAsync(path);
            foreach (var (narrow, dark) in Looks)
            {
                await TurnAsync(narrow, dark);
                var file = $"{name}-{(narrow ? "narrow" : "wide")}-{(dark ? "dark" : "light")}.png";
                if (Pictures)
                {
                    await PictureAsync(file);
                }

                // Both widths and both themes see every rule once; the other two looks only what colours decide.
                var broken = narrow == dark ? await page.AxeAsync() : await page.AxeAsync("color-contrast", "link-in-text-block");
                foreach (var violation in broken.Where(v => v.IsSerious))
                {
                    wrong.Enqueue($"{file}: {violation}");
                }

                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
                {
                    wrong.Enqueue($"{file}: wider than the screen");
                }
            }
        }

        private async Task TurnAsync(bool narrow, bool dark)
        {
            if (_look?.Narrow != narrow)
            {
                var viewport = narrow ? Chromium.Narrow : Chromium.Wide;
                await page.SetViewportSizeAsync(viewport.Width, viewport.Height);
            }

            if (_look?.Dark != dark)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
            }

            _look = (narrow, dark);
            await page.EvaluateAsync(Settled);
        }

        // The browser's own command rather than Playwright's, which packs as small as can be and takes twice as long.
        private async Task PictureAsync(string file)
        {
            var picture = await tools.SendAsync("Page.captureScreenshot", new() { ["format"] = "png", ["captureBeyondViewport"] = true, ["optimizeForSpeed"] = true });
            await File.WriteAllBytesAsync(Repository.File("artifacts/screens/" + file), picture!.Value.GetProperty("data").GetBytesFromBase64());
        }
    }
}
