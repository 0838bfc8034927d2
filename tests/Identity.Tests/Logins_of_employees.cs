using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Logins_of_employees : IAsyncLifetime
{
    private IdentityPortal _portal = default!;
    private CompanyId _acme, _beta;
    private SiteId _leeds, _london;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        (_acme, _beta) = (await _portal.CompanyAsync("acme.localhost"), await _portal.CompanyAsync("beta.localhost"));
        (_leeds, _london) = (await _portal.SiteAsync(_acme, "Leeds"), await _portal.SiteAsync(_acme, "London"));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private CreateLogin Login(string username, SiteId site, string? password = IdentityPortal.Password) =>
        new(EmployeeId.New(), _acme, site, username, "Tom Tester", password);

    [Fact]
    public async Task Refuse_a_name_that_is_taken_and_a_weak_password()
    {
        var anna = new Grant(Role.CompanyAdmin, _acme);
        var taken = await _portal.Portal.SendAsync(Login("bella.admin", _london), anna);
        taken.Kind.ShouldBe(OutcomeKind.Refused);
        taken.Problems.Single().Field.ShouldBe("Username");
        var weak = await _portal.Portal.SendAsync(Login("tom.tester", _london, "weak"), anna);
        weak.Problems.Single().Field.ShouldBe("Password");
        (await _portal.ReadAsync(db => db.Users.AnyAsync(u => u.Username == "tom.tester"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Are_out_of_reach_of_other_companies_and_other_sites()
    {
        (await _portal.Portal.SendAsync(Login("tom.tester", _london), new Grant(Role.CompanyAdmin, _beta))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(Login("tom.tester", _london), new Grant(Role.GroupAdmin, _acme, _leeds))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(Login("tom.tester", _leeds), new Grant(Role.Employee, _acme, _leeds, EmployeeId.New()))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(Login("tom.tester", _leeds), new Grant(Role.GroupAdmin, _acme, _leeds))).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Sign_in_as_employees_and_follow_a_new_name_at_once()
    {
        var anna = new Grant(Role.CompanyAdmin, _acme);
        var login = Login("tom.tester", _london);
        (await _portal.Portal.SendAsync(login, anna)).Succeeded.ShouldBeTrue();
        var tom = await _portal.Portal.SignInAsync("tom.tester");
        WebUtility.HtmlDecode(await tom.GetStringAsync("/profile")).ShouldContain("Employee – London, Acme");
        (await tom.GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await _portal.Portal.SendAsync(new UpdateLogin(login.Employee, _leeds, "tom.toaster", "Tom Toaster"), anna)).Succeeded.ShouldBeTrue();
        WebUtility.HtmlDecode(await tom.GetStringAsync("/profile")).ShouldContain("Employee – Leeds, Acme");
        (await _portal.TryAsync("tom.toaster", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Without_a_password_let_nobody_in()
    {
        await _portal.Portal.SendAsync(Login("tom.tester", _london, null), new Grant(Role.CompanyAdmin, _acme));
        (await _portal.TryAsync("tom.tester", "Any-Pass-1")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Keep_their_hashes_out_of_the_audit_log()
    {
        await _portal.Portal.SendAsync(Login("tom.tester", _london), new Grant(Role.CompanyAdmin, _acme));
        var hash = (await _portal.UserAsync("tom.tester")).PasswordHash!;
        hash.ShouldNotContain(IdentityPortal.Password);
        var audited = await _portal.ReadAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT group_concat(After) FROM core_audit";
            return (string)(await command.ExecuteScalarAsync())!;
        });
        audited.ShouldContain("tom.tester");
        audited.ShouldNotContain(hash);
    }
}
