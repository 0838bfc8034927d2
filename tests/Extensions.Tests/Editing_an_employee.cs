using System.Net;
using Portal.Extensions.Contracts;
using Portal.Extensions.Pages.Employees;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Extensions.Tests;

public class Editing_an_employee(ExtensionsPortal portal)
{
    [Fact]
    public async Task Tells_the_second_editor_and_loses_nothing()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        using var client = portal.Portal.ClientFor(portal.Anna);
        var stale = ExtensionsPortal.Fields(details with { LastName = "Typed" });
        stale["Input.Version"] = "1";

        (await portal.Portal.SendAsync(new ChangeEmployee(id, 1, details with { LastName = "Faster" }), portal.Anna)).Succeeded.ShouldBeTrue();
        var answer = await client.PostFormAsync($"/employees/{id}/edit", stale);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await ExtensionsPortal.PageAsync(answer);
        page.QuerySelector("#Input_LastName")!.GetAttribute("value").ShouldBe("Typed");
        page.QuerySelector(".conflict")!.TextContent.ShouldContain("Faster");
        page.QuerySelector("#Input_Version")!.GetAttribute("value").ShouldBe("2");
        (await portal.ReadAsync(id)).LastName.ShouldBe("Faster");
    }

    [Fact]
    public async Task Saves_over_the_others_change_once_it_has_been_seen()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        await portal.Portal.SendAsync(new ChangeEmployee(id, 1, details with { LastName = "Faster" }), portal.Anna);
        using var client = portal.Portal.ClientFor(portal.Anna);

        var answer = await client.PostFormAsync($"/employees/{id}/edit", ExtensionsPortal.Fields(details with { LastName = "Knowing" }));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await portal.ReadAsync(id)).LastName.ShouldBe("Knowing");
    }

    [Fact]
    public async Task Refuses_an_extension_that_somebody_else_has()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        var outcome = await portal.Portal.SendAsync(new ChangeEmployee(id, 1, details with { Extension = "2001" }), portal.Anna);
        outcome.Problems.ShouldContain(p => p.Field == "Extension" && p.Message.Contains("taken"));
    }

    [Fact]
    public async Task Changes_the_login_with_the_employee()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        await portal.Portal.SendAsync(new ChangeEmployee(id, 1, details with { Username = "renamed" + details.Extension }), portal.Anna);
        ((TestLogins)portal.Portal.Services.GetService(typeof(TestLogins))!).Usernames[id].ShouldBe("renamed" + details.Extension);
    }

    [Fact]
    public async Task Activates_one_by_the_button()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        using var client = portal.Portal.ClientFor(portal.Anna);
        (await client.PostFormAsync($"/employees/{id}/activate", [], $"/employees/{id}")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await portal.ReadAsync(id)).Status.ShouldBe(EmployeeStatus.Activated);
        portal.Directory.Find(id)!.MayReceive.ShouldBeTrue();
    }

    [Fact]
    public async Task Activates_none_when_one_of_them_is_out_of_reach()
    {
        var mine = await portal.AddAsync(portal.Details(site: portal.Leeds));
        var other = await portal.AddAsync(portal.Details(site: portal.London));
        var outcome = await portal.Portal.SendAsync(new ActivateEmployees([mine, other]), portal.Gary);
        outcome.Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.ReadAsync(mine)).Status.ShouldBe(EmployeeStatus.Pending);
        portal.Directory.Find(mine)!.MayReceive.ShouldBeFalse();
    }
}
