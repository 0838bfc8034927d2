using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Audit;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Telephony.Contracts;
using Portal.TestHost;

namespace Portal.Features.Tests;

public class Switching_features(FeaturesPortal at)
{
    [Fact]
    public async Task With_nothing_set_up_every_feature_follows_its_default()
    {
        var page = await FeaturesPortal.HtmlAsync(at.Anna, $"/employees/{at.Employee("2010").Employee}/features");
        page.QuerySelector(".feature-category h2")!.TextContent.ShouldBe("Call control");
        page.QuerySelector(".feature h3")!.TextContent.ShouldBe("Call forwarding always");
        page.QuerySelector(".feature-state")!.TextContent.ShouldContain("On");
        page.QuerySelector(".feature-actions a")!.GetAttribute("href").ShouldBe($"/employees/{at.Employee("2010").Employee}/forwarding");

        var site = await FeaturesPortal.HtmlAsync(at.Anna, $"/sites/{at.London}/features?view=grid");
        site.QuerySelectorAll(".feature-grid h3").Select(h => h.TextContent).ShouldBe(["Call log of the site", "Number block", "Schedules"], "of a module and of a plugin");
    }

    [Fact]
    public async Task Off_closes_the_page_and_calls_ring_instead_of_being_forwarded()
    {
        var (john, jane, caller) = (at.Employee("2003"), at.Employee("2004"), at.Employee("2005"));
        var page = $"/employees/{john.Employee}/forwarding";
        (await at.Anna.PostFormAsync(page, new() { ["Destination"] = jane.Number })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        at.Ask(caller, john.Number).Call.Target.ShouldBe(jane.Number);

        (await FeaturesPortal.SwitchAsync(at.Anna, $"/employees/{john.Employee}", FeaturesPortal.Forwarding, on: false)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var decision = at.Ask(caller, john.Number);
        decision.Call.Target.ShouldBe(john.Number);
        decision.Reasons.ShouldContain($"{john.DisplayName} does not have Call forwarding always: the call goes on without it.");
        foreach (var client in new[] { at.Anna, at.Self(john) })
        {
            var refused = await FeaturesPortal.HtmlAsync(client, page, HttpStatusCode.Forbidden);
            refused.QuerySelector("h1")!.TextContent.ShouldBe("This feature is switched off");
            refused.QuerySelector("main")!.TextContent.ShouldContain("An administrator can switch it on under Feature assignment.");
        }

        (await FeaturesPortal.HtmlAsync(at.Self(john), "/forwarding", HttpStatusCode.Forbidden)).QuerySelector("h1")!.TextContent.ShouldBe("This feature is switched off");
        (await at.Anna.PostFormAsync(page, new() { ["Destination"] = "2001" }, $"/employees/{jane.Employee}/forwarding")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await FeaturesPortal.HtmlAsync(at.Self(john), "/")).QuerySelectorAll("a[href$=forwarding]").ShouldBeEmpty("neither menu, tile nor banner leads there");

        await FeaturesPortal.SwitchAsync(at.Anna, $"/employees/{john.Employee}", FeaturesPortal.Forwarding, on: true);
        at.Ask(caller, john.Number).Call.Target.ShouldBe(jane.Number, "what was set is kept");
    }

    [Fact]
    public async Task Off_for_a_site_takes_it_from_all_employees_there_and_not_from_others()
    {
        var site = await at.AddSiteAsync();
        var assignments = at.Portal.Services.GetRequiredService<IFeatureAssignments>();
        var (here, elsewhere) = (new ObjectScope(at.Acme, site, new(Guid.NewGuid())), new ObjectScope(at.Acme, at.London, at.Employee("2010").Employee));
        assignments.Of(FeaturesPortal.Forwarding, here).IsOn.ShouldBeTrue();

        var fields = await at.Anna.PostFormAsync($"/sites/{site}/feature-assignment", new() { ["Shown"] = FeaturesPortal.Forwarding, ["Admin"] = FeaturesPortal.Forwarding });
        fields.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        assignments.Of(FeaturesPortal.Forwarding, here).Reason.ShouldBe("It is switched off for the site.");
        assignments.Of(FeaturesPortal.Forwarding, elsewhere).IsOn.ShouldBeTrue();
        at.State(FeaturesPortal.CallLog, site).IsOn.ShouldBeTrue("what was not in the form stays as it was");
    }

    [Fact]
    public async Task Schedules_off_for_a_site_let_calls_ring_that_were_forwarded_by_one()
    {
        // Somebody of a site of their own, so that no other test sees it change; a schedule without hours is always closed.
        var site = await at.AddSiteAsync();
        var (john, jane, caller) = (await at.AddEmployeeAsync(site), await at.AddEmployeeAsync(site), await at.AddEmployeeAsync(site));
        var added = await at.Anna.PostFormAsync($"/sites/{site}/schedules/new", new() { ["Input.Name"] = "Never open", ["Input.Begin"] = "empty" });
        var choice = $"WhileClosed:{added.Headers.Location!.OriginalString.Split('/')[2]}";
        var page = $"/employees/{john.Employee}/forwarding";
        (await at.Anna.PostFormAsync(page, new() { ["Destination"] = jane.Number, ["When"] = choice })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        at.Ask(caller, john.Number).Call.Target.ShouldBe(jane.Number);

        await FeaturesPortal.SwitchAsync(at.Anna, $"/sites/{site}", "schedules", on: false);

        var decision = at.Ask(caller, john.Number);
        decision.Call.Target.ShouldBe(john.Number);
        decision.Reasons.ShouldContain($"{john.DisplayName} forwards calls by the schedule Never open, but schedules are switched off for the site: no forwarding.");
        (await FeaturesPortal.HtmlAsync(at.Anna, page)).QuerySelector("#forwarding .notice")!.TextContent.ShouldContain("but schedules are switched off for the site");
        (await at.Anna.PostFormAsync(page, new() { ["When"] = choice, ["Destination"] = jane.Number })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await at.Anna.PostFormAsync(page, new() { ["When"] = "always", ["Destination"] = jane.Number })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        at.Ask(caller, john.Number).Call.Target.ShouldBe(jane.Number, "forwarding that asks no schedule goes on");
    }

    [Fact]
    public async Task A_site_feature_of_a_module_that_is_off_closes_the_sites_page_only()
    {
        var site = await at.AddSiteAsync();
        (await at.Anna.GetAsync($"/sites/{site}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await FeaturesPortal.SwitchAsync(at.Anna, $"/sites/{site}", FeaturesPortal.CallLog, on: false);

        (await at.Anna.GetAsync($"/sites/{site}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await at.Anna.GetAsync($"/sites/{at.London}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await at.Anna.GetStringAsync($"/sites/{site}")).ShouldNotContain($"/sites/{site}/call-logs");
        (await at.Bella.GetAsync($"/sites/{site}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "strangers do not learn that there is something to switch");
    }

    [Fact]
    public async Task A_plugins_feature_works_on_calls_and_stands_aside_like_a_shipped_one()
    {
        var (caller, page) = (at.Employee("2101"), $"/sites/{at.Leeds}/blocked-numbers");
        (await at.Gary.PostFormAsync(page, new() { ["Number"] = "2009" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        at.Ask(caller, "2009").Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(403);
        at.Ask(at.Employee("2001"), "2009").Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(480, "London may dial it");

        await FeaturesPortal.SwitchAsync(at.Gary, $"/sites/{at.Leeds}", FeaturesPortal.NumberBlock, on: false);

        at.Ask(caller, "2009").Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(480);
        (await at.Gary.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Answers_htmx_with_the_list_and_leaves_an_audit_entry()
    {
        var site = await at.AddSiteAsync();
        using var client = at.Anna;
        var html = await client.GetStringAsync($"/sites/{site}/features");
        client.DefaultRequestHeaders.Add("HX-Request", "true");
        var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        var answer = await client.PostAsync($"/sites/{site}/features?handler=Switch&key={FeaturesPortal.CallLog}&on=false",
            new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("<div id=\"features\"");
        var written = await at.Portal.AsSystemAsync(s => s.GetRequiredService<AuditLog>().Within(new Reach(true, [], [], []))
            .SingleAsync(e => e.Table == "tenancy_feature_assignments" && e.ObjectId == site.ToString()));
        written.After!.ShouldContain(FeaturesPortal.CallLog);
        written.CompanyId.ShouldBe(at.Acme);
    }

    [Theory]
    [InlineData("no-such-feature")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("call-forwarding-always")]
    public async Task Refuses_a_key_that_is_no_feature_of_a_site(string key)
    {
        var site = await at.AddSiteAsync();
        var answer = await FeaturesPortal.SwitchAsync(at.Anna, $"/sites/{site}", Uri.EscapeDataString(key), on: true);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await at.Anna.GetStringAsync($"/sites/{site}/features");
        page.ShouldNotContain("<script>alert");
        at.State(FeaturesPortal.CallLog, site).IsOn.ShouldBeTrue();
    }

    [Fact]
    public async Task Filters_by_what_names_and_summaries_say_and_keeps_hostile_text_as_text()
    {
        var page = await FeaturesPortal.HtmlAsync(at.Anna, $"/sites/{at.London}/features?q=ALL%20CALLS");
        page.QuerySelectorAll(".feature h3").Select(h => h.TextContent).ShouldBe(["Call log of the site"]);
        page = await FeaturesPortal.HtmlAsync(at.Anna, $"/sites/{at.London}/features?q={Uri.EscapeDataString("\"><script>x</script>" + new string('x', 5000))}&view=%3Cb%3E");
        page.QuerySelector(".empty-title")!.TextContent.ShouldBe("No feature matches");
        page.QuerySelectorAll("#features script").ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_at_once_leave_in_memory_what_the_database_says()
    {
        var site = await at.AddSiteAsync();
        var on = new[] { FeaturesPortal.CallLog, FeaturesPortal.NumberBlock };
        await Parallel.ForEachAsync(Enumerable.Range(0, 12), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
        {
            using var client = at.Anna;
            await FeaturesPortal.SwitchAsync(client, $"/sites/{site}", on[i % 2], on: i % 3 == 0);
        });

        await using var connection = await DatabaseFile.OpenAsync(at.Portal.Folder);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT SwitchedOff FROM tenancy_feature_assignments WHERE HolderId = '{site.ToString().ToUpperInvariant()}'";
        var off = ((string)(await command.ExecuteScalarAsync())!).Split(' ');
        foreach (var key in on)
        {
            at.State(key, site).IsOn.ShouldBe(!off.Contains(key), key);
        }
    }

    [Fact]
    public async Task Has_a_copier_for_forwarding()
    {
        var (john, jane, target) = (at.Employee("2006"), at.Employee("2007"), at.Employee("2008"));
        (await at.Anna.PostFormAsync($"/employees/{john.Employee}/forwarding", new() { ["Destination"] = target.Number })).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var outcome = await CopyAsync(FeaturesPortal.Forwarding, FeatureHolder.Of(john.Employee), FeatureHolder.Of(jane.Employee));

        outcome.Succeeded.ShouldBeTrue();
        at.Ask(at.Employee("2001"), jane.Number).Call.Target.ShouldBe(target.Number);
        (await CopyAsync(FeaturesPortal.Forwarding, FeatureHolder.Of(john.Employee), FeatureHolder.Of(target.Employee)))
            .Problems[0].Message.ShouldContain("own extension");
    }

    [Fact]
    public async Task Has_a_copier_for_the_plugins_number_block()
    {
        var (from, to) = (await at.AddSiteAsync(), await at.AddSiteAsync());
        await at.Anna.PostFormAsync($"/sites/{from}/blocked-numbers", new() { ["Number"] = "2001" });
        await at.Anna.PostFormAsync($"/sites/{to}/blocked-numbers", new() { ["Number"] = "2002" });

        (await CopyAsync(FeaturesPortal.NumberBlock, FeatureHolder.Of(from), FeatureHolder.Of(to))).Succeeded.ShouldBeTrue();

        var page = await at.Anna.GetStringAsync($"/sites/{to}/blocked-numbers");
        page.ShouldContain("Allow 2001 again");
        page.ShouldNotContain("Allow 2002 again");
    }

    private Task<Modularity.Requests.Outcome> CopyAsync(string key, FeatureHolder from, FeatureHolder to) =>
        at.ChangeAsync(new Grant(Role.CompanyAdmin, at.Acme), services =>
        {
            var copier = services.GetRequiredService<FeatureRegistry>().Find(key)!.Copier!;
            return ((IFeatureCopier)ActivatorUtilities.CreateInstance(services, copier)).CopyAsync(from, to, CancellationToken.None);
        });
}
