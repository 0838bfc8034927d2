using System.Net;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Features.Tests;

public class Assigning_features(FeaturesPortal at)
{
    [Fact]
    public async Task Without_admin_privileges_a_group_administrator_looks_but_does_not_change()
    {
        var lee = at.Employee("2102");
        var (assignment, forwarding) = ($"/employees/{lee.Employee}/feature-assignment", $"/employees/{lee.Employee}/forwarding");
        (await at.Gary.PostFormAsync(forwarding, new() { ["Destination"] = "2103" })).StatusCode.ShouldBe(HttpStatusCode.Redirect, "allowed until denied");

        (await at.Anna.PostFormAsync(assignment, new() { ["Shown"] = FeaturesPortal.Forwarding, ["Assigned"] = FeaturesPortal.Forwarding })).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await FeaturesPortal.HtmlAsync(at.Gary, forwarding);
        page.QuerySelectorAll("#forwarding form").ShouldBeEmpty();
        var refused = await at.Gary.PostFormAsync(forwarding, new() { ["Destination"] = "2104" }, $"/employees/{at.Employee("2103").Employee}/forwarding");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        at.Ask(at.Employee("2001"), "2102").Call.Target.ShouldBe("2103");
        (await FeaturesPortal.HtmlAsync(at.Gary, $"/employees/{lee.Employee}/features")).QuerySelectorAll(".feature-actions form").ShouldBeEmpty();
        await FeaturesPortal.SwitchAsync(at.Gary, $"/employees/{lee.Employee}", FeaturesPortal.Forwarding, on: false);
        at.State(FeaturesPortal.Forwarding, lee).IsOn.ShouldBeTrue();

        // The employee's own is theirs to change, and the company's administrator's.
        (await at.Self(lee).PostFormAsync(forwarding, new() { ["Destination"] = "2104" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await at.Anna.PostFormAsync(forwarding, new() { ["Destination"] = "2105" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_group_administrator_cannot_give_themselves_the_privilege()
    {
        var lee = at.Employee("2104");
        var assignment = $"/employees/{lee.Employee}/feature-assignment";
        await at.Anna.PostFormAsync(assignment, new() { ["Shown"] = FeaturesPortal.Forwarding, ["Assigned"] = FeaturesPortal.Forwarding });
        (await FeaturesPortal.HtmlAsync(at.Gary, assignment)).QuerySelectorAll("input[type=checkbox]:not([disabled])").ShouldBeEmpty();

        await at.Gary.PostFormAsync(assignment, new() { ["Shown"] = FeaturesPortal.Forwarding, ["Admin"] = FeaturesPortal.Forwarding });

        at.State(FeaturesPortal.Forwarding, lee).AdminMayChange.ShouldBeFalse();
        at.State(FeaturesPortal.Forwarding, lee).IsOn.ShouldBeTrue();
    }

    [Fact]
    public async Task Tells_the_second_of_two_administrators_and_keeps_the_ticks()
    {
        var site = await at.AddSiteAsync();
        var address = $"/sites/{site}/feature-assignment";
        (await at.Anna.PostFormAsync(address, new() { ["Shown"] = FeaturesPortal.CallLog, ["Admin"] = FeaturesPortal.CallLog })).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var second = await at.Anna.PostFormAsync(address, new() { ["Version"] = "0", ["Shown"] = FeaturesPortal.NumberBlock });

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var html = await second.Content.ReadAsStringAsync();
        html.ShouldContain("Somebody else changed the feature assignment of Site");
        html.ShouldContain("name=\"Version\" value=\"1\"");
        at.State(FeaturesPortal.NumberBlock, site).IsOn.ShouldBeTrue("nothing of the second was saved");
    }

    [Fact]
    public async Task Is_not_found_outside_the_viewers_reach()
    {
        var john = at.Employee("2001").Employee;
        string[] pages = [.. new[] { "features", "feature-assignment", "service-offering" }.SelectMany(p => new[] { $"/sites/{at.London}/{p}", $"/employees/{john}/{p}" })];
        foreach (var page in pages)
        {
            (await at.Anna.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK, page);
            (await at.Bella.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
            (await at.Gary.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
            var own = page.Replace($"/sites/{at.London}", $"/sites/{at.Leeds}").Replace($"/employees/{john}", $"/employees/{at.Employee("2105").Employee}");
            (await at.Gary.PostFormAsync(page.EndsWith("/features", StringComparison.Ordinal) ? page + "?handler=Switch&key=x&on=true" : page, [], own)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
            (await at.Self(at.Employee("2002")).GetAsync(page)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        }

        (await at.Bella.GetAsync($"/companies/{at.Acme}/service-offering")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_employee_sees_the_own_features_and_switches_none()
    {
        var john = at.Employee("2009");
        var page = await FeaturesPortal.HtmlAsync(at.Self(john), $"/employees/{john.Employee}/features");
        page.QuerySelectorAll(".feature-actions form").ShouldBeEmpty();
        page.QuerySelectorAll(".feature-actions a").ShouldHaveSingleItem();
        (await FeaturesPortal.SwitchAsync(at.Self(john), $"/employees/{john.Employee}", FeaturesPortal.Forwarding, on: false)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        at.State(FeaturesPortal.Forwarding, john).IsOn.ShouldBeTrue();
        (await at.Self(john).GetAsync($"/employees/{john.Employee}/feature-assignment")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
