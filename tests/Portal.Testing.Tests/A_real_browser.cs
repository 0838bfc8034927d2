using Portal.Testing.Peers;

namespace Portal.Testing.Tests;

public sealed class A_real_browser
{
    [Fact]
    public async Task Shows_a_page_in_both_colour_schemes()
    {
        foreach (var dark in new[] { false, true })
        {
            await using var context = await Chromium.OpenAsync(dark: dark);
            var page = await context.NewPageAsync();
            await page.SetContentAsync("<!doctype html><html lang=en><title>Hello</title><h1>Hello</h1></html>");
            (await page.Locator("h1").TextContentAsync()).ShouldBe("Hello");
            (await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches")).ShouldBe(dark);
        }
    }

    [Fact]
    public async Task Finds_what_keeps_people_out_under_a_strict_policy()
    {
        await using var context = await Chromium.OpenAsync();
        var page = await context.NewPageAsync();
        await page.RouteAsync("http://portal.localhost/", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = "default-src 'self'" },
            Body = "<!doctype html><html lang=en><title>Form</title><main><h1>Form</h1><input type=text><p style='color:#ddd'>Pale</p></main></html>",
        }));
        await page.GotoAsync("http://portal.localhost/");

        var violations = await page.AxeAsync();

        violations.ShouldContain(violation => violation.Rule == "label" && violation.IsSerious);
    }
}
