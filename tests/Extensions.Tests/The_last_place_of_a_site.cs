using System.Net;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Pages.Employees;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.Extensions.Tests;

/// <summary>The provider limits how many employees a site may have; administrators who want the last place at once, on both databases.</summary>
public class The_last_place_of_a_site
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Goes_to_one_of_those_who_add_somebody_and_the_others_are_told(bool postgres)
    {
        await using var portal = await ExtensionsPortal.StartAsync(o => o.Postgres = postgres);
        var leeds = await SiteAsync(portal, "Leeds");
        for (var round = 0; round < 4; round++)
        {
            var limit = await CountAsync(portal, leeds) + 1;
            await LimitAsync(portal, leeds, limit);

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
                portal.SendAsync(new AddEmployee(Details(leeds, $"41{round}{n}")), new Grant(Role.CompanyAdmin, leeds.CompanyId)))));

            outcomes.Count(o => o.Succeeded).ShouldBe(1);
            outcomes.Where(o => !o.Succeeded).ShouldAllBe(o => o.Kind == OutcomeKind.Refused && o.Problems.Single().Field == "Site"
                && o.Problems[0].Message.Contains($"may have {limit} employees", StringComparison.Ordinal));
            (await CountAsync(portal, leeds)).ShouldBe(limit);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Goes_to_one_of_those_who_move_there(bool postgres)
    {
        await using var portal = await ExtensionsPortal.StartAsync(o => o.Postgres = postgres);
        var leeds = await SiteAsync(portal, "Leeds");
        var limit = await CountAsync(portal, leeds) + 1;
        await LimitAsync(portal, leeds, limit);
        var movers = await portal.AsSystemAsync(s => s.GetRequiredService<ExtensionsDb>().Employees.AsNoTracking()
            .Where(e => e.CompanyId == leeds.CompanyId && e.SiteId != leeds.Id).OrderBy(e => e.Extension).Take(4).ToListAsync());

        var outcomes = await Task.WhenAll(movers.Select(e => Task.Run(() => portal.SendAsync(
            new ChangeEmployee(e.Id, e.Version, new EmployeeDetails(leeds.Id, e.Username, e.FirstName, e.LastName, e.Extension, e.Email)),
            new Grant(Role.CompanyAdmin, leeds.CompanyId)))));

        outcomes.Count(o => o.Succeeded).ShouldBe(1);
        outcomes.Where(o => !o.Succeeded).ShouldAllBe(o => o.Kind == OutcomeKind.Refused && o.Problems.Single().Field == "Site");
        (await CountAsync(portal, leeds)).ShouldBe(limit);
    }

    private static EmployeeDetails Details(SiteSummary site, string extension) => new(site.Id, "racer" + extension, "Race", "Runner", extension, null);

    private static Task<SiteSummary> SiteAsync(TestPortal portal, string name) => portal.AsSystemAsync(async s =>
        (await s.GetRequiredService<IMediator>().Send(new ListSites(null))).Single(x => x.Name == name));

    private static Task<int> CountAsync(TestPortal portal, SiteSummary site) => portal.AsSystemAsync(s =>
        s.GetRequiredService<ExtensionsDb>().Employees.CountAsync(e => e.SiteId == site.Id));

    private static async Task LimitAsync(TestPortal portal, SiteSummary site, int limit)
    {
        using var provider = portal.ClientFor(new Grant(Role.Operator));
        var answer = await provider.PostFormAsync($"/sites/{site.Id}/location", new() { ["Input.MaxEmployees"] = $"{limit}" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
