using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Extensions.Tests;

/// <summary>Power over a group covers its members and the groups below, never what lies above or beside.</summary>
public sealed class Powers_of_group_administrators(ExtensionsPortal portal)
{
    private static int _last;

    [Fact]
    public async Task Reach_the_members_of_the_group_and_of_those_below_and_nobody_else()
    {
        var tree = await TreeAsync();
        using var admin = AdminOf(tree.West);

        (await StatusAsync(admin, $"/employees/{tree.InWest}")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(admin, $"/employees/{tree.InBristol}")).ShouldBe(HttpStatusCode.OK);
        foreach (var other in new[] { tree.InEast, tree.InSales, tree.Nowhere })
        {
            (await StatusAsync(admin, $"/employees/{other}")).ShouldBe(HttpStatusCode.NotFound);
            (await StatusAsync(admin, $"/employees/{other}/groups")).ShouldBe(HttpStatusCode.NotFound);
        }

        var list = await admin.GetStringAsync($"/employees?q={tree.Mark}");
        list.ShouldContain(tree.InWest.ToString());
        list.ShouldContain(tree.InBristol.ToString());
        new[] { tree.InEast, tree.InSales, tree.Nowhere }.ShouldAllBe(e => !list.Contains(e.ToString()));
        (await portal.Portal.SendAsync(new FindEmployee(tree.InBristol), Grant(tree.West))).ShouldNotBeNull();
        (await portal.Portal.SendAsync(new FindEmployee(tree.InEast), Grant(tree.West))).ShouldBeNull();
    }

    [Fact]
    public async Task Reach_the_group_and_those_below_but_not_above_or_beside()
    {
        var tree = await TreeAsync();
        using var admin = AdminOf(tree.West);
        foreach (var page in new[] { "", "/edit", "/members" })
        {
            (await StatusAsync(admin, $"/groups/{tree.West}{page}")).ShouldBe(HttpStatusCode.OK, page);
            (await StatusAsync(admin, $"/groups/{tree.Bristol}{page}")).ShouldBe(HttpStatusCode.OK, page);
            (await StatusAsync(admin, $"/groups/{tree.Sales}{page}")).ShouldBe(HttpStatusCode.NotFound, page);
            (await StatusAsync(admin, $"/groups/{tree.East}{page}")).ShouldBe(HttpStatusCode.NotFound, page);
        }

        // Nobody moves or removes the group they were given: it belongs to whoever looks after what lies above.
        foreach (var page in new[] { "/move", "/remove" })
        {
            (await StatusAsync(admin, $"/groups/{tree.West}{page}")).ShouldBe(HttpStatusCode.NotFound, page);
            (await StatusAsync(admin, $"/groups/{tree.Bristol}{page}")).ShouldBe(HttpStatusCode.OK, page);
        }

        var list = await admin.GetStringAsync("/groups");
        list.ShouldContain(tree.Bristol.ToString());
        list.ShouldNotContain(tree.Sales.ToString());
        list.ShouldNotContain(tree.East.ToString());
    }

