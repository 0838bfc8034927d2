using System.Net;
using Portal.Extensions.Contracts;
using Portal.Extensions.Pages.Employees;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Extensions.Tests;

public class Reaching_employees(ExtensionsPortal portal)
{
    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/login-details")]
    [InlineData("/activate")]
    public async Task Answers_404_for_another_companys_employee(string page)
    {
        var id = await portal.IdOfAsync(portal.Acme, "2001");
        using var bella = portal.Portal.ClientFor(portal.Bella);
        (await bella.GetAsync($"/employees/{id}{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetAsync($"/employees/{EmployeeId.New()}{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Answers_404_to_another_companys_changes()
    {
        var id = await portal.IdOfAsync(portal.Acme, "2001");
        (await portal.Portal.SendAsync(new ChangeEmployee(id, 1, portal.Details(site: portal.Manchester)), portal.Bella)).Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.Portal.SendAsync(new ActivateEmployees([id]), portal.Bella)).Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.Portal.SendAsync(new RenewSipPassword(id), portal.Bella)).Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.Portal.SendAsync(new FindEmployee(id), portal.Bella)).ShouldBeNull();
        (await portal.Portal.SendAsync(new FindEmployeeByExtension(portal.Acme, "2001"), portal.Bella)).ShouldBeNull();
        (await portal.Portal.SendAsync(new ListEmployees(portal.Acme), portal.Bella)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keeps_a_group_admin_to_the_own_site()
    {
        using var gary = portal.Portal.ClientFor(portal.Gary);
        var john = await portal.IdOfAsync(portal.Acme, "2001");
        (await gary.GetAsync($"/employees/{john}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gary.GetAsync($"/employees/{john}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ExtensionsPortal.PageAsync(gary, "/employees?q=smith")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
        (await ExtensionsPortal.PageAsync(gary, "/employees?q=2101")).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await portal.Portal.SendAsync(new AddEmployee(portal.Details(site: portal.London)), portal.Gary)).Problems[0].Field.ShouldBe("Site");
    }

    [Fact]
    public async Task Lets_no_group_admin_move_somebody_to_another_site()
    {
        var details = portal.Details(site: portal.Leeds);
        var id = await portal.AddAsync(details, portal.Gary);
        var outcome = await portal.Portal.SendAsync(new ChangeEmployee(id, 1, details with { Site = portal.London }), portal.Gary);
        outcome.Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.ReadAsync(id)).SiteId.ShouldBe(portal.Leeds);
    }

    [Fact]
    public async Task Moves_nobody_to_another_company()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        var outcome = await portal.Portal.SendAsync(new ChangeEmployee(id, 1, details with { Site = portal.Manchester }), new Grant(Role.Operator));
        outcome.Problems.ShouldContain(p => p.Field == "Site");
    }

    [Fact]
    public async Task Shows_an_employee_their_own_line_and_no_list()
    {
        var (john, jane) = (await portal.IdOfAsync(portal.Acme, "2001"), await portal.IdOfAsync(portal.Acme, "2002"));
        using var client = portal.Portal.ClientFor(new Grant(Role.Employee, portal.Acme, portal.London, john));
        (await client.GetAsync("/employees")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync("/employees/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync($"/employees/{jane}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync($"/employees/{john}/edit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ExtensionsPortal.PageAsync(client, $"/employees/{john}")).QuerySelector("h1")!.TextContent.ShouldContain("John Smith");
    }

    [Theory]
    [InlineData("/employees")]
    [InlineData("/employees/new")]
    public async Task Is_for_people_who_have_signed_in(string page)
    {
        using var nobody = portal.Portal.CreateClient();
        (await nobody.GetAsync(page)).StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Found);
    }
}
