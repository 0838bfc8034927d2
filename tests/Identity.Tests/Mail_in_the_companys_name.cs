using System.Net;
using Portal.Testing;
using Portal.TestHost;

namespace Portal.Identity.Tests;

/// <summary>What a company sets as its mail sender stands on the mail its people get.</summary>
public class Mail_in_the_companys_name
{
    [Fact]
    public async Task Comes_from_the_sender_the_company_has_set()
    {
        await using var portal = await IdentityPortal.StartAsync();
        var acme = await portal.CompanyAsync("acme.localhost");
        await portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
        await portal.GiveAddressAsync("bella.admin", "bella@beta.example", verified: true);
        var anna = await portal.Portal.SignInAsync("anna.admin");
        var saved = await anna.PostFormAsync($"/companies/{acme}/settings", new() { ["Input.MailName"] = "Acme Telefon", ["Input.MailAddress"] = "telefon@acme.example" });
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());

        (await SenderOfMailToAsync(portal, "anna.admin", "anna@acme.example")).ShouldBe("From: Acme Telefon <telefon@acme.example>");
        (await SenderOfMailToAsync(portal, "bella.admin", "bella@beta.example")).ShouldContain("<portal@localhost>");
    }

    private static async Task<string> SenderOfMailToAsync(IdentityPortal portal, string username, string address)
    {
        (await portal.Browser().PostFormAsync("/forgot-password", new() { ["Name"] = username })).StatusCode.ShouldNotBe(HttpStatusCode.NotFound);
        var (mail, _) = await portal.MailToAsync(address);
        var file = Path.Combine(portal.Portal.Folder, "mail", mail.Id.ToString("N") + ".eml");
        return await Eventually.ValueAsync(async () => File.Exists(file) && (await File.ReadAllTextAsync(file)).Split("\r\n") is { Length: > 1 } lines
            ? lines.First(l => l.StartsWith("From:", StringComparison.Ordinal)).Replace("\"", "") : null);
    }
}
