using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Domain;
using Portal.Identity.Sessions;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Server_side_sessions : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private Task<UserSession[]> SessionsAsync(string username) => _portal.ReadAsync(db => db.Sessions.AsNoTracking()
        .Where(s => db.Users.Any(u => u.Id == s.UserId && u.Username == username)).OrderBy(s => s.CreatedAt).ThenBy(s => s.Id).ToArrayAsync());

    [Fact]
    public async Task Remember_where_from_with_what_and_how_somebody_signed_in()
    {
        var browser = _portal.Browser();
        browser.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0");
        await IdentityPortal.TryAsync(browser, "anna.admin", IdentityPortal.Password);
        var session = (await SessionsAsync("anna.admin")).Single();
        session.Address.ShouldBe("127.0.0.1");
        session.CreatedAt.ShouldBe(_portal.Clock.GetUtcNow());
        (session.Way, session.TwoStep, session.Side).ShouldBe((SignInWay.Password, false, SessionSide.Frontend));

        var html = await browser.GetStringAsync("/profile/sessions");
        html.ShouldContain("Firefox on Windows");
        html.ShouldContain("This device");
    }

    [Fact]
    public async Task Make_a_stolen_cookie_worthless_once_signed_out()
    {
        var browser = _portal.Browser();
        var answer = await IdentityPortal.TryAsync(browser, "anna.admin", IdentityPortal.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("portal.session=", StringComparison.Ordinal)).Split(';')[0];
        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _portal.Portal.BaseAddress };
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        (await thief.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await browser.PostFormAsync("/sign-out", [], "/profile");
        (await thief.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SessionsAsync("anna.admin")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Are_ended_one_by_one_or_all_others_by_their_owner()
    {
        var here = await _portal.Portal.SignInAsync("anna.admin");
        var phone = await _portal.Portal.SignInAsync("anna.admin");
        var first = (await SessionsAsync("anna.admin")).Length;
        first.ShouldBe(2);
        (await here.PostFormAsync("/profile/sessions?handler=EndOthers", [], "/profile/sessions")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await here.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var tablet = await _portal.Portal.SignInAsync("anna.admin");
        var mine = (await SessionsAsync("anna.admin"))[0].Id;
        var other = (await SessionsAsync("anna.admin")).Single(s => s.Id != mine).Id;
        // Whichever of the two it is: the one in use is never ended here.
        foreach (var id in new[] { mine, other })
        {
            await here.PostFormAsync("/profile/sessions?handler=End", new() { ["session"] = id.ToString() }, "/profile/sessions");
        }

        (await here.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await tablet.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Of_others_cannot_be_ended_from_the_own_page()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var bella = await _portal.Portal.SignInAsync("bella.admin");
        var hers = (await SessionsAsync("bella.admin")).Single().Id;
        (await anna.PostFormAsync("/profile/sessions?handler=End", new() { ["session"] = hers.ToString() }, "/profile/sessions"))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Are_listed_within_reach_and_split_by_side()
    {
        await _portal.Portal.SignInAsync("gary.group");
        await _portal.Portal.SignInAsync("bella.admin");
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var html = await anna.GetStringAsync("/sessions");
        html.ShouldContain("gary.group");
        html.ShouldNotContain("bella.admin");

        var provider = await _portal.Portal.SignInAsync("operator");
        var customers = await provider.GetStringAsync("/sessions?side=Frontend");
        customers.ShouldContain("bella.admin");
        customers.ShouldNotContain("<span class=\"muted\">Olivia Operator</span>");
        var partners = await provider.GetStringAsync("/sessions?side=Partners");
        partners.ShouldContain("<span class=\"muted\">Olivia Operator</span>");
        partners.ShouldNotContain("bella.admin");
        (await (await _portal.Portal.SignInAsync("gary.group")).GetAsync("/sessions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Of_somebody_below_are_ended_and_that_is_recorded()
    {
        var gary = await _portal.Portal.SignInAsync("gary.group");
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var his = (await SessionsAsync("gary.group")).Single();
        (await anna.PostFormAsync("/sessions?handler=End", new() { ["session"] = his.Id.ToString() }, "/sessions")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await gary.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var recorded = (await _portal.AuditAsync()).Single(e => e.Table == "identity_sessions");
        (recorded.UserName, recorded.Verb, recorded.CompanyId).ShouldBe(("anna.admin", "removed", his.CompanyId));
    }

    [Theory]
    [InlineData("operator", HttpStatusCode.NotFound)]
    [InlineData("bella.admin", HttpStatusCode.NotFound)]
    public async Task Of_people_above_or_elsewhere_stay(string username, HttpStatusCode answer)
    {
        var other = await _portal.Portal.SignInAsync(username);
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var theirs = (await SessionsAsync(username)).Single();
        (await anna.PostFormAsync("/sessions?handler=End", new() { ["session"] = theirs.Id.ToString() }, "/sessions")).StatusCode.ShouldBe(answer);
        (await other.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Are_written_as_seen_sparingly_and_removed_when_their_cookie_has_run_out()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        _portal.Clock.Advance(TimeSpan.FromMinutes(20));
        await anna.GetAsync("/profile");
        var keeper = _portal.Portal.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<SessionKeeper>().Single();
        await keeper.WriteAsync(default);
        (await SessionsAsync("anna.admin")).Single().LastSeenAt.ShouldBe(_portal.Clock.GetUtcNow());

        _portal.Clock.Leap(TimeSpan.FromHours(13));
        await keeper.WriteAsync(default);
        (await SessionsAsync("anna.admin")).ShouldBeEmpty();
        (await anna.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Ended_on_another_node_end_here_within_half_a_minute()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        await anna.GetAsync("/profile");
        // As another node would: the row goes without a word to this one's memory.
        await _portal.Portal.ChangeAsSystemAsync(async s => await s.GetRequiredService<Data.IdentityDb>().Sessions.ExecuteDeleteAsync());
        _portal.Clock.Advance(KnownSessions.Freshness);
        (await anna.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Of_ten_requests_ask_the_database_once()
    {
        var known = _portal.Portal.Services.GetRequiredService<KnownSessions>();
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var id = (await SessionsAsync("anna.admin")).Single().Id;
        var first = await known.FindAsync(id, default);
        await anna.GetAsync("/profile");
        (await known.FindAsync(id, default)).ShouldBeSameAs(first);
    }

    [Fact]
    public async Task Say_who_an_address_is_for_those_seen_only()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await anna.GetStringAsync("/sessions/addresses/127.0.0.1")).ShouldContain("This machine itself");
        foreach (var other in new[] { "192.0.2.1", "localhost", "127.0.0.2", "not-an-address", "%3Cscript%3E" })
        {
            (await anna.GetAsync("/sessions/addresses/" + other)).StatusCode.ShouldBe(HttpStatusCode.NotFound, other);
        }
    }
}
