using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Pages.ContactLogins;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Logins_of_contacts : IAsyncLifetime
{
    private const string Address = "Mary.Moor@Example.com", Folded = "mary.moor@example.com", Fresh = "Fresh-5678!";

    private IdentityPortal _portal = default!;
    private CompanyId _acme, _beta;
    private ContactId _mary;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        (_acme, _beta) = (await _portal.CompanyAsync("acme.localhost"), await _portal.CompanyAsync("beta.localhost"));
        _mary = await AddAsync(_acme, "Mary Moor", Address);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private static Dictionary<string, string?> Fields(string name, string email) => new() { ["Input.Name"] = name, ["Input.Email"] = email };

    private async Task<ContactId> AddAsync(CompanyId company, string name, string email)
    {
        var provider = await _portal.Portal.SignInAsync("operator");
        var fields = Fields(name, email);
        fields["Input.GiveLogin"] = "true";
        var answer = await provider.PostFormAsync($"/companies/{company}/contacts/new", fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        // Straight on to the login, as asked.
        var next = answer.Headers.Location!.ToString();
        next.ShouldEndWith("/login/new");
        return new ContactId(Guid.Parse(next.Split('/')[2]));
    }

    private async Task<HttpResponseMessage> GiveAsync(string from, string first, ContactId? contact = null, string username = "mary.moor", string role = "CompanyAdmin", bool mustChange = false)
    {
        var browser = await _portal.Portal.SignInAsync(from);
        return await browser.PostFormAsync($"/contacts/{contact ?? _mary}/login/new", new()
        {
            ["Input.Role"] = role, ["Input.Username"] = username, ["Input.First"] = first, ["Input.Password"] = Fresh, ["Input.MustChange"] = mustChange ? "true" : "false",
        });
    }

    private async Task<HttpResponseMessage> PostAsync(string from, string handler, Dictionary<string, string?>? fields = null)
    {
        var browser = await _portal.Portal.SignInAsync(from);
        return await browser.PostFormAsync($"/contacts/{_mary}/login?handler={handler}", fields ?? [], $"/contacts/{_mary}/login");
    }

    private async Task<HttpResponseMessage> SaveAsync(string from, string name, string email)
    {
        var browser = await _portal.Portal.SignInAsync(from);
        var fields = Fields(name, email);
        return await browser.PostFormAsync($"/contacts/{_mary}/edit", fields);
    }

    [Fact]
    public async Task Begin_with_a_mail_and_a_link_to_choose_the_password()
    {
        var provider = await _portal.Portal.SignInAsync("operator");
        (await provider.GetStringAsync($"/contacts/{_mary}/edit")).ShouldContain("This contact has no portal login.");
        (await provider.GetStringAsync($"/contacts/{_mary}/login/new")).ShouldContain("value=\"mary.moor\"");
        (await GiveAsync("operator", "Welcome")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.UserAsync("mary.moor")).PasswordHash.ShouldBeNull();

        var text = (await _portal.MailToAsync(Folded)).Text;
        text.ShouldContain("Username: mary.moor");
        text.ShouldContain($"{Folded} signs you in as well");
        var link = Mailbox.LinkIn(text);
        (await _portal.Browser().PostFormAsync("/set-password", new() { ["Password"] = "First-5678!", ["RepeatPassword"] = "First-5678!", ["t"] = link.Split("t=")[1] }, link))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var mary = await _portal.Portal.SignInAsync(Address, "First-5678!");
        (await mary.GetAsync($"/companies/{_acme}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await mary.GetAsync($"/companies/{_beta}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mary.GetAsync("/companies")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var page = await provider.GetStringAsync($"/contacts/{_mary}/edit");
        page.ShouldContain("Signs in with");
        page.ShouldNotContain("This contact has no portal login.");
    }

    [Fact]
    public async Task Begin_with_a_generated_password_that_must_be_changed()
    {
        (await GiveAsync("operator", "Generated")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var password = (await _portal.MailToAsync(Folded)).Text.Split("Password: ")[1].Split('\n')[0].Trim();
        // The address is the login from the first time on, though nobody has proved it yet.
        var mary = await _portal.Portal.SignInAsync(Address, password);
        (await mary.GetAsync("/sites")).Headers.Location!.ToString().ShouldBe("/password");
        (await mary.PostFormAsync("/password", new() { ["PresentPassword"] = password, ["NewPassword"] = "Mine-5678!", ["RepeatPassword"] = "Mine-5678!" }))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mary.GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _portal.AuditTextAsync()).ShouldNotContain(password);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Begin_with_a_typed_password_and_no_mail(bool mustChange)
    {
        (await GiveAsync("anna.admin", "Typed", mustChange: mustChange)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var mary = await _portal.Portal.SignInAsync(Address, Fresh);
        (await mary.GetAsync("/sites")).StatusCode.ShouldBe(mustChange ? HttpStatusCode.Redirect : HttpStatusCode.OK);
        (await _portal.MailsToAsync(Folded)).ShouldBe(0);
    }

    [Theory]
    [InlineData("Typed", "anna.admin", "taken")]
    [InlineData("Typed", "two words", "spaces")]
    [InlineData("Welcome", "<b>", "letters")]
    public async Task Keep_the_rules_of_usernames(string first, string username, string reason)
    {
        var answer = await GiveAsync("anna.admin", first, username: username);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        IdentityPortal.Problem(await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        (await _portal.ReadAsync(db => db.Users.AnyAsync(u => u.ContactId == _mary))).ShouldBeFalse();
    }

    [Fact]
    public async Task Keep_the_rules_of_passwords_and_roles()
    {
        var browser = await _portal.Portal.SignInAsync("anna.admin");
        Task<HttpResponseMessage> WithAsync(string password, string role) => browser.PostFormAsync($"/contacts/{_mary}/login/new", new()
        {
            ["Input.Role"] = role, ["Input.Username"] = "mary.moor", ["Input.First"] = "Typed", ["Input.Password"] = password,
        });
        IdentityPortal.Problem(await (await WithAsync("weak", "CompanyAdmin")).Content.ReadAsStringAsync()).ShouldContain("8 characters");
        foreach (var role in new[] { "Operator", "Partner", "Employee", "" })
        {
            (await WithAsync(Fresh, role)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, role);
        }

        (await _portal.ReadAsync(db => db.Users.AnyAsync(u => u.ContactId == _mary))).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_another_company_are_not_found()
    {
        (await GiveAsync("anna.admin", "Typed")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var bella = await _portal.Portal.SignInAsync("bella.admin");
        foreach (var path in new[] { $"/contacts/{_mary}/login", $"/contacts/{_mary}/login/new", $"/contacts/{_mary}/edit" })
        {
            (await bella.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        foreach (var handler in new[] { "Type", "Generate", "Link", "Remove", "SignIn", "Welcome" })
        {
            (await bella.PostFormAsync($"/contacts/{_mary}/login?handler={handler}", new() { ["Password"] = Fresh, ["RepeatPassword"] = Fresh }, "/profile"))
                .StatusCode.ShouldBe(HttpStatusCode.NotFound, handler);
        }

        var beta = new Grant(Role.CompanyAdmin, _beta);
        (await _portal.Portal.SendAsync(new GiveContactLogin(_mary, Role.CompanyAdmin, "mary.two", FirstCredential.Typed(Fresh)), beta)).Kind.ShouldBe(OutcomeKind.NotFound);
        var gary = await _portal.Portal.SignInAsync("gary.group");
        (await gary.GetAsync($"/contacts/{_mary}/login")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gary.GetAsync($"/contacts/{_mary}/login/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Are_given_once_when_two_give_them_at_the_same_moment(bool postgres)
    {
        await using var portal = await IdentityPortal.StartAsync(configure: o => o.Postgres = postgres);
        var acme = await portal.CompanyAsync("acme.localhost");
        var provider = await portal.Portal.SignInAsync("operator");
        (await provider.PostFormAsync($"/companies/{acme}/contacts/new", Fields("Mary Moor", Address))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await provider.GetStringAsync("/contacts?q=mary");
        var mary = new ContactId(Guid.Parse(page.Split("/contacts/")[1..].Select(p => p.Split('/')[0]).First(p => Guid.TryParse(p, out _))));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => portal.Portal.SendAsync(
            new GiveContactLogin(mary, Role.CompanyAdmin, "mary" + i, FirstCredential.Typed(Fresh)), new Grant(Role.Operator))));
        outcomes.Count(o => o.Succeeded).ShouldBe(1);
        outcomes.Where(o => !o.Succeeded).ShouldAllBe(o => o.Kind == OutcomeKind.Refused);
        (await portal.ReadAsync(db => db.Users.CountAsync(u => u.ContactId == mary))).ShouldBe(1);
    }

    [Fact]
    public async Task Are_looked_after_by_somebody_above_only()
    {
        await GiveAsync("anna.admin", "Typed");
        var typed = new Dictionary<string, string?> { ["Password"] = "Typed-5678!", ["RepeatPassword"] = "Typed-5678!", ["MustChange"] = "false" };
        // A company administrator is Mary's peer.
        foreach (var handler in new[] { "Type", "Remove", "SignIn", "Generate" })
        {
            (await PostAsync("anna.admin", handler, typed)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, handler);
        }

        (await _portal.Portal.SignInAsync(Address, Fresh)).ShouldNotBeNull();
        (await PostAsync("operator", "Type", typed)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var mary = await _portal.Portal.SignInAsync(Address, "Typed-5678!");

        (await PostAsync("operator", "SignIn", new() { ["Allowed"] = "false", ["SecondStep"] = "false" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mary.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync(Address, "Typed-5678!")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Are_taken_away_with_everything_that_signed_in()
    {
        await GiveAsync("operator", "Welcome");
        var link = Mailbox.LinkIn((await _portal.MailToAsync(Folded)).Text);
        (await PostAsync("operator", "Remove")).Headers.Location!.ToString().ShouldBe($"/contacts/{_mary}/edit");
        (await _portal.Browser().GetStringAsync(link)).ShouldContain("no longer works");
        (await _portal.ReadAsync(db => db.Links.CountAsync())).ShouldBe(0);
        var provider = await _portal.Portal.SignInAsync("operator");
        (await provider.GetStringAsync($"/contacts/{_mary}/edit")).ShouldContain("This contact has no portal login.");
        // And given again.
        (await GiveAsync("operator", "Typed")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Follow_name_and_address_of_the_contact_for_those_above()
    {
        await GiveAsync("operator", "Typed");
        var refused = await SaveAsync("anna.admin", "Mary Moor", "anna.again@example.com");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("only somebody above can change it");
        (await _portal.UserAsync("mary.moor")).Email.ShouldBe(Folded);

        (await SaveAsync("anna.admin", "Mary Married", Address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.UserAsync("mary.moor")).DisplayName.ShouldBe("Mary Married");
        (await SaveAsync("operator", "Mary Married", "mary@married.example")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.Portal.SignInAsync("mary@married.example", Fresh)).ShouldNotBeNull();
        (await _portal.TryAsync(Address, Fresh)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Go_with_the_contact_and_keep_it_from_peers()
    {
        await GiveAsync("operator", "Typed");
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var kept = await anna.PostFormAsync($"/contacts/{_mary}/edit?handler=Remove", [], $"/contacts/{_mary}/edit");
        kept.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await kept.Content.ReadAsStringAsync()).ShouldContain("only somebody above can take away");
        var mary = await _portal.Portal.SignInAsync(Address, Fresh);

        var provider = await _portal.Portal.SignInAsync("operator");
        (await provider.PostFormAsync($"/contacts/{_mary}/edit?handler=Remove", [], $"/contacts/{_mary}/edit")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mary.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("mary.moor", Fresh)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Give_an_address_to_whoever_proves_it()
    {
        await GiveAsync("operator", "Typed");
        var squatter = await AddAsync(_beta, "Not Mary", Address);
        (await GiveAsync("operator", "Typed", squatter, "not.mary")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // The first who had it signs in with it.
        (await (await _portal.Portal.SignInAsync(Address, Fresh)).GetAsync($"/companies/{_acme}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await _portal.GiveAddressAsync("not.mary", Folded, verified: true);
        (await (await _portal.Portal.SignInAsync(Address, Fresh)).GetAsync($"/companies/{_beta}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await _portal.Portal.SignInAsync("mary.moor", Fresh)).GetAsync($"/companies/{_acme}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Are_entered_by_those_above_to_help()
    {
        await GiveAsync("operator", "Typed");
        var provider = await _portal.Portal.SignInAsync("operator");
        var id = (await _portal.UserAsync("mary.moor")).Id;
        (await provider.GetStringAsync($"/contacts/{_mary}/login")).ShouldContain($"/users/{id}/log-in-as");
        (await provider.PostFormAsync($"/users/{id}/log-in-as", [])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await provider.GetStringAsync("/profile")).ShouldContain("(mary.moor)");
        (await (await _portal.Portal.SignInAsync("anna.admin")).GetStringAsync($"/contacts/{_mary}/login")).ShouldNotContain("log-in-as");
    }

    [Fact]
    public async Task Stand_in_the_history_of_the_contact()
    {
        await GiveAsync("operator", "Typed");
        var provider = await _portal.Portal.SignInAsync("operator");
        var history = await provider.GetStringAsync($"/history/contacts/{_mary}");
        history.ShouldContain("mary.moor");
        history.ShouldNotContain((await _portal.UserAsync("mary.moor")).PasswordHash!);
    }
}
