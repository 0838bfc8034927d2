using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Pages.FirstStart;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class First_start
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["DisplayName"] = "Olivia Operator",
        ["Username"] = "olivia",
        ["Password"] = "Secret-123",
        ["RepeatPassword"] = "Secret-123",
    };

    [Fact]
    public async Task Is_where_every_page_leads_until_there_is_an_operator()
    {
        await using var portal = await IdentityPortal.StartAsync(demo: false);
        foreach (var page in new[] { "/", "/companies", "/sign-in", "/profile" })
        {
            var answer = await portal.Browser().GetAsync(page);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, page);
            answer.Headers.Location!.ToString().ShouldBe("/first-start", page);
        }
    }

    [Fact]
    public async Task Makes_an_operator_signs_in_and_is_gone()
    {
        await using var portal = await IdentityPortal.StartAsync(demo: false);
        var browser = portal.Browser();
        (await browser.PostFormAsync("/first-start", Good)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/companies")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await portal.Browser().GetAsync("/first-start")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await portal.TryAsync("olivia", "Secret-123")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("Username", "ol ivia", "spaces")]
    [InlineData("Username", "olivia@home", "@")]
    [InlineData("Password", "secret", "upper-case")]
    [InlineData("RepeatPassword", "Secret-124", "differ")]
    [InlineData("DisplayName", "", "name")]
    public async Task Keeps_the_rules(string field, string value, string reason)
    {
        await using var portal = await IdentityPortal.StartAsync(demo: false);
        var answer = await portal.Browser().PostFormAsync("/first-start", new(Good) { [field] = value });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        (await portal.ReadAsync(db => db.Users.CountAsync())).ShouldBe(0);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Is_for_one_of_two_people_at_the_same_moment(bool postgres)
    {
        await using var portal = await IdentityPortal.StartAsync(demo: false, o => o.Postgres = postgres);
        var both = await Task.WhenAll(
            portal.Portal.SendAsync(new CreateFirstOperator("first", "First", "Secret-123")),
            portal.Portal.SendAsync(new CreateFirstOperator("second", "Second", "Secret-123")));

        both.Count(o => o.Succeeded).ShouldBe(1);
        both.Single(o => !o.Succeeded).Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.ReadAsync(db => db.Grants.CountAsync(g => g.Role == Role.Operator))).ShouldBe(1);
        (await portal.ReadAsync(db => db.Users.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Is_not_there_in_the_demo()
    {
        await using var portal = await IdentityPortal.StartAsync();
        (await portal.Browser().GetAsync("/first-start")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
