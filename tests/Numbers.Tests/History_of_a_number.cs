using System.Net;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.Numbers.Tests;

/// <summary>Beside what happened to it, a number has the record of every change, and notes.</summary>
public class History_of_a_number(NumbersPortal portal)
{
    [Fact]
    public async Task Names_whom_it_was_given_to()
    {
        var id = await portal.AddAsync(NumbersPortal.Fresh());
        (await portal.Anna.PostFormAsync($"/numbers/{id}?handler=Assign", new() { ["Employee"] = portal.John.ToString() }, $"/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await portal.Anna.GetStringAsync($"/numbers/{id}");
        page.ShouldContain($"href=\"/history/numbers/{id}\"");
        page.ShouldContain($"href=\"/history/numbers/{id}#notes\"");

        var history = await portal.Anna.GetStringAsync($"/history/numbers/{id}");
        history.ShouldContain("<ins>John Smith</ins>");
        history.ShouldContain("<del>Free</del>");
        history.ShouldContain("<dt>Owner</dt>");
        history.ShouldNotContain($"<ins>{portal.John}</ins>");

        (await portal.Anna.PostFormAsync($"/history/numbers/{id}", new() { ["Text"] = "Printed on the van" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.Provider.GetStringAsync($"/history/numbers/{id}")).ShouldContain("Printed on the van");
        (await portal.BellaAdmin.GetAsync($"/history/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.Gary.GetAsync($"/history/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Outlives_it()
    {
        var id = await portal.AddAsync(NumbersPortal.Fresh());
        (await portal.Provider.PostFormAsync($"/numbers/{id}?handler=Release", [], $"/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.Anna.GetStringAsync($"/history/numbers/{id}")).ShouldContain("<ins>Released</ins>");
    }
}
