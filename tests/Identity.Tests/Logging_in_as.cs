using System.Net;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.Pages.Profile;
using Portal.Identity.Passkeys;
using Portal.Identity.Passwords;
using Portal.Identity.TwoStep;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Logging_in_as : IAsyncLifetime
{
    private IdentityPortal _portal = default!;
    private CompanyId _acme, _beta;
    private SiteId _leeds;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        (_acme, _beta) = (await _portal.CompanyAsync("acme.localhost"), await _portal.CompanyAsync("beta.localhost"));
        _leeds = await _portal.SiteAsync(_acme, "Leeds");
        await _portal.AddAsync("tom.tester", new Grant(Role.Employee, _acme, _leeds, EmployeeId.New()));
        await _portal.AddAsync("second.admin", new Grant(Role.CompanyAdmin, _acme));
        await _portal.AddAsync("second.operator", new Grant(Role.Operator));
        await _portal.AddAsync("paula.partner", new Grant(Role.Partner, _acme));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private async Task<(HttpClient Browser, HttpResponseMessage Answer)> TryAsync(string from, string to)
    {
        var browser = await _portal.Portal.SignInAsync(from);
        var id = (await _portal.UserAsync(to)).Id;
        return (browser, await browser.PostFormAsync($"/users/{id}/log-in-as", [], "/profile"));
    }

    // Only downward, inside the reach; the forbidden page for those who log in as nobody at all.
    [Theory]
    [InlineData("operator", "anna.admin", true)]
    [InlineData("operator", "gary.group", true)]
    [InlineData("operator", "paula.partner", true)]
    [InlineData("operator", "second.operator", false)]
    [InlineData("operator", "operator", false)]
    [InlineData("paula.partner", "anna.admin", true)]
    [InlineData("paula.partner", "tom.tester", true)]
    [InlineData("paula.partner", "bella.admin", false)]
    [InlineData("paula.partner", "operator", false)]
    [InlineData("anna.admin", "gary.group", true)]
    [InlineData("anna.admin", "tom.tester", true)]
    [InlineData("anna.admin", "second.admin", false)]
    [InlineData("anna.admin", "bella.admin", false)]
    [InlineData("anna.admin", "paula.partner", false)]
    [InlineData("anna.admin", "operator", false)]
    [InlineData("gary.group", "tom.tester", false)]
    [InlineData("gary.group", "anna.admin", false)]
    [InlineData("tom.tester", "gary.group", false)]
    public async Task Goes_downward_only(string from, string to, bool may)
    {
        var (browser, answer) = await TryAsync(from, to);
        if (may)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await browser.GetStringAsync("/profile")).ShouldContain($"({to})");
        }
        else
        {
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.UnprocessableEntity);
            (await browser.GetStringAsync("/profile")).ShouldNotContain("banner-supporter");
        }
    }

    [Fact]
    public async Task Has_the_powers_of_the_other_and_no_more()
    {
        var (provider, _) = await TryAsync("operator", "gary.group");
        (await provider.GetAsync("/companies")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await provider.GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Shows_both_names_on_every_page_and_a_way_back()
    {
        var (provider, _) = await TryAsync("operator", "anna.admin");
        foreach (var page in new[] { "/profile", "/sites", "/users" })
        {
            var html = WebUtility.HtmlDecode(await provider.GetStringAsync(page));
            html.ShouldContain("Olivia Operator, you are logged in as Anna Admin");
        }

        (await provider.PostFormAsync("/log-in-as/end", [], "/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var own = await provider.GetStringAsync("/profile");
        own.ShouldContain("Olivia Operator");
        own.ShouldNotContain("banner-supporter");
        (await provider.GetAsync("/companies")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Is_never_chained()
    {
        var (provider, _) = await TryAsync("operator", "anna.admin");
        var gary = (await _portal.UserAsync("gary.group")).Id;
        var answer = await provider.PostFormAsync($"/users/{gary}/log-in-as", [], "/users");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await provider.GetStringAsync("/profile")).ShouldContain("(anna.admin)");
    }

    [Fact]
    public async Task Leaves_password_and_sessions_of_the_other_closed()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var (provider, _) = await TryAsync("operator", "anna.admin");
        (await provider.GetAsync("/profile/sessions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await provider.PostFormAsync("/profile/sessions?handler=EndOthers", [], "/sites")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await anna.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Leaves_every_page_of_what_the_other_signs_in_with_closed()
    {
        var before = await _portal.UserAsync("anna.admin");
        var (provider, _) = await TryAsync("operator", "anna.admin");
        foreach (var page in new[] { "/password", "/security", "/security/authenticator" })
        {
            (await provider.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
            (await provider.PostFormAsync(page, new()
            {
                ["PresentPassword"] = IdentityPortal.Password, ["NewPassword"] = "Other-5678!", ["RepeatPassword"] = "Other-5678!",
            }, "/sites")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
        }

        foreach (var handler in new[] { "Address", "CodeByEmail", "EndApp", "ForgetDevices", "PasskeyOptions", "AddPasskey", "RenamePasskey", "RemovePasskey" })
        {
            (await provider.PostFormAsync($"/security?handler={handler}", [], "/sites")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, handler);
        }

        (await _portal.UserAsync("anna.admin")).Version.ShouldBe(before.Version);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    // The pages are closed; so are the requests behind them, whatever page comes to send them.
    [Fact]
    public async Task Leaves_every_request_about_what_the_other_signs_in_with_refused()
    {
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
        var (anna, provider) = (await _portal.UserAsync("anna.admin"), await _portal.UserAsync("operator"));
        var secret = Totp.NewSecret();
        async Task<OutcomeKind> SendAsync<T>(IRequest<T> request, bool supported = true) where T : IOutcome
        {
            await using var scope = _portal.Portal.Services.CreateAsyncScope();
            var user = scope.ServiceProvider.GetRequiredService<CurrentUser>();
            user.ActFor(anna.Id, anna.Username, anna.DisplayName, null, [new Grant(Role.CompanyAdmin, _acme)]);
            if (supported)
            {
                user.IsSupportedBy(new Supporter(provider.Id, provider.Username, provider.DisplayName));
            }

            return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Kind;
        }

        var passkey = new UserPasskeyInfo([1], [2], DateTimeOffset.UnixEpoch, 0, [], true, false, false, [], []);
        (await SendAsync(new ChangePassword(IdentityPortal.Password, "Other-5678!"))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new AskForAddress("helper@provider.example"))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new UseAuthenticator(anna.Id, secret, Totp.CodeAt(secret, Totp.StepAt(_portal.Clock.GetUtcNow())), null))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new RenewRecoveryCodes(anna.Id))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new UseCodeByEmail(anna.Id, true))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new EndSecondStep(anna.Id))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new ForgetDevices(anna.Id))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new AddPasskey(anna.Id, passkey, "Mine"))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new RenamePasskey(anna.Id, Guid.NewGuid(), "Mine"))).ShouldBe(OutcomeKind.Forbidden);
        (await SendAsync(new RemovePasskey(anna.Id, Guid.NewGuid()))).ShouldBe(OutcomeKind.Forbidden);
        (await _portal.UserAsync("anna.admin")).Version.ShouldBe(anna.Version);
        (await _portal.ReadAsync(db => db.Passkeys.AnyAsync())).ShouldBeFalse();

        // The same from Anna herself.
        (await SendAsync(new UseCodeByEmail(anna.Id, true), supported: false)).ShouldBe(OutcomeKind.Done);
        (await SendAsync(new ChangePassword(IdentityPortal.Password, "Other-5678!"), supported: false)).ShouldBe(OutcomeKind.Done);
    }

    [Fact]
    public async Task Is_recorded_with_both_names_and_so_is_what_is_done_then()
    {
        var (provider, _) = await TryAsync("operator", "anna.admin");
        var gary = (await _portal.UserAsync("gary.group")).Id;
        for (var i = 0; i < 3; i++)
        {
            await _portal.TryAsync("gary.group", "Wrong-1234!");
        }

        await provider.PostFormAsync("/users?handler=Unlock", new() { ["user"] = gary.ToString() }, "/users");
        await provider.PostFormAsync("/log-in-as/end", [], "/profile");

        var audit = await _portal.AuditAsync();
        var begun = audit.Single(e => e.Table == "identity_sessions" && e.Verb == "added");
        (begun.UserName, begun.OnBehalfOf, begun.CompanyId).ShouldBe(("operator", "anna.admin", _acme));
        var unlocked = audit.Single(e => e.Table == "identity_users" && e.ObjectId == gary.ToString() && e.UserName == "operator");
        (unlocked.OnBehalfOf, unlocked.CompanyId).ShouldBe(("anna.admin", _acme));
        audit.ShouldContain(e => e.Table == "identity_sessions" && e.Verb == "removed" && e.OnBehalfOf == "anna.admin");
    }

    [Fact]
    public async Task Ends_with_the_own_session_wherever_that_is_ended()
    {
        var (provider, _) = await TryAsync("operator", "anna.admin");
        var (elsewhere, _) = (await _portal.Portal.SignInAsync("operator"), 0);
        await elsewhere.PostFormAsync("/profile/sessions?handler=EndOthers", [], "/profile/sessions");
        (await provider.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Ends_when_the_supporter_is_disabled()
    {
        var (provider, _) = await TryAsync("second.operator", "anna.admin");
        (await provider.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await _portal.ChangeAsync("second.operator", u => u.Disabled = true);
        (await provider.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Signs_out_of_both()
    {
        var (provider, _) = await TryAsync("operator", "anna.admin");
        await provider.PostFormAsync("/sign-out", [], "/profile");
        (await _portal.ReadAsync(db => db.Sessions.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Of_somebody_who_may_not_log_in_is_refused()
    {
        await _portal.ChangeAsync("tom.tester", u => u.Disabled = true);
        var (_, answer) = await TryAsync("anna.admin", "tom.tester");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
