using Microsoft.Playwright;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.Web.Tests.Demo;

namespace Portal.Web.Tests;

/// <summary>Opens every kind of page in Chromium, in both themes and both widths, and leaves a picture of each.</summary>
public class Every_page_in_a_browser
{
    private static readonly string[] Pages =
        ["anna /", "john /", "anna /people", "anna /people?q=zzz", "anna /people/4", "anna /people/4/edit", "anna /search?q=jo", "anna /nowhere", "nobody /sign-in", "operator /"];

    public static TheoryData<string, bool, bool> Every()
    {
        var data = new TheoryData<string, bool, bool>();
        foreach (var page in Pages)
        {
            data.Add(page, false, false);
            data.Add(page, true, false);
            data.Add(page, false, true);
            data.Add(page, true, true);
        }

        return data;
    }

    [Theory, MemberData(nameof(Every))]
    public async Task Breaks_no_rule_of_access_and_no_rule_of_the_content_policy(string page, bool dark, bool narrow)
    {
        await using var browser = await OpenAsync(page.Split(' ')[0], dark, narrow);
        var tab = await browser.NewPageAsync();
        var complaints = new List<string>();
        tab.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("404 (Not Found)"))
            {
                complaints.Add(message.Text);
            }
        };
        tab.PageError += (_, error) => complaints.Add(error);

        await tab.GotoAsync(page.Split(' ')[1]);
        await ShootAsync(tab, page, dark, narrow);

        complaints.ShouldBeEmpty();
        (await tab.AxeAsync()).ShouldBeEmpty();
        (await tab.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(narrow ? 390 : 1366);
    }

    internal static async Task<IBrowserContext> OpenAsync(string user, bool dark = false, bool narrow = false, bool javaScript = true)
    {
        var host = await PortalHost.GetAsync();
        var browser = await Chromium.OpenAsync(host.Address, narrow ? Chromium.Narrow : new ViewportSize { Width = 1366, Height = 768 }, dark, javaScript);
        await browser.AddCookiesAsync([new Cookie { Name = DemoSignIn.Cookie, Value = user, Url = host.Address }]);
        return browser;
    }

    internal static Task ShootAsync(IPage tab, string name, bool dark = false, bool narrow = false)
    {
        var file = string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-') + (narrow ? "-narrow" : "") + (dark ? "-dark" : "");
        return tab.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File($"artifacts/screens/shell/{file}.png") });
    }
}
