using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Admin_privileges : IAsyncLifetime
{
    private readonly EmployeeId _tom = EmployeeId.New(), _uma = EmployeeId.New();

    private IdentityPortal _portal = default!;
    private CompanyId _acme, _beta;
    private SiteId _leeds, _london;

    public async ValueTask InitializeAsync()
    {
        _portal = await IdentityPortal.StartAsync();
        (_acme, _beta) = (await _portal.CompanyAsync("acme.localhost"), await _portal.CompanyAsync("beta.localhost"));
        (_leeds, _london) = (await _portal.SiteAsync(_acme, "Leeds"), await _portal.SiteAsync(_acme, "London"));
        await _portal.AddAsync("tom.tester", new Grant(Role.Employee, _acme, _leeds, _tom));
        await _portal.AddAsync("uma.user", new Grant(Role.Employee, _acme, _london, _uma));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private string Page => $"/employees/{_tom}/admin-privileges";

    private Task<HttpResponseMessage> LayerAsync(HttpClient browser, string layer) =>
        browser.PostFormAsync(Page + "?handler=Layer", new() { ["Layer"] = layer }, Page);

    private async Task<GroupId[]> GroupsAsync(string username) => [.. (await _portal.ReadAsync(db => db.Grants
        .Where(g => g.GroupId != null && db.Users.Any(u => u.Id == g.UserId && u.Username == username)).Select(g => g.GroupId).ToArrayAsync())).OfType<GroupId>()];

    [Fact]
    public async Task Make_an_employee_group_administrator_of_the_groups_ticked()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await anna.GetStringAsync(Page)).ShouldContain("Only group administrators can be given groups");
        (await LayerAsync(anna, "GroupAdmin")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var leeds = GroupId.Of(_leeds);
        var answer = await anna.PostAsync(Page + "?handler=Groups", new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await TokenAsync(anna)), new("shown", leeds.ToString()), new("shown", _london.ToString()), new("given", leeds.ToString()),
        ]));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GroupsAsync("tom.tester")).ShouldBe([leeds]);
        (await (await _portal.Portal.SignInAsync("tom.tester")).GetAsync($"/sites/{_leeds}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var given = await anna.GetStringAsync(Page + "?show=given");
        given.ShouldContain("Leeds");
        given.ShouldNotContain(_london.ToString());
        (await anna.GetStringAsync(Page + "?show=other")).ShouldContain(_london.ToString());
    }

    [Fact]
    public async Task Keep_the_layer_when_the_last_group_goes_and_open_nothing_then()
    {
        await _portal.Portal.SendAsync(new TakeGroupAdmin((await _portal.UserAsync("gary.group")).Id, _acme, GroupId.Of(_leeds)), new Grant(Role.CompanyAdmin, _acme));
        (await GroupsAsync("gary.group")).ShouldBeEmpty();
        (await _portal.ReadAsync(db => db.Grants.CountAsync(g => g.Role == Role.GroupAdmin))).ShouldBe(1);
        (await (await _portal.Portal.SignInAsync("gary.group")).GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var all = await _portal.Portal.SendAsync(new ListGroupAdmins(_acme), new Grant(Role.CompanyAdmin, _acme));
        all.Single().Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task Are_given_by_group_administrators_within_their_own_groups_only()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        await LayerAsync(anna, "GroupAdmin");
        var tom = (await _portal.UserAsync("tom.tester")).Id;
        var gary = new Grant(Role.GroupAdmin, _acme, _leeds);
        (await _portal.Portal.SendAsync(new GiveGroupAdmin(tom, _acme, GroupId.Of(_london)), gary)).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(new GiveGroupAdmin(tom, _acme, GroupId.Of(_leeds)), gary)).Succeeded.ShouldBeTrue();
        (await GroupsAsync("tom.tester")).ShouldBe([GroupId.Of(_leeds)]);
    }

    [Fact]
    public async Task Are_given_to_group_administrators_only_and_never_to_oneself()
    {
        var anna = new Grant(Role.CompanyAdmin, _acme);
        var leeds = GroupId.Of(_leeds);
        (await _portal.Portal.SendAsync(new GiveGroupAdmin((await _portal.UserAsync("tom.tester")).Id, _acme, leeds), anna)).Kind.ShouldBe(OutcomeKind.Refused);
        (await _portal.Portal.SendAsync(new GiveGroupAdmin((await _portal.UserAsync("anna.admin")).Id, _acme, leeds), anna)).Kind.ShouldBe(OutcomeKind.Refused);
        (await _portal.Portal.SendAsync(new GiveGroupAdmin((await _portal.UserAsync("bella.admin")).Id, _acme, leeds), anna)).Kind.ShouldBe(OutcomeKind.NotFound);
        (await _portal.Portal.SendAsync(new GiveGroupAdmin((await _portal.UserAsync("gary.group")).Id, _beta, leeds), new Grant(Role.CompanyAdmin, _beta))).Kind.ShouldBe(OutcomeKind.NotFound);

        var gary = await _portal.Portal.SignInAsync("gary.group");
        var tom = await gary.GetAsync($"/employees/{_uma}/admin-privileges");
        tom.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gary.GetStringAsync(Page)).ShouldNotContain("name=\"Layer\"");
        (await LayerAsync(gary, "GroupAdmin")).StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
    }

    private async Task<string> TokenAsync(HttpClient browser) =>
        System.Text.RegularExpressions.Regex.Match(await browser.GetStringAsync(Page), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
}
