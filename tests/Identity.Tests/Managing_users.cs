using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;
using Portal.Identity.Pages.Users;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Managing_users : IAsyncLifetime
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

    private async Task<HttpResponseMessage> ChangeAsync(string from, string to, Dictionary<string, string?> fields)
    {
        var browser = await _portal.Portal.SignInAsync(from);
        var user = await _portal.UserAsync(to);
        var all = new Dictionary<string, string?>
        {
            ["Input.Name"] = user.DisplayName,
            ["Input.Username"] = user.Username,
            ["Input.Version"] = user.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Input.Layer"] = (await RolesAsync(to)).Min().ToString(),
        };
        foreach (var (key, value) in fields)
        {
            all[key] = value;
        }

        return await browser.PostFormAsync($"/users/{user.Id}", all, "/profile");
    }

    private async Task<HttpResponseMessage> AllowAsync(string from, string to, bool allowed)
    {
        var browser = await _portal.Portal.SignInAsync(from);
        var fields = new Dictionary<string, string?> { ["Allowed"] = allowed ? "true" : "false", ["SecondStep"] = "false" };
        return await browser.PostFormAsync($"/users/{(await _portal.UserAsync(to)).Id}/login?handler=SignIn", fields, "/profile");
    }

    private Task<Role[]> RolesAsync(string username) => _portal.ReadAsync(db => db.Grants
        .Where(g => db.Users.Any(u => u.Id == g.UserId && u.Username == username)).Select(g => g.Role).OrderBy(r => r).ToArrayAsync());

    // Who may close whose account: only somebody above, operators among each other, nobody their own.
    [Theory]
    [InlineData("operator", "second.operator", true)]
    [InlineData("operator", "operator", false)]
    [InlineData("operator", "paula.partner", true)]
    [InlineData("operator", "anna.admin", true)]
    [InlineData("operator", "tom.tester", true)]
    [InlineData("paula.partner", "anna.admin", true)]
    [InlineData("paula.partner", "gary.group", true)]
    [InlineData("paula.partner", "bella.admin", false)]
    [InlineData("paula.partner", "operator", false)]
    [InlineData("paula.partner", "paula.partner", false)]
    [InlineData("anna.admin", "gary.group", true)]
    [InlineData("anna.admin", "tom.tester", true)]
    [InlineData("anna.admin", "second.admin", false)]
    [InlineData("anna.admin", "anna.admin", false)]
    [InlineData("anna.admin", "paula.partner", false)]
    [InlineData("anna.admin", "bella.admin", false)]
    [InlineData("anna.admin", "operator", false)]
    [InlineData("gary.group", "tom.tester", true)]
    [InlineData("gary.group", "anna.admin", false)]
    [InlineData("tom.tester", "gary.group", false)]
    public async Task Closes_accounts_of_those_below_only(string from, string to, bool may)
    {
        var answer = await AllowAsync(from, to, false);
        (await _portal.UserAsync(to)).Disabled.ShouldBe(may, await answer.Content.ReadAsStringAsync());
        if (!may)
        {
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.UnprocessableEntity);
        }
    }

    // Nobody gives a wider role than their own, takes one from a peer, or changes their own.
    [Theory]
    [InlineData("operator", "anna.admin", "GroupAdmin", true)]
    [InlineData("operator", "tom.tester", "CompanyAdmin", true)]
    [InlineData("operator", "tom.tester", "Operator", false)]
    [InlineData("operator", "tom.tester", "Partner", false)]
    [InlineData("paula.partner", "anna.admin", "GroupAdmin", true)]
    [InlineData("anna.admin", "tom.tester", "CompanyAdmin", true)]
    [InlineData("anna.admin", "tom.tester", "GroupAdmin", true)]
    [InlineData("anna.admin", "tom.tester", "Partner", false)]
    [InlineData("anna.admin", "gary.group", "CompanyAdmin", true)]
    [InlineData("anna.admin", "gary.group", "Employee", false)]
    [InlineData("anna.admin", "second.admin", "GroupAdmin", false)]
    [InlineData("anna.admin", "anna.admin", "GroupAdmin", false)]
    [InlineData("anna.admin", "bella.admin", "GroupAdmin", false)]
    [InlineData("gary.group", "tom.tester", "GroupAdmin", false)]
    [InlineData("gary.group", "gary.group", "CompanyAdmin", false)]
    [InlineData("tom.tester", "tom.tester", "CompanyAdmin", false)]
    public async Task Changes_roles_downward_only(string from, string to, string layer, bool may)
    {
        var before = await RolesAsync(to);
        await ChangeAsync(from, to, new() { ["Input.Layer"] = layer });
        var after = await RolesAsync(to);
        if (may)
        {
            after.Min().ShouldBe(Enum.Parse<Role>(layer));
        }
        else
        {
            after.ShouldBe(before, ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Keeps_the_employee_when_the_layer_goes_up_and_down_again()
    {
        await ChangeAsync("anna.admin", "tom.tester", new() { ["Input.Layer"] = "GroupAdmin" });
        (await RolesAsync("tom.tester")).ShouldBe([Role.GroupAdmin, Role.Employee], ignoreOrder: true);
        // The layer alone opens nothing until a group is given.
        (await (await _portal.Portal.SignInAsync("tom.tester")).GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await ChangeAsync("anna.admin", "tom.tester", new() { ["Input.Layer"] = "Employee" });
        (await RolesAsync("tom.tester")).ShouldBe([Role.Employee]);
    }

    [Fact]
    public async Task Ends_sessions_when_logging_in_is_no_longer_allowed_and_does_not_bring_them_back()
    {
        var gary = await _portal.Portal.SignInAsync("gary.group");
        await AllowAsync("anna.admin", "gary.group", false);
        (await gary.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await AllowAsync("anna.admin", "gary.group", true);
        (await gary.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("gary.group", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Never_locks_out_the_last_operator(bool postgres)
    {
        await using var portal = await IdentityPortal.StartAsync(configure: o => o.Postgres = postgres);
        await portal.AddAsync("other", new Grant(Role.Operator));
        var (first, second) = (await portal.UserAsync("operator"), await portal.UserAsync("other"));
        // Each closes the other's account at the same moment; somebody stays.
        var outcomes = await Task.WhenAll(new[] { first, second }.Select(async u =>
        {
            try
            {
                return (await portal.Portal.SendAsync(new SetSignIn(u.Id, Allowed: false, SecondStep: false), new Grant(Role.Operator))).Succeeded;
            }
            catch (DbUpdateException)
            {
                return false;
            }
        }));
        outcomes.Count(o => o).ShouldBe(1);
        (await portal.ReadAsync(db => db.Users.CountAsync(u => !u.Disabled && db.Grants.Any(g => g.UserId == u.Id && g.Role == Role.Operator)))).ShouldBe(1);
        var left = outcomes[0] ? second : first;
        (await portal.Portal.SendAsync(new RemoveUser(left.Id), new Grant(Role.Operator))).Problems.Single().Message.ShouldContain("last operator");
    }

    [Fact]
    public async Task Adds_operators_and_administrators_who_can_sign_in()
    {
        var provider = await _portal.Portal.SignInAsync("operator");
        var fields = new Dictionary<string, string?>
        {
            ["Input.Name"] = "Oscar <b>Other</b>", ["Input.Username"] = "oscar", ["Input.Email"] = "Oscar@Example.com", ["Input.First"] = "Typed", ["Input.Password"] = "Fresh-5678!", ["Input.MustChange"] = "false",
        };
        (await provider.PostFormAsync("/users/new", fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.UserAsync("oscar")).Email.ShouldBe("oscar@example.com");
        (await (await _portal.Portal.SignInAsync("oscar", "Fresh-5678!")).GetAsync("/companies")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await provider.GetStringAsync("/users?q=oscar")).ShouldNotContain("<b>Other");

        var anna = await _portal.Portal.SignInAsync("anna.admin");
        fields["Input.Username"] = "carl.admin";
        fields["Role"] = "CompanyAdmin";
        (await anna.PostFormAsync($"/companies/{_acme}/users/new", fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var carl = await _portal.UserAsync("carl.admin");
        carl.CompanyId.ShouldBe(_acme);
        (await _portal.AuditAsync()).Where(e => e.UserName == "anna.admin" && e.ObjectId == carl.Id.ToString()).ShouldAllBe(e => e.CompanyId == _acme);
        (await _portal.Portal.SignInAsync("carl.admin", "Fresh-5678!")).ShouldNotBeNull();
    }

    [Theory, InlineData("/users/new", "operator"), InlineData("/companies/{0}/users/new", "anna.admin")]
    public async Task Welcomes_somebody_new_by_mail_and_sends_it_again(string page, string by)
    {
        var browser = await _portal.Portal.SignInAsync(by);
        var answer = await browser.PostFormAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, page, _acme), new()
        {
            ["Input.Name"] = "New Here", ["Input.Username"] = "new.here", ["Input.Email"] = "new@example.com", ["Input.First"] = "Welcome", ["Input.Password"] = "",
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var first = (await _portal.MailToAsync("new@example.com")).Text;
        first.ShouldContain("Username: new.here");
        // To a company administrator the new one is a peer; until there is a password the mail may go to its address once more.
        var login = $"/users/{(await _portal.UserAsync("new.here")).Id}/login";
        (await browser.PostFormAsync($"{login}?handler=Welcome", [], login)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var link = Mailbox.LinkIn((await _portal.MailToAsync("new@example.com", 2)).Text);
        (await _portal.Browser().PostFormAsync("/set-password", new() { ["Password"] = "First-5678!", ["RepeatPassword"] = "First-5678!", ["t"] = link.Split("t=")[1] }, link))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("new@example.com", "First-5678!")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.PostFormAsync($"{login}?handler=Welcome", [], login)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Mails_a_generated_password_that_must_be_changed()
    {
        var provider = await _portal.Portal.SignInAsync("operator");
        (await provider.PostFormAsync("/users/new", new()
        {
            ["Input.Name"] = "New Here", ["Input.Username"] = "new.here", ["Input.Email"] = "new@example.com", ["Input.First"] = "Generated",
        })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var password = (await _portal.MailToAsync("new@example.com")).Text.Split("Password: ")[1].Split('\n')[0].Trim();
        var browser = await _portal.Portal.SignInAsync("new.here", password);
        (await browser.GetAsync("/companies")).Headers.Location!.ToString().ShouldBe("/password");
    }

    [Theory]
    [InlineData("Input.Username", "two words", "spaces")]
    [InlineData("Input.Username", "anna.admin", "taken")]
    [InlineData("Input.Email", "not an address", "e-mail")]
    [InlineData("Input.Email", "a@b.example>, c@d.example", "e-mail")]
    [InlineData("Input.Password", "weak", "8 characters")]
    [InlineData("Input.Name", "", "name")]
    [InlineData("Role", "Operator", "role")]
    public async Task Refuses_what_breaks_the_rules(string field, string value, string reason)
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var answer = await anna.PostFormAsync($"/companies/{_acme}/users/new", new()
        {
            ["Role"] = "CompanyAdmin", ["Input.Name"] = "Carl", ["Input.Username"] = "carl.admin", ["Input.First"] = "Typed", ["Input.Password"] = "Fresh-5678!", [field] = value,
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        IdentityPortal.Problem(await answer.Content.ReadAsStringAsync()).ShouldContain(reason, Case.Insensitive);
    }

    [Fact]
    public async Task Is_out_of_reach_of_other_companies_and_of_those_without_the_power()
    {
        var bella = await _portal.Portal.SignInAsync("bella.admin");
        var gary = (await _portal.UserAsync("gary.group")).Id;
        foreach (var path in new[] { $"/users/{gary}", $"/users/{gary}/log-in-as", $"/companies/{_acme}/users/new", "/users/new", $"/companies/{_acme}/sessions" })
        {
            (await bella.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        var group = await _portal.Portal.SignInAsync("gary.group");
        (await group.GetAsync($"/users/{gary}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await _portal.Portal.SendAsync(new AddUser(Role.Operator, "evil", "Evil", null, FirstCredential.Typed("Fresh-5678!")), new Grant(Role.CompanyAdmin, _acme))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(new AddUser(Role.CompanyAdmin, "evil", "Evil", null, FirstCredential.Typed("Fresh-5678!"), _beta), new Grant(Role.CompanyAdmin, _acme))).Kind.ShouldBe(OutcomeKind.NotFound);
    }

    [Fact]
    public async Task Removes_an_account_with_its_sessions_but_no_employees_login()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var gary = await _portal.Portal.SignInAsync("gary.group");
        var id = (await _portal.UserAsync("gary.group")).Id;
        (await anna.PostFormAsync($"/users/{id}?handler=Remove", [], $"/users/{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await gary.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.ReadAsync(db => db.Users.AnyAsync(u => u.Id == id))).ShouldBeFalse();
        (await _portal.ReadAsync(db => db.Grants.AnyAsync(g => g.UserId == id))).ShouldBeFalse();

        var tom = (await _portal.UserAsync("tom.tester")).Id;
        (await anna.PostFormAsync($"/users/{tom}?handler=Remove", [], $"/users/{tom}")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _portal.UserAsync("tom.tester")).Id.ShouldBe(tom);
    }

    [Fact]
    public async Task Says_when_somebody_else_changed_the_account_meanwhile()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var gary = await _portal.UserAsync("gary.group");
        await _portal.ChangeAsync("gary.group", u => u.Email = "gary@example.com");
        var answer = await anna.PostFormAsync($"/users/{gary.Id}", new()
        {
            ["Input.Name"] = "Gary", ["Input.Username"] = "gary.group", ["Input.Layer"] = "GroupAdmin", ["Input.Version"] = gary.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData(Role.CompanyAdmin, Role.GroupAdmin, true)]
    [InlineData(Role.GroupAdmin, Role.GroupAdmin, false)]
    [InlineData(Role.Employee, Role.Employee, false)]
    public void Being_above_takes_a_wider_role(Role mine, Role theirs, bool above)
    {
        var (company, site, employee) = (CompanyId.New(), SiteId.New(), EmployeeId.New());
        Hierarchy.IsAbove([new Grant(mine, company, site, employee)], [new UserGrant { Role = theirs, CompanyId = company, SiteId = site, EmployeeId = employee }]).ShouldBe(above);
        Hierarchy.IsAbove([new Grant(mine, CompanyId.New(), site, employee)], [new UserGrant { Role = theirs, CompanyId = company, SiteId = site, EmployeeId = employee }]).ShouldBeFalse();
    }
}
