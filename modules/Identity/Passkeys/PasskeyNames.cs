namespace Portal.Identity.Passkeys;

/// <summary>A first name for a passkey, from what the browser says of itself.</summary>
internal static class PasskeyNames
{
    private static readonly (string Sign, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];

    public static string Of(string browser) => T("Passkey") + (Systems.FirstOrDefault(s => browser.Contains(s.Sign, StringComparison.Ordinal)).Name is { } system ? " " + system : "");
}
