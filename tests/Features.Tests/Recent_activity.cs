using System.Net;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.Features.Tests;

/// <summary>Packages and people are provisioning; what people set within features is not (TE2).</summary>
public class Recent_activity(FeaturesPortal at)
{
    [Fact]
    public async Task Tells_of_employees_added_changed_and_activated()
    {
        var site = await at.AddSiteAsync();
        var last = "Act" + Guid.NewGuid().ToString("N")[..8];
        var extension = Random.Shared.Next(50_000, 59_999).ToString();
        var added = await at.Anna.PostFormAsync($"/employees/new?site={site}", new()
        {
            ["Input.Site"] = site.ToString(), ["Input.FirstName"] = "Ada", ["Input.LastName"] = last, ["Input.Username"] = last.ToLowerInvariant(), ["Input.Extension"] = extension,
        });
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        (await EventsAsync(last)).ShouldBe(["Employee added"]);
    }

    [Fact]
    public async Task Says_nothing_of_what_people_set_within_features()
    {
        var who = at.Employee("2003");
        var before = (await EventsAsync("")).Length;
        (await at.Anna.PostFormAsync($"/employees/{who.Employee}/forwarding", new() { ["Destination"] = "2002", ["Input.Destination"] = "2002" })).StatusCode.ShouldNotBe(HttpStatusCode.NotFound);
        (await EventsAsync(who.DisplayName)).ShouldNotContain(e => e.Contains("orward"));
        before.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Tells_of_a_feature_assignment()
    {
        var site = await at.AddSiteAsync();
        await FeaturesPortal.SwitchAsync(at.Anna, $"/sites/{site}", FeaturesPortal.CallLog, on: false);
        var name = (await FeaturesPortal.HtmlAsync(at.Anna, $"/sites/{site}")).QuerySelector("h1")!.TextContent.Trim();
        (await EventsAsync(name + ",")).ShouldBe(["Feature assignment changed", "Site added"]);
    }

    private async Task<string[]> EventsAsync(string name)
    {
        var file = await at.Anna.GetStringAsync($"/companies/{at.Acme}/activity?format=csv");
        return [.. file.Split("\r\n").Skip(1).Where(l => l.Contains(name, StringComparison.Ordinal)).Select(l => l.Split(',')[0])];
    }
}
