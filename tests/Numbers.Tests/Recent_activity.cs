using System.Net;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.Numbers.Tests;

/// <summary>What was set up, given out and taken away in a company (TE2).</summary>
public class Recent_activity(NumbersPortal portal)
{
    [Fact]
    public async Task Tells_of_a_number_added_assigned_and_released()
    {
        var e164 = NumbersPortal.Fresh();
        var id = await portal.AddAsync(e164);
        await PostAsync($"/numbers/{id}?handler=Assign", new() { ["Employee"] = portal.John.ToString() });
        await PostAsync($"/numbers/{id}?handler=Release", []);
        var events = await EventsAsync(e164);
        events.ShouldBe(["Number: Released", "Number: Assigned", "Number added"]);
    }

    [Fact]
    public async Task Tells_of_a_whole_range_in_one_line()
    {
        var first = NumbersPortal.Fresh(40);
        var last = "+" + (long.Parse(first[1..]) + 39);
        var answer = await portal.Provider.PostFormAsync($"/numbers/new?company={portal.Acme}", new()
        {
            ["Input.First"] = first, ["Input.Last"] = last, ["Input.State"] = "Free", ["Input.Check"] = "true",
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        (await EventsAsync($"{first} – {last} (40)")).ShouldBe(["Number added"]);
    }

    [Fact]
    public async Task Says_nothing_of_a_price()
    {
        var e164 = NumbersPortal.Fresh();
        var id = await portal.AddAsync(e164);
        var saved = await portal.Provider.PostFormAsync($"/numbers/{id}/edit", new() { ["Input.Price"] = "3", ["Input.Version"] = "1" });
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        (await EventsAsync(e164)).ShouldBe(["Number added"]);
    }

    [Fact]
    public async Task Is_the_administrators_of_the_company_alone()
    {
        (await portal.Gary.GetAsync($"/companies/{portal.Acme}/activity")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await portal.BellaAdmin.GetAsync($"/companies/{portal.Acme}/activity")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var german = portal.Portal.ClientFor(new Grant(Role.CompanyAdmin, portal.Acme));
        german.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");
        (await german.GetStringAsync($"/companies/{portal.Acme}/activity")).ShouldContain("Leistungspaket");
    }

    private async Task PostAsync(string action, Dictionary<string, string?> fields)
    {
        var answer = await portal.Provider.PostFormAsync(action, fields, action.Split('?')[0]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the file says of this object, newest first: other tests set things up meanwhile.</summary>
    private async Task<string[]> EventsAsync(string name)
    {
        var file = await portal.Anna.GetStringAsync($"/companies/{portal.Acme}/activity?format=csv");
        return [.. file.Split("\r\n").Where(l => l.Contains(name, StringComparison.Ordinal)).Select(l => l.Split(',')[0])];
    }
}
