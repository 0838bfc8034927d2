using Microsoft.Playwright;

namespace Portal.Testing.Peers;

/// <summary>One headless Chromium for the test run; every test opens a context (an own profile) in it.</summary>
public static class Chromium
{
    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);

    /// <summary>A viewport as wide as a desk's screen.</summary>
    public static ViewportSize Wide => new() { Width = 1366, Height = 768 };

    /// <summary>A viewport as narrow as a phone's.</summary>
    public static ViewportSize Narrow => new() { Width = 390, Height = 844 };

    /// <summary>Opens a new context. Skips the test where Chromium is not installed.</summary>
    /// <param name="address">Base address, so that pages are opened by path.</param>
    /// <param name="viewport">Size of the page; <see cref="Wide"/> when null.</param>
    /// <param name="dark">Prefers dark colours.</param>
    /// <param name="language">What the browser asks for.</param>
    /// <param name="javaScript">False shows what someone without JavaScript gets.</param>
    public static async Task<IBrowserContext> OpenAsync(string? address = null, ViewportSize? viewport = null, bool dark = false, bool javaScript = true, string language = "en-GB")
    {
        Peer.Require("chromium");
        var browser = await Started.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ViewportSize = viewport ?? Wide,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = javaScript,
            Locale = language,
            TimezoneId = "Europe/London",
            IgnoreHTTPSErrors = true,
        });
        context.SetDefaultTimeout((float)Eventually.Deadline.TotalMilliseconds);
        return context;
    }

    private static async Task<IBrowser> StartAsync()
    {
        // The package's own Node and driver, from where NuGet has put them.
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", Repository.Metadata("PlaywrightDriver"));
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Peer.Require("chromium"),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();
        return browser;
    }
}
