using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public partial class Forgetting_a_password : IAsyncLifetime
{
    private const string Fresh = "Fresh-5678!";

    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [GeneratedRegex("(content|value)=\"[^\"]{20,}\"")]
    private static partial Regex Tokens();

    private async Task<string> AskAsync(string name)
    {
        var answer = await _portal.Browser().PostFormAsync("/forgot-password", new() { ["Name"] = name });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await answer.Content.ReadAsStringAsync();
        // Without the tokens of its forms, which are new each time.
        return Tokens().Replace(html, "");
    }

    private async Task<string> LinkAsync(string name = "anna.admin")
    {
        await AskAsync(name);
        return Mailbox.LinkIn((await _portal.MailToAsync("anna@acme.example")).Text);
    }

    private static Task<HttpResponseMessage> SetAsync(HttpClient browser, string link, string password, string? repeated = null) =>
        browser.PostFormAsync("/set-password", new() { ["Password"] = password, ["RepeatPassword"] = repeated ?? password, ["t"] = link.Split("t=")[1] }, link);

    [Theory]
    [InlineData("anna.admin")]
    [InlineData("ANNA@acme.example")]
    public async Task Is_mended_by_a_link_that_works_once(string name)
    {
        var session = await _portal.Portal.SignInAsync("anna.admin");
        var link = await LinkAsync(name);
        // Mail programs look at links before people do.
        (await _portal.Browser().GetStringAsync(link)).ShouldContain("For the account anna.admin");
        (await SetAsync(_portal.Browser(), link, Fresh)).Headers.Location!.ToString().ShouldBe("/sign-in");

        (await _portal.TryAsync("anna.admin", Fresh)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await session.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await SetAsync(_portal.Browser(), link, "Other-5678!")).Content.ReadAsStringAsync()).ShouldContain("has been used");
        (await _portal.TryAsync("anna.admin", "Other-5678!")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Is_answered_alike_for_everybody()
    {
        var known = await AskAsync("anna.admin");
        (await AskAsync("nobody.at.all")).ShouldBe(known);
        (await AskAsync("gary.group")).ShouldBe(known);
        (await AskAsync("nobody@acme.example")).ShouldBe(known);
        (await AskAsync(new string('x', 250))).ShouldBe(known);
        await _portal.MailToAsync("anna@acme.example");
        (await _portal.ReadAsync(db => db.Links.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Link_expires_after_an_hour()
    {
        var link = await LinkAsync();
        _portal.Clock.Advance(TimeSpan.FromMinutes(61));
        (await _portal.Browser().GetStringAsync(link)).ShouldContain("no longer works");
        (await (await SetAsync(_portal.Browser(), link, Fresh)).Content.ReadAsStringAsync()).ShouldContain("no longer works");
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Link_is_replaced_by_a_newer_one_and_ends_with_the_address()
    {
        var first = await LinkAsync();
        await AskAsync("anna.admin");
        var second = Mailbox.LinkIn((await _portal.MailToAsync("anna@acme.example", 2)).Text);
        (await _portal.Browser().GetStringAsync(first)).ShouldContain("no longer works");
        (await _portal.Browser().GetStringAsync(second)).ShouldContain("For the account");
        await _portal.ChangeAsync("anna.admin", u => u.Email = "new@acme.example");
        (await _portal.Browser().GetStringAsync(second)).ShouldContain("no longer works");
    }

    [Fact]
    public async Task Link_sets_one_password_of_two_sent_at_once()
    {
        var link = await LinkAsync();
        var both = await Task.WhenAll(SetAsync(_portal.Browser(), link, Fresh), SetAsync(_portal.Browser(), link, "Other-5678!"));
        both.Count(a => a.StatusCode == HttpStatusCode.Redirect).ShouldBe(1);
    }

    [Theory]
    [InlineData("weak", "weak", "upper-case")]
    [InlineData(Fresh, "Other-5678!", "differ")]
    [InlineData(IdentityPortal.Password, IdentityPortal.Password, "previous")]
    public async Task Link_survives_a_password_that_breaks_the_rules(string password, string repeated, string reason)
    {
        var link = await LinkAsync();
        var refused = await SetAsync(_portal.Browser(), link, password, repeated);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain(reason);
        (await SetAsync(_portal.Browser(), link, Fresh)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Sends_no_more_than_five_links_in_an_hour()
    {
        for (var i = 1; i <= 5; i++)
        {
            await AskAsync("anna.admin");
            await _portal.MailToAsync("anna@acme.example", i);
        }

        await AskAsync("anna.admin");
        _portal.Clock.Advance(TimeSpan.FromMinutes(61));
        await AskAsync("anna.admin");
        await _portal.MailToAsync("anna@acme.example", 6);
        (await _portal.MailsToAsync("anna@acme.example")).ShouldBe(6);
    }

    [Fact]
    public async Task Is_refused_when_one_address_asks_too_often()
    {
        var browser = _portal.Browser();
        HttpResponseMessage answer = default!;
        for (var i = 0; i < 21; i++)
        {
            answer = await browser.PostFormAsync("/forgot-password", new() { ["Name"] = "nobody.at.all" });
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Leads_nobody_to_the_machine_that_a_stranger_names()
    {
        var browser = _portal.Browser();
        browser.DefaultRequestHeaders.Host = "evil.example";
        await browser.PostFormAsync("/forgot-password", new() { ["Name"] = "anna.admin" });
        (await _portal.MailToAsync("anna@acme.example")).Text.ShouldNotContain("evil");
    }

    [Fact]
    public async Task Of_a_username_is_mended_by_a_mail_with_all_of_them()
    {
        await _portal.ChangeAsync("gary.group", u => u.Email = "anna@acme.example");
        var answer = await _portal.Browser().PostFormAsync("/forgot-username", new() { ["Email"] = "Anna@acme.example" });
        var nobody = await _portal.Browser().PostFormAsync("/forgot-username", new() { ["Email"] = "nobody@acme.example" });
        (answer.StatusCode, nobody.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        var text = (await _portal.MailToAsync("anna@acme.example")).Text;
        text.ShouldContain("anna.admin");
        text.ShouldContain("gary.group");
        text.ShouldNotContain("bella");
    }

    [Fact]
    public async Task Opens_a_lock_since_the_password_that_was_guessed_at_is_no_more()
    {
        for (var i = 0; i < 3; i++)
        {
            await _portal.TryAsync("anna.admin", "Wrong-1234!");
        }

        (await SetAsync(_portal.Browser(), await LinkAsync(), Fresh)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("anna.admin", Fresh)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
