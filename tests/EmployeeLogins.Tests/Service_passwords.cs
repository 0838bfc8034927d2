using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Contracts;
using Portal.Identity.Tests;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.EmployeeLogins.Tests;

public class Service_passwords(LoginsPortal logins)
{
    private const string Password = "Apps-5678!", Pin = "483920";

    private static Dictionary<string, string?> Pins(string pin = Pin, string? repeated = null) => new() { ["Pin"] = pin, ["RepeatPin"] = repeated ?? pin };

    private static Dictionary<string, string?> Passwords(string password = Password, string? repeated = null) => new() { ["Application"] = password, ["RepeatApplication"] = repeated ?? password };

    private HttpClient As(params Grant[] grants) => logins.Portal.ClientFor(grants);

    private Grant Anna => new(Role.CompanyAdmin, logins.Acme);

    /// <summary>As the switch asks: for nobody.</summary>
    private Task<ServicePasswordCheck> CheckAsync(IRequest<ServicePasswordCheck> check) =>
        logins.Portal.AsSystemAsync(s => s.GetRequiredService<IMediator>().Send(check));

    [Fact]
    public async Task Are_set_by_the_employee_and_checked()
    {
        var person = await logins.AddAsync(logins.London);
        (await CheckAsync(new VerifyVoicePortalPin(person.Id, Pin))).ShouldBe(ServicePasswordCheck.NotSet);
        (await CheckAsync(new VerifyApplicationPassword(person.Id, Password))).ShouldBe(ServicePasswordCheck.NotSet);
        using var own = As(new Grant(Role.Employee, logins.Acme, logins.London, person.Id));
        (await own.PostFormAsync($"{person.ServicePasswords}?handler=Pin", Pins())).Headers.Location!.ToString().ShouldBe(person.ServicePasswords);
        (await own.PostFormAsync($"{person.ServicePasswords}?handler=Application", Passwords())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CheckAsync(new VerifyVoicePortalPin(person.Id, Pin))).ShouldBe(ServicePasswordCheck.Right);
        (await CheckAsync(new VerifyApplicationPassword(person.Id, Password))).ShouldBe(ServicePasswordCheck.Right);
        (await CheckAsync(new VerifyVoicePortalPin(person.Id, Password))).ShouldBe(ServicePasswordCheck.Wrong);
        (await CheckAsync(new VerifyApplicationPassword(person.Id, Pin))).ShouldBe(ServicePasswordCheck.Wrong);
        // Setting them mails nothing and is no way into the portal.
        (await logins.Identity.MailsToAsync(person.Address)).ShouldBe(0);
        (await logins.Identity.TryAsync(person.Username, Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await own.GetStringAsync(person.ServicePasswords);
        page.ShouldNotContain("None is set.");
        new[] { Pin, Password }.ShouldAllBe(secret => !page.Contains(secret));
    }

    [Theory]
    [InlineData("12", "12", "Pin")]
    [InlineData("abcdef", "abcdef", "Pin")]
    [InlineData("111111", "111111", "Pin")]
    [InlineData("123456", "123456", "Pin")]
    [InlineData(Pin, "483921", "RepeatPin")]
    [InlineData("", "", "Pin")]
    public async Task Refuse_a_weak_PIN(string pin, string repeated, string field)
    {
        var person = await logins.AddAsync(logins.London);
        using var anna = As(Anna);
        var answer = await anna.PostFormAsync($"{person.ServicePasswords}?handler=Pin", Pins(pin, repeated));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"id=\"{field}-error\"");
        (await CheckAsync(new VerifyVoicePortalPin(person.Id, pin))).ShouldBe(ServicePasswordCheck.NotSet);
    }

    [Fact]
    public async Task Refuse_the_extension_as_PIN()
    {
        var person = await logins.AddAsync(logins.London);
        using var anna = As(Anna);
        (await anna.PostFormAsync($"{person.ServicePasswords}?handler=Pin", Pins(person.Extension))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("weak", "weak", "8 characters")]
    [InlineData(Password, "Apps-5679!", "differ")]
    [InlineData("", "", "Type what is to be set")]
    public async Task Refuse_a_weak_application_password(string password, string repeated, string reason)
    {
        var person = await logins.AddAsync(logins.London);
        using var anna = As(Anna);
        var answer = await anna.PostFormAsync($"{person.ServicePasswords}?handler=Application", Passwords(password, repeated));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        (await CheckAsync(new VerifyApplicationPassword(person.Id, password))).ShouldBe(ServicePasswordCheck.NotSet);
    }

    [Fact]
    public async Task Are_locked_by_three_wrong_tries_for_four_hours_and_opened_by_a_new_one()
    {
        // A clock of its own: the others' would be moved too.
        await using var portal = await IdentityPortal.StartAsync();
        var acme = await portal.CompanyAsync("acme.localhost");
        var london = await portal.SiteAsync(acme, "London");
        using var anna = portal.Portal.ClientFor(new Grant(Role.CompanyAdmin, acme));
        var added = await anna.PostFormAsync("/employees/new", new()
        {
            ["Input.Site"] = london.ToString(), ["Input.FirstName"] = "Loc", ["Input.LastName"] = "Ked", ["Input.Username"] = "loc.ked", ["Input.Extension"] = "49999",
        });
        var id = new EmployeeId(Guid.Parse(added.Headers.Location!.ToString().Split('/')[2]));
        var page = $"/employees/{id}/service-passwords";
        Task<ServicePasswordCheck> TryAsync(string pin) => portal.Portal.AsSystemAsync(s => s.GetRequiredService<IMediator>().Send(new VerifyVoicePortalPin(id, pin)));
        (await anna.PostFormAsync($"{page}?handler=Pin", Pins())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await TryAsync("000001")).ShouldBe(ServicePasswordCheck.Wrong);
        (await TryAsync("000002")).ShouldBe(ServicePasswordCheck.Wrong);
        (await TryAsync("000003")).ShouldBe(ServicePasswordCheck.Locked);
        (await TryAsync(Pin)).ShouldBe(ServicePasswordCheck.Locked);
        portal.Clock.Leap(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        (await TryAsync(Pin)).ShouldBe(ServicePasswordCheck.Locked);
        portal.Clock.Advance(TimeSpan.FromSeconds(2));
        (await TryAsync(Pin)).ShouldBe(ServicePasswordCheck.Right);

        foreach (var wrong in new[] { "000001", "000002", "000003" })
        {
            await TryAsync(wrong);
        }

        (await TryAsync(Pin)).ShouldBe(ServicePasswordCheck.Locked);
        (await anna.PostFormAsync($"{page}?handler=Pin", Pins("839204"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await TryAsync("839204")).ShouldBe(ServicePasswordCheck.Right);
    }

    [Fact]
    public async Task Are_out_of_reach_of_other_companies_sites_and_colleagues()
    {
        var (person, other) = (await logins.AddAsync(logins.London), await logins.AddAsync(logins.London));
        var beta = await logins.Identity.CompanyAsync("beta.localhost");
        Grant[] strangers =
        [
            new(Role.CompanyAdmin, beta), new(Role.GroupAdmin, logins.Acme, logins.Leeds), new(Role.Employee, logins.Acme, logins.London, other.Id),
        ];
        foreach (var grant in strangers)
        {
            using var client = As(grant);
            (await client.GetAsync(person.ServicePasswords)).StatusCode.ShouldBe(HttpStatusCode.NotFound, grant.Role.ToString());
            (await client.PostFormAsync($"{person.ServicePasswords}?handler=Pin", Pins(), "/")).StatusCode.ShouldBe(HttpStatusCode.NotFound, grant.Role.ToString());
        }

        (await CheckAsync(new VerifyVoicePortalPin(person.Id, Pin))).ShouldBe(ServicePasswordCheck.NotSet);
        using var london = As(new Grant(Role.GroupAdmin, logins.Acme, logins.London));
        (await london.PostFormAsync($"{person.ServicePasswords}?handler=Pin", Pins())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Leave_no_secret_in_the_audit_log()
    {
        var person = await logins.AddAsync(logins.London);
        using var anna = As(Anna);
        await anna.PostFormAsync($"{person.ServicePasswords}?handler=Pin", Pins("905172"));
        await anna.PostFormAsync($"{person.ServicePasswords}?handler=Application", Passwords("Audit-5678!"));
        var written = await logins.Identity.AuditTextAsync();
        written.ShouldContain("service_passwords");
        var hashes = await logins.Identity.ReadAsync(db => Task.FromResult(db.ServicePasswords.Where(p => p.EmployeeId == person.Id).Select(p => p.Hash).ToArray()));
        hashes.Length.ShouldBe(2);
        new[] { "905172", "Audit-5678!" }.Concat(hashes).ShouldAllBe(secret => !written.Contains(secret));
    }
}
