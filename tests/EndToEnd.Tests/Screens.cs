using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.EndToEnd.Tests;

/// <summary>
/// Every page that each role can reach by links, wide and narrow, light and dark: axe-core finds nothing serious, nothing is
/// wider than the screen, and a picture is left under artifacts/screens for a person to look at.
/// </summary>
public partial class Screens
{
    [Theory, InlineData("operator"), InlineData("anna.admin"), InlineData("gary.group"), InlineData("john.smith")]
    public async Task Of_every_page_are_accessible_and_fit(string role)
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        var pages = await CrawlAsync(portal, role);
        pages.Count.ShouldBeGreaterThan(4);

        var wrong = new List<string>();
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString());
        var page = await SignedInAsync(context, role);
        foreach (var (pattern, path) in pages)
        {
            await page.GotoAsync(path);
            foreach (var (narrow, dark) in Looks)
            {
                var viewport = narrow ? Chromium.Narrow : Chromium.Wide;
                await page.SetViewportSizeAsync(viewport.Width, viewport.Height);
                await page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
                var file = $"{role}-{pattern.Trim('/').Replace('/', '_').Replace("{id}", "id")}-{(narrow ? "narrow" : "wide")}-{(dark ? "dark" : "light")}.png";
                await page.ScreenshotAsync(new() { Path = Repository.File("artifacts/screens/" + file), FullPage = true });
                // Both widths and both themes see every rule once; the other two looks only what colours decide.
                var broken = narrow == dark ? await page.AxeAsync() : await page.AxeAsync("color-contrast", "link-in-text-block");
                wrong.AddRange(broken.Where(v => v.IsSerious).Select(v => $"{file}: {v}"));
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
                {
                    wrong.Add($"{file}: wider than the screen");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static readonly (bool Narrow, bool Dark)[] Looks = [(false, false), (false, true), (true, true), (true, false)];

    /// <summary>One address for each pattern, found by following links from the role's home page.</summary>
    internal static async Task<SortedDictionary<string, string>> CrawlAsync(PortalProcess portal, string role)
    {
        using var client = await portal.SignInAsync(role);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["/"] = "/" };
        var open = new Queue<string>(["/"]);
        while (open.TryDequeue(out var path))
        {
            var answer = await client.GetAsync(path);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{role} was shown a link to {path}, which answers {(int)answer.StatusCode}");
            foreach (Match link in LinkPattern().Matches(await answer.Content.ReadAsStringAsync()))
            {
                var next = WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0];
                var pattern = IdPattern().Replace(next.Split('?')[0], "{id}");
                if (next.StartsWith('/') && !next.Contains("_content", StringComparison.Ordinal) && !pattern.EndsWith("/export", StringComparison.Ordinal)
                    && !pattern.StartsWith("/provisioning", StringComparison.Ordinal) && pattern is not ("/sign-out" or "/health" or "/metrics") && found.TryAdd(pattern, next))
                {
                    open.Enqueue(next);
                }
            }
        }

        return found;
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

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.IgnoreCase)]
    private static partial Regex IdPattern();
}