    [Fact]
    public async Task Give_no_power_over_a_site_unless_the_group_is_one()
    {
        var tree = await TreeAsync();
        using var west = AdminOf(tree.West);
        (await StatusAsync(west, $"/sites/{portal.London}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(west, $"/sites/{portal.London}/edit")).ShouldBe(HttpStatusCode.NotFound);

        using var london = AdminOf(GroupId.Of(portal.London));
        (await StatusAsync(london, $"/sites/{portal.London}/edit")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(london, $"/employees/{tree.Nowhere}")).ShouldBe(HttpStatusCode.OK, "works in London");
    }

    [Fact]
    public async Task Of_a_site_reach_the_members_of_groups_below_it_wherever_they_work()
    {
        var below = await AddGroupAsync("Support", GroupId.Of(portal.Leeds));
        var londoner = await portal.AddAsync(portal.Details());
        using var gary = AdminOf(GroupId.Of(portal.Leeds));
        (await StatusAsync(gary, $"/employees/{londoner}")).ShouldBe(HttpStatusCode.NotFound);

        await JoinAsync(below, londoner);

        (await StatusAsync(gary, $"/employees/{londoner}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Follow_a_move_at_once()
    {
        var tree = await TreeAsync();
        using var east = AdminOf(tree.East);
        using var west = AdminOf(tree.West);
        (await StatusAsync(east, $"/employees/{tree.InBristol}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(west, $"/employees/{tree.InBristol}")).ShouldBe(HttpStatusCode.OK);

        using var anna = portal.Portal.ClientFor(portal.Anna);
        var moved = await anna.PostFormAsync($"/groups/{tree.Bristol}/move", new() { ["Parent"] = tree.East.ToString() });
        moved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await moved.Content.ReadAsStringAsync());

        (await StatusAsync(east, $"/employees/{tree.InBristol}")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(west, $"/employees/{tree.InBristol}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(west, $"/groups/{tree.Bristol}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task End_with_the_membership_and_with_the_group()
    {
        var tree = await TreeAsync();
        using var west = AdminOf(tree.West);
        using var anna = portal.Portal.ClientFor(portal.Anna);
        await SaveMembersAsync(anna, tree.West, [tree.InWest], []);
        (await StatusAsync(west, $"/employees/{tree.InWest}")).ShouldBe(HttpStatusCode.NotFound);

        (await anna.PostFormAsync($"/groups/{tree.Bristol}/remove", [])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StatusAsync(west, $"/employees/{tree.InBristol}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(anna, $"/groups/{tree.Bristol}")).ShouldBe(HttpStatusCode.NotFound);
        (await portal.Portal.AsSystemAsync(s => Task.FromResult(s.GetRequiredService<Data.ExtensionsDb>().Memberships.Any(m => m.GroupId == tree.Bristol)))).ShouldBeFalse();
    }

    [Fact]
    public async Task Cannot_be_widened_by_taking_in_a_stranger()
    {
        var tree = await TreeAsync();
        using var west = AdminOf(tree.West);
        var answer = await SaveMembersAsync(west, tree.West, [tree.InEast], [tree.InEast]);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(west, $"/employees/{tree.InEast}")).ShouldBe(HttpStatusCode.NotFound);

        // Their own people they may put into any group of theirs.
        (await SaveMembersAsync(west, tree.Bristol, [tree.InWest], [tree.InWest])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await west.GetStringAsync($"/groups/{tree.Bristol}/members?show=members")).ShouldContain(tree.InWest.ToString());
    }

    [Fact]
    public async Task End_at_the_company()
    {
        var tree = await TreeAsync();
        using var stranger = portal.Portal.ClientFor(new Grant(Role.GroupAdmin, portal.Beta, Group: tree.West));
        foreach (var path in new[] { $"/employees/{tree.InWest}", $"/groups/{tree.West}", $"/groups/{tree.West}/members" })
        {
            (await StatusAsync(stranger, path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var bella = portal.Portal.ClientFor(portal.Bella);
        (await StatusAsync(bella, $"/groups/{tree.West}")).ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetStringAsync("/groups")).ShouldNotContain(tree.Mark);
    }

    private Grant Grant(GroupId group) => new(Role.GroupAdmin, portal.Acme, Group: group);

    private HttpClient AdminOf(GroupId group) => portal.Portal.ClientFor(Grant(group));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path) => (await client.GetAsync(path)).StatusCode;

    private async Task<GroupId> AddGroupAsync(string name, GroupId? under)
    {
        using var anna = portal.Portal.ClientFor(portal.Anna);
        var answer = await anna.PostFormAsync("/groups/new", new() { ["Name"] = $"{name} {Interlocked.Increment(ref _last)}", ["Under"] = under?.ToString() ?? "" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new GroupId(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
    }

    private async Task JoinAsync(GroupId group, params EmployeeId[] people)
    {
        using var anna = portal.Portal.ClientFor(portal.Anna);
        (await SaveMembersAsync(anna, group, people, people)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task<HttpResponseMessage> SaveMembersAsync(HttpClient client, GroupId group, EmployeeId[] shown, EmployeeId[] on)
    {
        var token = System.Text.RegularExpressions.Regex.Match(
            await client.GetStringAsync($"/groups/{group}/members"), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        return await client.PostAsync($"/groups/{group}/members", new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", token),
            .. shown.Select(e => KeyValuePair.Create("shown", e.ToString())), .. on.Select(e => KeyValuePair.Create("on", e.ToString())),
        ]));
    }

    private async Task<Tree> TreeAsync()
    {
        var sales = await AddGroupAsync("Sales", null);
        var west = await AddGroupAsync("West", sales);
        var bristol = await AddGroupAsync("Bristol", west);
        var east = await AddGroupAsync("East", sales);
        var mark = "Mark" + Interlocked.Increment(ref _last);
        async Task<EmployeeId> Add(GroupId? group)
        {
            var id = await portal.AddAsync(portal.Details(last: mark));
            if (group is { } to)
            {
                await JoinAsync(to, id);
            }

            return id;
        }

        return new Tree(sales, west, bristol, east, mark, await Add(sales), await Add(west), await Add(bristol), await Add(east), await Add(null));
    }

    private sealed record Tree(
        GroupId Sales, GroupId West, GroupId Bristol, GroupId East, string Mark,
        EmployeeId InSales, EmployeeId InWest, EmployeeId InBristol, EmployeeId InEast, EmployeeId Nowhere);
}
