using System.Net;
using Portal.Identity.Tests;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.EmployeeLogins.Tests;

public class Login_page_of_an_employee(LoginsPortal logins)
{
    private const string Chosen = "Typed-5678!";

    private static Dictionary<string, string?> Typed(string password = Chosen, string? repeated = null, bool mustChange = true) =>
        new() { ["Password"] = password, ["RepeatPassword"] = repeated ?? password, ["MustChange"] = mustChange ? "true" : "false" };

    private async Task<HttpResponseMessage> PostAsync(string asker, string page, string handler, Dictionary<string, string?>? fields = null)
    {
        using var browser = await logins.Portal.SignInAsync(asker);
        // The form's token is the asker's own, from a page everybody has: what is refused is refused for what it asks.
        return await browser.PostFormAsync($"{page}?handler={handler}", fields ?? [], "/profile");
    }

    private Task<HttpResponseMessage> TryAsync(string username, string password) => logins.Identity.TryAsync(username, password);

    [Fact]
    public async Task Generates_a_password_and_mails_it_and_it_must_be_changed()
    {
        var person = await logins.AddAsync(logins.London);
        (await PostAsync("anna.admin", person.Login, "Generate")).Headers.Location!.ToString().ShouldBe(person.Login);
        var text = (await logins.Identity.MailToAsync(person.Address)).Text;
        text.ShouldContain("your administrator has given you a new password");
        var password = text.Split("Password: ")[1].Split('\n')[0].Trim();
        using var browser = await logins.Portal.SignInAsync(person.Username, password);
        foreach (var page in new[] { "/", $"/employees/{person.Id}", person.ServicePasswords })
        {
            (await browser.GetAsync(page)).Headers.Location!.ToString().ShouldBe("/password", page);
        }

        (await browser.PostFormAsync("/password", new() { ["PresentPassword"] = password, ["NewPassword"] = "Mine-5678!", ["RepeatPassword"] = "Mine-5678!" }))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync($"/employees/{person.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Sets_a_typed_password_and_mails_nothing(bool mustChange)
    {
        var person = await logins.AddAsync(logins.London);
        (await PostAsync("anna.admin", person.Login, "Type", Typed(mustChange: mustChange))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var browser = await logins.Portal.SignInAsync(person.Username, Chosen);
        (await browser.GetAsync($"/employees/{person.Id}")).StatusCode.ShouldBe(mustChange ? HttpStatusCode.Redirect : HttpStatusCode.OK);
        (await logins.Identity.MailsToAsync(person.Address)).ShouldBe(0);
    }

    [Theory]
    [InlineData("weak", "weak", "8 characters")]
    [InlineData("longenough1!", "longenough1!", "upper-case")]
    [InlineData(Chosen, "Typed-5679!", "differ")]
    [InlineData("", "", "8 characters")]
    public async Task Refuses_a_typed_password_that_breaks_the_rules(string password, string repeated, string reason)
    {
        var person = await logins.AddAsync(logins.London);
        (await PostAsync("anna.admin", person.Login, "Type", Typed())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var answer = await PostAsync("anna.admin", person.Login, "Type", Typed(password, repeated));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        IdentityPortal.Problem(await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        (await TryAsync(person.Username, Chosen)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Refuses_the_present_and_the_previous_password()
    {
        var person = await logins.AddAsync(logins.London);
        await PostAsync("anna.admin", person.Login, "Type", Typed("First-5678!"));
        await PostAsync("anna.admin", person.Login, "Type", Typed("Second-5678!"));
        foreach (var old in new[] { "First-5678!", "Second-5678!" })
        {
            (await PostAsync("anna.admin", person.Login, "Type", Typed(old))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, old);
        }
    }

    [Fact]
    public async Task Mails_nothing_where_there_is_no_address()
    {
        var person = await logins.AddAsync(logins.London, email: false);
        foreach (var handler in new[] { "Generate", "Link", "Welcome" })
        {
            var answer = await PostAsync("anna.admin", person.Login, handler);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, handler);
        }

        using var anna = await logins.Portal.SignInAsync("anna.admin");
        (await anna.GetStringAsync(person.Login)).ShouldContain("Without an e-mail address only a typed password is possible.");
    }

    [Fact]
    public async Task Welcomes_an_employee_once_more_until_they_have_signed_in()
    {
        var person = await logins.AddAsync(logins.Leeds, welcome: true);
        var first = Mailbox.LinkIn((await logins.Identity.MailToAsync(person.Address)).Text);
        (await PostAsync("gary.group", person.Login, "Welcome")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var second = Mailbox.LinkIn((await logins.Identity.MailToAsync(person.Address, 2)).Text);
        (await logins.Identity.Browser().GetStringAsync(first)).ShouldContain("no longer works");
        (await logins.Identity.Browser().PostFormAsync("/set-password", new() { ["Password"] = Chosen, ["RepeatPassword"] = Chosen, ["t"] = second.Split("t=")[1] }, second))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await TryAsync(person.Username, Chosen)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync("gary.group", person.Login, "Welcome")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    // An employee who is company administrator besides: their site's group administrator stands below them.
    [Fact]
    public async Task Is_closed_to_a_group_administrator_where_the_employee_administers_the_company()
    {
        var person = await logins.AddAsync(logins.Leeds);
        await PostAsync("anna.admin", person.Login, "Type", Typed("Before-5678!", mustChange: false));
        await logins.Identity.Portal.ChangeAsSystemAsync(async services =>
        {
            var db = (Identity.Data.IdentityDb)services.GetService(typeof(Identity.Data.IdentityDb))!;
            var id = (await logins.Identity.UserAsync(person.Username)).Id;
            db.Grants.Add(new Identity.Domain.UserGrant { UserId = id, Role = Role.CompanyAdmin, CompanyId = logins.Acme });
            await db.SaveChangesAsync();
        });
        using var gary = await logins.Portal.SignInAsync("gary.group");
        (await gary.GetStringAsync(person.Login)).ShouldContain("Only someone above may change this account");
        foreach (var handler in new[] { "Type", "Generate", "Link", "SignIn", "ResetSecondStep", "Unlock" })
        {
            (await PostAsync("gary.group", person.Login, handler, Typed())).StatusCode.ShouldBe(HttpStatusCode.NotFound, handler);
        }

        // Nor a peer; the provider may.
        (await PostAsync("anna.admin", person.Login, "Type", Typed())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TryAsync(person.Username, "Before-5678!")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync("operator", person.Login, "Type", Typed())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await TryAsync(person.Username, Chosen)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Is_for_those_above_only()
    {
        var (leeds, london) = (await logins.AddAsync(logins.Leeds), await logins.AddAsync(logins.London));
        await PostAsync("anna.admin", london.Login, "Type", Typed("Before-5678!", mustChange: false));
        // The administrator of Leeds looks after Leeds.
        (await PostAsync("gary.group", leeds.Login, "Type", Typed())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync("gary.group", london.Login, "Type", Typed())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // Another company's administrator finds nobody.
        using var bella = await logins.Portal.SignInAsync("bella.admin");
        (await bella.GetAsync(london.Login)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync("bella.admin", london.Login, "Type", Typed())).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Employees have no such page, not even their own: they change the password they know.
        using var own = await logins.Portal.SignInAsync(london.Username, "Before-5678!");
        foreach (var page in new[] { london.Login, leeds.Login })
        {
            (await own.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
            (await own.PostFormAsync($"{page}?handler=Type", Typed(), "/profile")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
        }

        (await TryAsync(london.Username, "Before-5678!")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Decides_whether_the_employee_may_log_in()
    {
        var person = await logins.AddAsync(logins.Leeds);
        await PostAsync("gary.group", person.Login, "Type", Typed(mustChange: false));
        using var browser = await logins.Portal.SignInAsync(person.Username, Chosen);
        (await PostAsync("gary.group", person.Login, "SignIn", new() { ["Allowed"] = "false", ["SecondStep"] = "false" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync($"/employees/{person.Id}")).Headers.Location!.ToString().ShouldContain("sign-in");
        (await TryAsync(person.Username, Chosen)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync("gary.group", person.Login, "SignIn", new() { ["Allowed"] = "true", ["SecondStep"] = "false" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // The old session does not come back by that.
        (await browser.GetAsync($"/employees/{person.Id}")).Headers.Location!.ToString().ShouldContain("sign-in");
        (await TryAsync(person.Username, Chosen)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
