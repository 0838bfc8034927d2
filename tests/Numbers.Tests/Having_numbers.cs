using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.Numbers.Tests;

public class Having_numbers(NumbersPortal portal)
{
    private INumberDirectory Directory => portal.Portal.Services.GetRequiredService<INumberDirectory>();

    [Fact]
    public async Task Follows_each_step_in_the_directory_of_the_switch()
    {
        var e164 = NumbersPortal.Fresh();
        var id = await portal.AddAsync(e164);
        Directory.Find(e164)!.State.ShouldBe(NumberState.Free);
        await DoAsync(id, "Assign", new() { ["Employee"] = portal.Jane.ToString() });
        Directory.Find(e164)!.Owner.ShouldBe(NumberOwner.Of(portal.Jane));
        await DoAsync(id, "Return");
        Directory.Find(e164)!.State.ShouldBe(NumberState.Free);

        var history = await portal.Anna.GetStringAsync($"/numbers/{id}");
        history.ShouldContain("Assigned to Jane Jones");
        history.ShouldContain("Taken back from Jane Jones");
    }

    [Fact]
    public async Task Shows_an_employee_several_and_one_primary()
    {
        var (one, two) = (NumbersPortal.Fresh(), NumbersPortal.Fresh());
        var (first, second) = (await portal.AddAsync(one), await portal.AddAsync(two));
        var owner = await NewOwnerAsync();
        await AddToAsync(owner, first);
        await AddToAsync(owner, second);
        var other = Directory.PrimaryOf(NumberOwner.Of(owner));
        var promoted = other == two ? first : second;
        (await portal.Anna.PostFormAsync($"/employees/{owner}/numbers?handler=Primary&number={promoted}", [], $"/employees/{owner}/numbers"))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Directory.PrimaryOf(NumberOwner.Of(owner)).ShouldBe(promoted == first ? one : two);

        (await portal.Anna.PostFormAsync($"/employees/{owner}/numbers?handler=Remove&number={promoted}", [], $"/employees/{owner}/numbers"))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Directory.PrimaryOf(NumberOwner.Of(owner)).ShouldNotBeNull().ShouldNotBe(promoted == first ? one : two);
    }

    [Fact]
    public async Task Swaps_two_owners_at_once()
    {
        var (one, two) = (NumbersPortal.Fresh(), NumbersPortal.Fresh());
        var (first, second) = (await portal.AddAsync(one), await portal.AddAsync(two));
        await DoAsync(first, "Assign", new() { ["Employee"] = portal.John.ToString() });
        await DoAsync(second, "Assign", new() { ["Employee"] = portal.Jane.ToString() });
        await DoAsync(first, "Swap", new() { ["With"] = second.ToString() });
        Directory.Find(one)!.Owner.ShouldBe(NumberOwner.Of(portal.Jane));
        Directory.Find(two)!.Owner.ShouldBe(NumberOwner.Of(portal.John));
    }

    [Fact]
    public async Task Keeps_a_pending_number_until_it_is_in_service()
    {
        var e164 = NumbersPortal.Fresh();
        var id = await portal.AddAsync(e164, new() { ["Input.State"] = "Ordered" });
        var tooSoon = await portal.Portal.SendAsync(
            new Portal.Tenancy.Pages.Numbers.AssignNumber(id, portal.Jane), new Portal.Modularity.Access.Grant(Portal.Modularity.Access.Role.Operator));
        tooSoon.Problems[0].Message.ShouldContain("pending");
        (await portal.Provider.PostFormAsync($"/numbers/{id}?handler=Service", [], $"/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Directory.Find(e164)!.State.ShouldBe(NumberState.Free);
    }

    [Fact]
    public async Task Moves_numbers_to_a_sites_pool_where_its_administrator_finds_them()
    {
        var e164 = NumbersPortal.Fresh();
        var id = await portal.AddAsync(e164);
        (await portal.Gary.GetAsync($"/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var answer = await portal.Anna.PostFormAsync("/numbers/move", new() { ["Pool"] = portal.Leeds.ToString(), ["ids"] = id.ToString() }, $"/numbers/move?ids={id}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        (await portal.Gary.GetAsync($"/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await portal.Gary.GetStringAsync($"/sites/{portal.Leeds}/numbers")).ShouldContain("0131 496");
    }

    [Theory]
    [InlineData("020 7946 0003")]
    [InlineData("+44 20 7946 0003")]
    [InlineData("00442079460003")]
    [InlineData("79460003")]
    public async Task Finds_a_number_however_it_is_written(string typed)
    {
        var html = await portal.Anna.GetStringAsync("/numbers?q=" + Uri.EscapeDataString(typed));
        html.ShouldContain("020 7946 0003");
        html.ShouldNotContain("020 7946 0004");
    }

    [Fact]
    public async Task Is_no_business_of_another_company()
    {
        var e164 = NumbersPortal.Fresh();
        var id = await portal.AddAsync(e164);
        (await portal.BellaAdmin.GetAsync($"/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.BellaAdmin.GetAsync($"/employees/{portal.John}/numbers")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.BellaAdmin.GetAsync($"/sites/{portal.London}/numbers")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.BellaAdmin.GetAsync($"/numbers/move?ids={id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.BellaAdmin.GetStringAsync("/numbers")).ShouldNotContain(e164[3..]);
        var foreign = await portal.Anna.PostFormAsync($"/numbers/{id}?handler=Assign", new() { ["Employee"] = portal.Bella.ToString() }, $"/numbers/{id}");
        foreign.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private async Task DoAsync(NumberId id, string handler, Dictionary<string, string?>? fields = null)
    {
        var answer = await portal.Anna.PostFormAsync($"/numbers/{id}?handler={handler}", fields ?? [], $"/numbers/{id}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    private async Task AddToAsync(EmployeeId owner, NumberId number)
    {
        var answer = await portal.Anna.PostFormAsync($"/employees/{owner}/numbers?handler=Add", new() { ["Number"] = number.ToString() }, $"/employees/{owner}/numbers");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    // Somebody whom no other test gives numbers to.
    private async Task<EmployeeId> NewOwnerAsync() => await portal.Portal.AsSystemAsync(async s =>
        (await s.GetRequiredService<MediatR.IMediator>().Send(new Portal.Extensions.Contracts.FindEmployeeByExtension(portal.Acme, "2009")))!.Id);
}
