using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Tenancy.Contracts;

namespace Portal.Telephony.Tests.Calls;

public class Limits_of_a_site
{
    private readonly SiteLimits _limits = new();

    [Fact]
    public async Task Make_one_more_call_to_it_busy_and_the_record_says_why()
    {
        await using var portal = await StartAsync();
        _limits.Set(portal.People.Jane.Site, 1);
        var jane = portal.Phone(portal.People.Jane);
        var first = portal.Phone(portal.People.John).Call("2002");
        await jane.PicksUpAsync();
        (await first.AnsweredAsync()).StatusCode.ShouldBe(200);

        var second = await portal.Phone(portal.People.Mary).Call("2002").AnsweredAsync();
        second.StatusCode.ShouldBe(486);
        jane.Rung.ShouldBe(1);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.Busy);
        record.Reasons.ShouldContain("The called site has as many calls as it may have at a time.");
        portal.Counted("portal.telephony.refused", "site_full").ShouldBe(1);

        // The place is free again as soon as the call is over.
        await first.ByeAsync();
        await portal.Records.AllAsync(2);
        var third = portal.Phone(portal.People.Mary).Call("2002");
        await jane.RefusesAsync(603);
        (await third.AnsweredAsync()).StatusCode.ShouldBe(603);
    }

    [Fact]
    public async Task Refuse_one_more_call_from_it()
    {
        await using var portal = await StartAsync();
        _limits.Set(portal.People.John.Site, 1);
        var jane = portal.Phone(portal.People.Jane);
        var john = portal.Phone(portal.People.John);
        var first = john.Call("2002");
        await jane.RingsAsync();

        (await john.Call("2003").AnsweredAsync()).StatusCode.ShouldBe(503);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.Refused);
        record.Reasons.ShouldBe(["The caller's site has as many calls as it may have at a time."]);
        first.Cancel();
        await first.AnsweredAsync();
    }

    [Fact]
    public async Task Count_a_call_inside_the_site_once()
    {
        await using var portal = await StartAsync();
        portal.People.Replace(portal.People.Jane with { Site = portal.People.John.Site });
        _limits.Set(portal.People.John.Site, 1);
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        await jane.PicksUpAsync();
        (await call.AnsweredAsync()).StatusCode.ShouldBe(200);
        await call.ByeAsync();
    }

    [Fact]
    public async Task Are_no_limits_where_none_is_set()
    {
        await using var portal = await StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var calls = Enumerable.Range(0, 3).Select(_ => portal.Phone(portal.People.John).Call("2002")).ToArray();
        for (var i = 0; i < calls.Length; i++)
        {
            await jane.RefusesAsync(486);
        }

        foreach (var call in calls)
        {
            (await call.AnsweredAsync()).StatusCode.ShouldBe(486);
        }

        portal.Counted("portal.telephony.refused", "site_full").ShouldBe(0);
    }

    [Fact]
    public async Task Hold_while_a_call_is_transferred_and_are_given_back()
    {
        await using var portal = await StartAsync();
        var (johns, janes, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));
        foreach (var person in new[] { portal.People.John, portal.People.Jane, portal.People.Mary })
        {
            _limits.Set(person.Site, 1);
        }

        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var picksUp = Line.PickUpAsync(marys);
        (await john.TransferAsync("2003")).ShouldBe(200);
        var mary = await picksUp;
        await john.EndsAsync();

        // John's site has no part in it any more; the other two are full.
        await portal.Records.OneAsync();
        (await johns.Call("2003").AnsweredAsync()).StatusCode.ShouldBe(486);
        (await johns.Call("2002").AnsweredAsync()).StatusCode.ShouldBe(486);
        (await marys.Call("2001").AnsweredAsync()).StatusCode.ShouldBe(503);
        await mary.HangUpAsync();
        await jane.EndsAsync();
        await portal.Records.AllAsync(5);

        var again = await Line.BetweenAsync(marys, janes);
        await again.Called.TalksWithAsync(again.Caller);
    }

    [Fact]
    public async Task Keep_a_call_from_being_transferred_to_a_site_that_is_full_but_not_inside_its_own()
    {
        await using var portal = await StartAsync();
        var anna = portal.People.Add("2004", "Anna Adams", People.Acme);
        portal.People.Replace(anna with { Site = portal.People.Jane.Site });
        _limits.Set(portal.People.Jane.Site, 1);
        _limits.Set(portal.People.Mary.Site, 1);
        var (johns, janes, marys, annas) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary), portal.Phone(anna));
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var (mary, other) = await Line.BetweenAsync(marys, johns);

        (await jane.TransferAsync("2003")).ShouldBe(486);
        marys.Rung.ShouldBe(0);
        var picksUp = Line.PickUpAsync(annas);
        (await jane.TransferAsync("2004")).ShouldBe(200);
        await john.TalksWithAsync(await picksUp);
        await mary.TalksWithAsync(other);
    }

    [Fact]
    public async Task Go_on_with_the_two_who_talk_after_calls_were_joined()
    {
        await using var portal = await StartAsync();
        var (johns, janes, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var (asking, mary) = await Line.BetweenAsync(johns, marys);
        foreach (var person in new[] { portal.People.John, portal.People.Jane, portal.People.Mary })
        {
            _limits.Set(person.Site, 1);
        }

        (await john.TransferAsync("2003", asking.Replaces)).ShouldBe(200);
        await asking.EndsAsync();
        await portal.Records.OneAsync();
        (await johns.Call("2002").AnsweredAsync()).StatusCode.ShouldBe(486);
        (await johns.Call("2003").AnsweredAsync()).StatusCode.ShouldBe(486);
        await jane.HangUpAsync();
        await mary.EndsAsync();
        await portal.Records.AllAsync(4);
        var again = await Line.BetweenAsync(johns, janes);
        await again.Called.TalksWithAsync(again.Caller);
    }

    [Fact]
    public async Task Of_an_extension_hold_for_who_transfers_and_are_given_back()
    {
        await using var portal = await TestSwitch.StartAsync(settings: new() { ["Telephony:MaxCallsPerExtension"] = "1" });
        var (johns, janes, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        (await john.TransferAsync("2003")).ShouldBe(503);
        marys.Rung.ShouldBe(0);

        var picksUp = Line.PickUpAsync(marys);
        (await jane.TransferAsync("2003")).ShouldBe(200);
        var mary = await picksUp;
        await portal.Records.OneAsync();
        // It is Jane's call now, though she has left it; John may make another one.
        (await janes.Call("2001").AnsweredAsync()).StatusCode.ShouldBe(503);
        (await johns.Call("2009").AnsweredAsync()).StatusCode.ShouldBe(404);
        await mary.HangUpAsync();
        await john.EndsAsync();
        await portal.Records.AllAsync(3);
        (await janes.Call("2009").AnsweredAsync()).StatusCode.ShouldBe(404);
    }

    private Task<TestSwitch> StartAsync() => TestSwitch.StartAsync(more: services => services.AddSingleton<ISitePlaces>(_limits));

    private sealed class SiteLimits : ISitePlaces
    {
        private readonly ConcurrentDictionary<SiteId, int> _calls = new();

        public void Set(SiteId site, int calls) => _calls[site] = calls;

        public DialContext? DialContextOf(SiteId site) => null;

        public int? CallLimitOf(SiteId site) => _calls.TryGetValue(site, out var limit) ? limit : null;

        public int? EmployeeLimitOf(SiteId site) => null;
    }
}
