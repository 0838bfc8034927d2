namespace Portal.Identity.Sessions;

/// <summary>What a browser says it is, in plain words. A guess from its own claim: good enough to recognise one's own devices.</summary>
internal static class DeviceWords
{
    // Order matters: every browser claims to be several others.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        var browser = Named(Browsers, userAgent);
        var system = Named(Systems, userAgent);
        return (browser, system) switch
        {
            ({ } b, { } s) => T($"{b} on {s}"),
            ({ } b, null) => b,
            (null, { } s) => s,
            _ => T("Unknown device"),
        };
    }

    /// <summary>True for a telephone or tablet, for the icon.</summary>
    public static bool IsMobile(string? userAgent) =>
        userAgent is not null && (userAgent.Contains("Mobile", StringComparison.Ordinal) || userAgent.Contains("Android", StringComparison.Ordinal)
            || userAgent.Contains("iPad", StringComparison.Ordinal));

    private static string? Named((string Mark, string Name)[] list, string? userAgent) =>
        userAgent is null ? null : list.Where(l => userAgent.Contains(l.Mark, StringComparison.Ordinal)).Select(l => l.Name).FirstOrDefault();
}
