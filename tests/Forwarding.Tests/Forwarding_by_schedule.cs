using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Portal.Forwarding.Domain;
using Portal.Forwarding.Pages.Forwarding;
using Portal.Modularity.Requests;
using Portal.Sip.Registration;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.Testing.Clock;
using Portal.TestHost;

namespace Portal.Forwarding.Tests;

public class Forwarding_by_schedule(ForwardingPortal at)
{
    [Fact]
    public async Task Rings_here_until_the_schedule_closes_and_there_from_that_second_on()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 23, 16, 59, 59, TimeSpan.Zero));
        await using var portal = await at.StartAsync(o => o.Clock = clock);
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        var hours = at.Calendars.Add(at.People.AcmeId, at.People.London, "Opening hours");
        var locations = portal.Services.GetRequiredService<ILocationStore>();
        await using var johns = new Handset(portal, locations, john);
        await using var janes = new Handset(portal, locations, jane);
        await using var marys = new Handset(portal, locations, mary);
        var set = await portal.SendAsync(
            new SetForwarding(john.Employee, true, jane.Number, 0, new ForwardCondition(ForwardWhen.WhileClosed, hours.Id)), at.People.Anna);
        set.Problems.ShouldBeEmpty();

        await CallsAsync(johns);
        clock.Advance(TimeSpan.FromSeconds(1));
        await CallsAsync(janes);
        clock.Advance(TimeSpan.FromHours(16) - TimeSpan.FromSeconds(1));
        await CallsAsync(janes);
        clock.Advance(TimeSpan.FromSeconds(1));
        await CallsAsync(johns);

        async Task CallsAsync(Handset expected)
        {
            var call = marys.CallAsync(john.Number);
            await expected.RingsAsync();
            (await call).StatusCode.ShouldBe(603);
        }
    }

    [Fact]
    public async Task Says_in_the_record_why_it_did_not_forward()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var portal = await at.StartAsync(o => o.Clock = clock);
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        var hours = at.Calendars.Add(at.People.AcmeId, null, "Opening hours");
        await portal.SendAsync(new SetForwarding(john.Employee, true, jane.Number, 0, new ForwardCondition(ForwardWhen.WhileClosed, hours.Id)), at.People.Anna);
        at.Ask(mary, john, portal).Reasons.ShouldContain("John Smith forwards calls by the schedule Opening hours, but not at this time.");

        at.Calendars.Remove(hours);
        var decision = at.Ask(mary, john, portal);
        decision.Call.Diversions.ShouldBeEmpty("a schedule that is gone forwards nothing");
    }

    [Fact]
    public async Task Takes_only_schedules_of_the_own_site_and_company()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        foreach (var foreign in new[] { at.Calendars.Add(at.People.BetaId, null, "Beta's"), at.Calendars.Add(at.People.AcmeId, at.People.Leeds, "Leeds'") })
        {
            var outcome = await at.Portal.SendAsync(
                new SetForwarding(john.Employee, true, jane.Number, 0, new ForwardCondition(ForwardWhen.WhileOpen, foreign.Id)), at.People.Anna);
            outcome.Kind.ShouldBe(OutcomeKind.Refused);
            outcome.Problems[0].Field.ShouldBe("When");
        }
    }

    [Fact]
    public async Task Is_chosen_on_the_page_and_told_there()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        var hours = at.Calendars.Add(at.People.AcmeId, at.People.London, "Desk <hours>");
        using var client = at.Portal.ClientFor(Colleagues.Self(john));
        var opened = await ForwardingPortal.HtmlAsync(client, ForwardingPortal.Page(john));
        opened.QuerySelectorAll("select[name=When] option").Select(o => o.TextContent).ShouldContain("while Desk <hours> is closed");

        var answer = await client.PostFormAsync(
            ForwardingPortal.Page(john), new() { ["Destination"] = jane.Number, ["When"] = $"WhileClosed:{hours.Id}", ["Version"] = "0" });
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var told = (await ForwardingPortal.HtmlAsync(client, ForwardingPortal.Page(john))).Body!.TextContent;
        told.ShouldContain($"Your calls go to {jane.Number} (Jane Jones) while Desk <hours> is closed.");
        told.ShouldContain("Next change:");

        var refused = await client.PostFormAsync(ForwardingPortal.Page(john), new() { ["Destination"] = jane.Number, ["When"] = "sometimes", ["Version"] = "1" });
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Keeps_its_schedule_when_it_is_switched_off_and_on_from_the_dashboard()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        var hours = at.Calendars.Add(at.People.AcmeId, at.People.London, "Hours");
        var condition = new ForwardCondition(ForwardWhen.WhileOpen, hours.Id);
        await at.Portal.SendAsync(new SetForwarding(john.Employee, true, jane.Number, 0, condition), at.People.Anna);
        using var client = at.Portal.ClientFor(Colleagues.Self(john));
        await client.PostFormAsync("/forwarding?handler=Switch&on=false", [], "/");
        await client.PostFormAsync("/forwarding?handler=Switch&on=true", [], "/");
        (await at.Portal.SendAsync(new SetForwarding(john.Employee, false, null, 3), at.People.Anna)).Value!.Condition.ShouldBe(condition);
    }

    [Fact]
    public async Task Keeps_a_schedule_from_being_deleted()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        var hours = at.Calendars.Add(at.People.AcmeId, at.People.London, "Hours");
        await at.Portal.SendAsync(new SetForwarding(john.Employee, true, jane.Number, 0, new ForwardCondition(ForwardWhen.WhileOpen, hours.Id)), at.People.Anna);
        var asked = new DeletingSchedule(hours);
        await at.Portal.AsSystemAsync(async s =>
        {
            await s.GetRequiredService<IMediator>().Publish(asked);
            return 0;
        });
        asked.Uses.ShouldBe([$"the call forwarding of John Smith ({john.Number})"]);
    }
}
