using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Testing.Clock;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Signing_in : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Says_the_same_for_a_wrong_password_as_for_a_name_nobody_has()
    {
        var wrong = await _portal.WordsOfAsync("anna.admin", "Wrong-1234!");
        wrong.ShouldContain("wrong");
        (await _portal.WordsOfAsync("nobody.at.all", "Wrong-1234!")).ShouldBe(wrong);
    }

    [Fact]
    public async Task Is_case_sensitive_in_the_name()
    {
        (await _portal.TryAsync("Anna.Admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/sign-out")]
    public async Task Never_leads_elsewhere_or_out_again(string target)
    {
        var answer = await _portal.TryAsync("anna.admin", IdentityPortal.Password, "?returnUrl=" + Uri.EscapeDataString(target));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/start");
    }

    [Theory]
    [InlineData("paula.partner", "/")]
    [InlineData("anna.admin", "/companies/")]
    [InlineData("gary.group", "/sites/")]
    [InlineData("operator", "/")]
    public async Task Leads_to_where_the_role_begins_its_day(string username, string landing)
    {
        await _portal.AddAsync("paula.partner", new Modularity.Access.Grant(Modularity.Access.Role.Partner, await _portal.CompanyAsync("acme.localhost")));
        var browser = await _portal.Portal.SignInAsync(username);
        var address = (await browser.GetAsync("/start")).Headers.Location!.ToString();
        System.Text.RegularExpressions.Regex.Replace(address, "[0-9a-f-]{36}$", "").ShouldBe(landing);
        (await browser.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Leads_back_to_where_one_was_going()
    {
        var asked = await _portal.Browser().GetAsync("/companies?status=Active");
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        asked.Headers.Location!.PathAndQuery.ShouldStartWith("/sign-in?returnUrl=");

        var answer = await _portal.TryAsync("operator", IdentityPortal.Password, asked.Headers.Location!.Query);
        answer.Headers.Location!.ToString().ShouldBe("/companies?status=Active");
    }

    [Fact]
    public async Task Sets_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        var answer = await _portal.TryAsync("anna.admin", IdentityPortal.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("portal.session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Fact]
    public async Task Opens_a_new_session_whatever_cookie_the_browser_brings()
    {
        var browser = _portal.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", "portal.session=planted");
        var answer = await IdentityPortal.TryAsync(browser, "anna.admin", IdentityPortal.Password);
        answer.Headers.GetValues("Set-Cookie").ShouldContain(c => c.StartsWith("portal.session=", StringComparison.Ordinal) && !c.Contains("planted"));
    }

    [Fact]
    public async Task Needs_the_form_of_this_portal()
    {
        var answer = await _portal.Browser().PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Username"] = "anna.admin",
            ["Password"] = IdentityPortal.Password,
        }));
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(c => c.StartsWith("portal.session=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_remembered_with_moment_and_address()
    {
        await _portal.TryAsync("gary.group", IdentityPortal.Password);
        var user = await _portal.UserAsync("gary.group");
        user.LastSignInAt.ShouldBe(_portal.Clock.GetUtcNow());
        (await _portal.ReadAsync(db => db.Tries.SingleAsync(t => t.UserId == user.Id))).Address.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task Gives_the_powers_of_the_account_and_no_more()
    {
        var gary = await _portal.Portal.SignInAsync("gary.group");
        (await gary.GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gary.GetAsync("/companies")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await gary.GetAsync("/users")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Asks_a_stranger_who_reads_a_fragment_to_open_the_page()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/companies");
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Current-URL", new Uri(_portal.Portal.BaseAddress, "/companies?q=a").ToString());
        var answer = await _portal.Browser().SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.GetValues("HX-Redirect").Single().ShouldBe("/sign-in?returnUrl=%2Fcompanies%3Fq%3Da");
    }
}
