using System.Net;
using Portal.Identity.Contracts;
using Portal.Identity.Passwords;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Welcome_mails : IAsyncLifetime
{
    private readonly EmployeeId _employee = EmployeeId.New();
    private IdentityPortal _portal = default!;
    private CompanyId _acme;
    private SiteId _london;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        _acme = await _portal.CompanyAsync("acme.localhost");
        _london = await _portal.SiteAsync(_acme, "London");
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private Grant Anna => new(Role.CompanyAdmin, _acme);

    private async Task CreateAsync(string? email) => (await _portal.Portal.SendAsync(
        new CreateLogin(_employee, _acme, _london, "tom.tester", "Tom <b>Tester</b>", null, email), Anna)).Succeeded.ShouldBeTrue();

    [Fact]
    public async Task Lead_to_a_first_password_and_prove_the_address()
    {
        await CreateAsync("Tom@Acme.example");
        (await _portal.Portal.SendAsync(new SendWelcomeMail(_employee), Anna)).Succeeded.ShouldBeTrue();
        var text = (await _portal.MailToAsync("tom@acme.example")).Text;
        text.ShouldContain("Username: tom.tester");
        text.ShouldContain("Hello Tom <b>Tester</b>");
        var link = Mailbox.LinkIn(text);
        (await _portal.Browser().PostFormAsync("/set-password", new() { ["Password"] = "First-5678!", ["RepeatPassword"] = "First-5678!", ["t"] = link.Split("t=")[1] }, link))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("tom@acme.example", "First-5678!")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // Chosen by themselves: nothing to change.
        (await (await _portal.Portal.SignInAsync("tom.tester", "First-5678!")).GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _portal.Portal.SendAsync(new SendWelcomeMail(_employee), Anna)).Kind.ShouldBe(OutcomeKind.Refused);
    }

    [Fact]
    public async Task Work_for_seven_days()
    {
        await CreateAsync("tom@acme.example");
        await _portal.Portal.SendAsync(new SendWelcomeMail(_employee), Anna);
        var link = Mailbox.LinkIn((await _portal.MailToAsync("tom@acme.example")).Text);
        _portal.Clock.Leap(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        (await _portal.Browser().GetStringAsync(link)).ShouldContain("For the account tom.tester");
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _portal.Browser().GetStringAsync(link)).ShouldContain("no longer works");
    }

    [Fact]
    public async Task Need_an_address_and_power_over_the_employee()
    {
        await CreateAsync(null);
        (await _portal.Portal.SendAsync(new SendWelcomeMail(_employee), Anna)).Kind.ShouldBe(OutcomeKind.Refused);
        (await _portal.Portal.SendAsync(new SendWelcomeMail(_employee), new Grant(Role.CompanyAdmin, CompanyId.New()))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(new SendWelcomeMail(EmployeeId.New()), Anna)).Kind.ShouldBe(OutcomeKind.NotFound);
    }

    [Theory]
    [InlineData("tom")]
    [InlineData("tom@acme.example\r\nBcc: all@acme.example")]
    public async Task Go_to_no_address_that_is_none(string email)
    {
        var outcome = await _portal.Portal.SendAsync(new CreateLogin(_employee, _acme, _london, "tom.tester", "Tom Tester", null, email), Anna);
        outcome.Problems.Single().Field.ShouldBe("Email");
    }

    [Fact]
    public async Task Are_sent_in_the_language_of_their_reader()
    {
        await CreateAsync("tom@acme.example");
        await _portal.ChangeAsync("tom.tester", u => u.Language = "de");
        await _portal.Portal.SendAsync(new SendWelcomeMail(_employee), Anna);
        (await _portal.MailToAsync("tom@acme.example")).Mail.Subject.ShouldBe("Ihr Konto im Telefonportal");
    }

    [Fact]
    public async Task A_new_address_of_ones_own_counts_once_its_link_was_opened()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        Task<HttpResponseMessage> AskAsync(string password) => anna.PostFormAsync("/security?handler=Address", new() { ["NewAddress"] = "Anna@acme.example", ["AddressPassword"] = password }, "/security");
        (await AskAsync("Wrong-1234!")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AskAsync(IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var link = Mailbox.LinkIn((await _portal.MailToAsync("Anna@acme.example")).Text);
        (await _portal.UserAsync("anna.admin")).Email.ShouldBeNull();
        (await _portal.Browser().PostFormAsync("/confirm-address", new() { ["t"] = link.Split("t=")[1] }, link)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.UserAsync("anna.admin")).IsEmailVerified.ShouldBeTrue();
        (await _portal.TryAsync("anna@acme.example", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
