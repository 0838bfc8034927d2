using System.Net;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Resetting_from_above : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        await _portal.GiveAddressAsync("gary.group", "gary@acme.example", verified: false);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private async Task<HttpResponseMessage> PostAsync(string asker, string username, string handler, Dictionary<string, string?>? fields = null)
    {
        var page = $"/users/{(await _portal.UserAsync(username)).Id}/login";
        var client = await _portal.Portal.SignInAsync(asker);
        return (await client.GetAsync(page)).IsSuccessStatusCode ? await client.PostFormAsync($"{page}?handler={handler}", fields ?? [], page) : await client.GetAsync(page);
    }

    private static readonly Dictionary<string, string?> Typed = new() { ["Password"] = "Typed-5678!", ["RepeatPassword"] = "Typed-5678!", ["MustChange"] = "true" };

    [Fact]
    public async Task Generates_and_mails_a_password_that_must_be_changed_before_anything_else()
    {
        var session = await _portal.Portal.SignInAsync("gary.group");
        (await PostAsync("anna.admin", "gary.group", "Generate")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await session.GetAsync("/profile")).Headers.Location!.ToString().ShouldContain("sign-in");

        var text = (await _portal.MailToAsync("gary@acme.example")).Text;
        var password = text.Split("Password: ")[1].Split('\n')[0].Trim();
        var gary = await _portal.Portal.SignInAsync("gary.group", password);
        foreach (var page in new[] { "/", "/sites", "/profile", "/security" })
        {
            (await gary.GetAsync(page)).Headers.Location!.ToString().ShouldBe("/password", page);
        }

        (await gary.GetStringAsync("/password")).ShouldContain("Somebody else chose your present password");
        var changed = await gary.PostFormAsync("/password", new() { ["PresentPassword"] = password, ["NewPassword"] = "Mine-5678!", ["RepeatPassword"] = "Mine-5678!" });
        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await changed.Content.ReadAsStringAsync());
        (await gary.GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sets_a_typed_password_and_mails_nothing()
    {
        (await PostAsync("anna.admin", "gary.group", "Type", Typed)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await _portal.Portal.SignInAsync("gary.group", "Typed-5678!")).GetAsync("/sites")).Headers.Location!.ToString().ShouldBe("/password");
        (await _portal.MailsToAsync("gary@acme.example")).ShouldBe(0);
    }

    [Theory]
    [InlineData("weak", "weak", "upper-case")]
    [InlineData("Typed-5678!", "Typed-5679!", "differ")]
    public async Task Keeps_the_rules(string password, string repeated, string reason)
    {
        var answer = await PostAsync("anna.admin", "gary.group", "Type", new() { ["Password"] = password, ["RepeatPassword"] = repeated });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
    }

    [Fact]
    public async Task Sends_a_link_and_leaves_the_password_until_it_is_used()
    {
        (await PostAsync("anna.admin", "gary.group", "Link")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.MailToAsync("gary@acme.example")).Text.ShouldContain("your administrator asks you");
        (await _portal.TryAsync("gary.group", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Is_not_for_peers_for_those_above_or_for_oneself()
    {
        await _portal.AddAsync("second.admin", new Grant(Role.CompanyAdmin, await _portal.CompanyAsync("acme.localhost")));
        foreach (var (asker, whom) in new[] { ("second.admin", "anna.admin"), ("anna.admin", "anna.admin") })
        {
            (await PostAsync(asker, whom, "Type", Typed)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, asker + whom);
        }

        foreach (var (asker, whom) in new[] { ("anna.admin", "operator"), ("gary.group", "anna.admin"), ("bella.admin", "gary.group"), ("bella.admin", "anna.admin") })
        {
            (await PostAsync(asker, whom, "Type", Typed)).StatusCode.ShouldBe(HttpStatusCode.NotFound, asker + whom);
        }

        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync("operator", "anna.admin", "Type", Typed)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Forbids_signing_in_and_ends_the_session_at_once()
    {
        var gary = await _portal.Portal.SignInAsync("gary.group");
        (await PostAsync("anna.admin", "gary.group", "SignIn", new() { ["Allowed"] = "false", ["SecondStep"] = "false" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await gary.GetAsync("/sites")).Headers.Location!.ToString().ShouldContain("sign-in");
        (await _portal.WordsOfAsync("gary.group", IdentityPortal.Password)).ShouldBe(await _portal.WordsOfAsync("nobody.at.all", IdentityPortal.Password));
    }

    [Fact]
    public async Task Unlocks_without_a_mail()
    {
        for (var i = 0; i < 3; i++)
        {
            await _portal.TryAsync("gary.group", "Wrong-1234!");
        }

        (await PostAsync("anna.admin", "gary.group", "Unlock")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("gary.group", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.MailsToAsync("gary@acme.example")).ShouldBe(0);
    }

    [Fact]
    public async Task Leaves_no_secret_in_the_audit_log()
    {
        await PostAsync("anna.admin", "gary.group", "Type", Typed);
        await PostAsync("anna.admin", "gary.group", "Link");
        var token = Mailbox.LinkIn((await _portal.MailToAsync("gary@acme.example")).Text).Split("t=")[1];
        var link = await _portal.ReadAsync(db => Task.FromResult(db.Links.Single()));
        var hash = (await _portal.UserAsync("gary.group")).PasswordHash!;
        var written = await _portal.AuditTextAsync();
        written.ShouldContain("PasswordChangedAt");
        new[] { "Typed-5678!", token, link.Hash, hash }.ShouldAllBe(secret => !written.Contains(secret));
    }
}
