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
