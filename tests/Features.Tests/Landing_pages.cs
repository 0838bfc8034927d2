using System.Net;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Features.Tests;

/// <summary>Where the day begins after signing in (ID6).</summary>
public class Landing_pages(FeaturesPortal at)
{
    [Theory]
    [InlineData("operator", "/")]
    [InlineData("anna.admin", "/companies/acme")]
    [InlineData("bella.admin", "/companies/beta")]
    [InlineData("gary.group", "/sites/leeds")]
    [InlineData("john.smith", "/employees/2001")]
    public async Task Are_a_dashboard_of_what_the_role_is_about(string username, string landing)
    {
        var address = landing switch
        {
            "/companies/acme" => $"/companies/{at.Acme}",
            "/companies/beta" => $"/companies/{at.Beta}",
            "/sites/leeds" => $"/sites/{at.Leeds}",
            "/employees/2001" => $"/employees/{at.Employee("2001").Employee}",
            _ => landing,
        };
        using var browser = await at.Portal.SignInAsync(username);
        (await browser.GetAsync("/start")).Headers.Location!.ToString().ShouldBe(address);
        await ShowsTilesAsync(browser, address, 3);
    }

    [Fact]
    public async Task Of_a_group_that_is_no_site_is_the_groups_own()
    {
        var group = await AddGroupAsync("Night shift");
        using var admin = at.Portal.ClientFor(new Grant(Role.GroupAdmin, at.Acme, Group: group));
        (await admin.GetAsync("/start")).Headers.Location!.ToString().ShouldBe($"/groups/{group}");
        await ShowsTilesAsync(admin, $"/groups/{group}", 2);
    }

    [Fact]
    public async Task Of_a_site_named_as_a_group_is_the_site()
    {
        using var admin = at.Portal.ClientFor(new Grant(Role.GroupAdmin, at.Acme, Group: GroupId.Of(at.Leeds)));
        (await admin.GetAsync("/start")).Headers.Location!.ToString().ShouldBe($"/sites/{at.Leeds}");
    }

    [Fact]
    public async Task Never_are_a_group_that_was_removed()
    {
        var john = at.Employee("2001");
        var gone = new Grant(Role.GroupAdmin, at.Acme, Group: new GroupId(Guid.NewGuid()));
        using var employee = at.Portal.ClientFor(gone, new Grant(Role.Employee, at.Acme, john.Site, john.Employee));
        (await employee.GetAsync("/start")).Headers.Location!.ToString().ShouldBe($"/employees/{john.Employee}");

        // Nobody but an administrator of nothing: told so, instead of shown tiles full of noughts.
        using var nobody = at.Portal.ClientFor(gone);
        (await nobody.GetAsync("/start")).Headers.Location!.ToString().ShouldBe("/");
        (await nobody.GetStringAsync("/")).ShouldContain("Nothing to show here yet");
    }

    private async Task<GroupId> AddGroupAsync(string name)
    {
        var answer = await at.Anna.PostFormAsync($"/groups/new?under={at.London}", new() { ["Name"] = name + " " + Guid.NewGuid().ToString("N")[..8] });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new GroupId(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
    }

    private static async Task ShowsTilesAsync(HttpClient browser, string address, int atLeast)
    {
        var page = await FeaturesPortal.HtmlAsync(browser, address);
        page.QuerySelectorAll("section.tile").Length.ShouldBeGreaterThanOrEqualTo(atLeast);
    }
}
