using System.Net;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Groups;
using Portal.Tenancy.Pages.Groups;
using Portal.TestHost;

namespace Portal.Tenancy.Tests;

public sealed class Groups(TenancyPortal portal)
{
    [Fact]
    public async Task Sites_stand_at_the_top_by_themselves()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var site = await portal.AddSiteAsync(company, "York");
        var groups = await portal.Portal.SendAsync(new ListGroups(company), new Grant(Role.CompanyAdmin, company));
        groups.ShouldHaveSingleItem().ShouldBe(new GroupSummary(GroupId.Of(site), company, null, "York", "York", 1, true));
    }

    [Fact]
    public async Task Stand_below_others_and_keep_their_name()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var sales = await AddAsync(company, null, "Sales");
        var west = await AddAsync(company, sales, "Sales West");
        var found = await portal.Portal.SendAsync(new FindGroup(west), new Grant(Role.CompanyAdmin, company));
        found!.Path.ShouldBe("Sales/Sales West");
        found.Above.ShouldBe("Sales");

        using var client = portal.Portal.ClientFor(new Grant(Role.CompanyAdmin, company));
        var saved = await client.PostFormAsync($"/groups/{west}/edit", new() { ["Input.ContactFirstName"] = "Wendy", ["Name"] = "Other", ["Input.Name"] = "Other" });
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await client.GetStringAsync($"/groups/{west}");
        page.ShouldContain("Wendy");
        page.ShouldContain("Sales West");
    }

    [Theory]
    [InlineData("", "Name")]
    [InlineData("a/b", "Name")]
    [InlineData("Sales", "Name")]
    [InlineData("SALES", "Name")]
    [InlineData("Sa\u202Eles", "Name")]
    public async Task Refuse_names_that_cannot_stand_there(string name, string field)
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        await AddAsync(company, null, "Sales");
        var outcome = await portal.Portal.SendAsync(new CreateGroup(company, null, name, GroupProfile.Empty), new Grant(Role.CompanyAdmin, company));
        outcome.Kind.ShouldBe(OutcomeKind.Refused);
        outcome.Problems.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public async Task Show_hostile_names_as_text()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var id = await AddAsync(company, null, "<script>alert(1)<\\script>");
        using var client = portal.Portal.ClientFor(new Grant(Role.CompanyAdmin, company));
        (await client.GetStringAsync("/groups")).ShouldNotContain("<script>alert");
        (await client.GetStringAsync($"/groups/{id}")).ShouldNotContain("<script>alert");
        (await client.GetAsync("/groups?q=" + new string('x', 6_000))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Are_no_deeper_than_the_limit()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        GroupId? above = null;
        for (var level = 1; level <= Group.DeepestLevel; level++)
        {
            above = await AddAsync(company, above, "Level " + level);
        }

        var admin = new Grant(Role.CompanyAdmin, company);
        (await portal.Portal.SendAsync(new CreateGroup(company, above, "Too deep", GroupProfile.Empty), admin)).Kind.ShouldBe(OutcomeKind.Refused);
    }

    [Fact]
    public async Task Do_not_move_below_themselves_nor_onto_a_namesake()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var top = await AddAsync(company, null, "Top");
        var middle = await AddAsync(company, top, "Middle");
        var low = await AddAsync(company, middle, "Low");
        await AddAsync(company, null, "Low");
        var admin = new Grant(Role.CompanyAdmin, company);
        (await portal.Portal.SendAsync(new MoveGroup(top, 1, low), admin)).Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.Portal.SendAsync(new MoveGroup(top, 1, top), admin)).Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.Portal.SendAsync(new MoveGroup(low, 1, null), admin)).Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.Portal.SendAsync(new MoveGroup(low, 7, top), admin)).Kind.ShouldBe(OutcomeKind.Conflict);
        (await portal.Portal.SendAsync(new MoveGroup(low, 1, top), admin)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Stay_a_tree_when_two_are_moved_under_each_other_at_once()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var (one, other) = (await AddAsync(company, null, "One"), await AddAsync(company, null, "Other"));
        var admin = new Grant(Role.CompanyAdmin, company);
        var moves = await Task.WhenAll(
            Task.Run(() => portal.Portal.SendAsync(new MoveGroup(one, 1, other), admin)),
            Task.Run(() => portal.Portal.SendAsync(new MoveGroup(other, 1, one), admin)));
        moves.Count(m => m.Succeeded).ShouldBe(1);
        (await portal.Portal.SendAsync(new ListGroups(company), admin)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Are_removed_only_without_groups_below_and_never_as_sites()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        var site = await portal.AddSiteAsync(company, "York");
        var sales = await AddAsync(company, null, "Sales");
        var west = await AddAsync(company, sales, "West");
        var admin = new Grant(Role.CompanyAdmin, company);
        (await portal.Portal.SendAsync(new RemoveGroup(GroupId.Of(site)), admin)).Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.Portal.SendAsync(new RemoveGroup(sales), admin)).Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.Portal.SendAsync(new RemoveGroup(west), new Grant(Role.CompanyAdmin, portal.Beta))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.Portal.SendAsync(new RemoveGroup(west), admin)).Succeeded.ShouldBeTrue();
        (await portal.Portal.SendAsync(new RemoveGroup(sales), admin)).Succeeded.ShouldBeTrue();
    }

    private async Task<GroupId> AddAsync(CompanyId company, GroupId? under, string name)
    {
        var outcome = await portal.Portal.SendAsync(new CreateGroup(company, under, name, GroupProfile.Empty), new Grant(Role.CompanyAdmin, company));
        outcome.Problems.ShouldBeEmpty();
        return outcome.Value;
    }
}
