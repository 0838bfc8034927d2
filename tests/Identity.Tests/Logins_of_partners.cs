using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Pages.Users;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Pages.Partners;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Logins_of_partners : IAsyncLifetime
{
    private const string Fresh = "Fresh-5678!";

    private IdentityPortal _portal = default!;
    private HttpClient _provider = default!;
    private CompanyId _acme, _beta;
    private PartnerId _northern;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        (_acme, _beta) = (await _portal.CompanyAsync("acme.localhost"), await _portal.CompanyAsync("beta.localhost"));
        _provider = await _portal.Portal.SignInAsync("operator");
        (await _provider.PostFormAsync("/partners/new", new() { ["Name"] = "Northern Telecom Partners" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await _provider.GetStringAsync("/partners?q=northern");
        _northern = new PartnerId(Guid.Parse(page.Split("/partners/").Select(p => p.Split('"')[0]).First(p => Guid.TryParse(p, out _))));
        await GiveAsync(_acme, _northern);
    }

    public ValueTask DisposeAsync()
    {
        _provider.Dispose();
        return _portal.DisposeAsync();
    }

    private async Task GiveAsync(CompanyId company, PartnerId? partner) =>
        (await _portal.Portal.SendAsync(new AssignPartner(company, partner), new Grant(Role.Operator))).Succeeded.ShouldBeTrue();

    private Task<HttpResponseMessage> AddAsync(HttpClient browser, string first = "Typed", string email = "", string? page = null) => browser.PostFormAsync($"/partners/{_northern}/users/new", new()
    {
        ["Input.Name"] = "Paul <i>Partner</i>", ["Input.Username"] = "paul.partner", ["Input.Email"] = email, ["Input.First"] = first, ["Input.Password"] = Fresh, ["Input.MustChange"] = "false",
    }, page);

    [Fact]
    public async Task See_the_partners_companies_and_no_others()
    {
        (await _provider.GetStringAsync($"/partners/{_northern}")).ShouldContain("Nobody signs in for this partner yet.");
        (await AddAsync(_provider)).Headers.Location!.ToString().ShouldBe($"/partners/{_northern}");
        var paul = await _portal.Portal.SignInAsync("paul.partner", Fresh);
        var companies = await paul.GetStringAsync("/companies");
        companies.ShouldContain("Acme");
        companies.ShouldNotContain("Beta");
        (await paul.GetAsync($"/companies/{_acme}/users")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in new[] { $"/companies/{_beta}", $"/companies/{_beta}/users", $"/companies/{_beta}/contacts", $"/companies/{_beta}/sites", $"/companies/{_beta}/sessions" })
        {
            (await paul.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        foreach (var path in new[] { "/partners", $"/partners/{_northern}" })
        {
            (await paul.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        foreach (var path in new[] { $"/partners/{_northern}/users", $"/partners/{_northern}/users/new", "/users/new" })
        {
            (await paul.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        // What is given to somebody else is gone with the next request.
        await GiveAsync(_acme, null);
        (await paul.GetAsync($"/companies/{_acme}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Begin_with_a_welcome_mail_that_says_nothing_of_extensions()
    {
        (await AddAsync(_provider, "Welcome", "Paul@Northern.example")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var text = (await _portal.MailToAsync("paul@northern.example")).Text;
        text.ShouldContain("You have an account in the telephone portal.");
        text.ShouldNotContain("extension");
        var link = Mailbox.LinkIn(text);
        (await _portal.Browser().PostFormAsync("/set-password", new() { ["Password"] = "First-5678!", ["RepeatPassword"] = "First-5678!", ["t"] = link.Split("t=")[1] }, link))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await _portal.Portal.SignInAsync("paul.partner", "First-5678!")).GetAsync("/companies")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Are_listed_edited_closed_reset_and_removed()
    {
        await AddAsync(_provider);
        var paul = await _portal.UserAsync("paul.partner");
        var page = await _provider.GetStringAsync($"/partners/{_northern}");
        page.ShouldContain($"/users/{paul.Id}");
        page.ShouldNotContain("<i>Partner");
        var list = await _provider.GetStringAsync($"/partners/{_northern}/users");
        list.ShouldContain("paul.partner");
        list.ShouldNotContain("anna.admin");
        (await _provider.GetStringAsync("/users?q=paul")).ShouldContain("Northern Telecom Partners");

        (await _provider.PostFormAsync($"/users/{paul.Id}", new()
        {
            ["Input.Name"] = "Paula Partner", ["Input.Username"] = "paula.partner", ["Input.Email"] = "paula@northern.example",
        })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var browser = await _portal.Portal.SignInAsync("paula.partner", Fresh);
        var login = $"/users/{paul.Id}/login";
        (await _provider.PostFormAsync($"{login}?handler=Type", new() { ["Password"] = "Other-5678!", ["RepeatPassword"] = "Other-5678!", ["MustChange"] = "false" }, login))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        browser = await _portal.Portal.SignInAsync("paula.partner", "Other-5678!");
        (await _provider.PostFormAsync($"{login}?handler=SignIn", new() { ["Allowed"] = "false", ["SecondStep"] = "false" }, login)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var gone = await _provider.PostFormAsync($"/users/{paul.Id}?handler=Remove", [], $"/users/{paul.Id}");
        gone.Headers.Location!.ToString().ShouldBe($"/partners/{_northern}/users");
        (await _portal.ReadAsync(db => db.Grants.AnyAsync(g => g.PartnerId == _northern))).ShouldBeFalse();
    }

    [Fact]
    public async Task Are_added_by_operators_only_and_to_partners_that_exist()
    {
        var typed = FirstCredential.Typed(Fresh);
        AddUser For(PartnerId partner, string name) => new(Role.Partner, name, "Evil", null, typed, Partner: partner);
        (await _portal.Portal.SendAsync(For(PartnerId.New(), "evil"), new Grant(Role.Operator))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(For(_northern, "evil"), new Grant(Role.Partner, Partner: _northern))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(For(_northern, "evil"), new Grant(Role.CompanyAdmin, _acme))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(For(_northern, "good"), new Grant(Role.Operator))).Succeeded.ShouldBeTrue();
        (await _provider.GetAsync($"/partners/{PartnerId.New()}/users")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await AddAsync(anna, page: "/profile")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Welcome", "", "e-mail address")]
    [InlineData("Generated", "", "e-mail address")]
    [InlineData("Welcome", "no address", "not an e-mail")]
    [InlineData("Nonsense", "paul@northern.example", "")]
    public async Task Take_an_address_for_what_is_mailed(string first, string email, string reason)
    {
        var answer = await AddAsync(_provider, first, email);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        IdentityPortal.Problem(await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        (await _portal.ReadAsync(db => db.Users.AnyAsync(u => u.Username == "paul.partner"))).ShouldBeFalse();
    }
}
