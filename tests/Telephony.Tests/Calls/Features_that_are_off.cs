using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;

namespace Portal.Telephony.Tests.Calls;

public class Features_that_are_off
{
    private const string Key = "test-forwarding";

    [Fact]
    public async Task Stand_aside_and_the_call_rings_instead_of_being_forwarded()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<JaneForwardsToMary>(CallStep.CalledFeatures, Key));
        var (john, jane, mary) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));

        // The control: while the feature is on, the call is forwarded.
        await ConnectAsync(john, mary);
        jane.Rung.ShouldBe(0);

        portal.Features.TakeFrom(portal.People.Jane.Employee, Key);
        await ConnectAsync(john, jane);
        mary.Rung.ShouldBe(1, "the telephone calls were forwarded to stays silent now");
        var record = (await portal.Records.AllAsync(2))[1];
        record.AnsweredBy!.Employee.ShouldBe(portal.People.Jane.Employee);
        record.Diversions.ShouldBeEmpty();
        record.Reasons.ShouldContain("Jane Jones does not have Test forwarding: the call goes on without it.");
    }

    [Fact]
    public async Task Are_looked_up_for_the_side_of_the_call_that_has_them()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<RefusesAll>(CallStep.MayCall + 1, Key, CallSide.Caller));
        portal.Phone(portal.People.Jane);
        portal.Features.TakeFrom(portal.People.Jane.Employee, Key);
        Ask(portal).ShouldBeOfType<Verdict.Refuse>("the called has lost it, but it is the caller's");

        portal.Features.TakeFrom(portal.People.John.Employee, Key);
        Ask(portal).ShouldBeOfType<Verdict.Ring>();
    }

    private static Verdict Ask(TestSwitch portal) => portal.Routing.WhatHappensNow(portal.People.John.Employee, "2002")!.Verdict;

    private static async Task ConnectAsync(TestPhone from, TestPhone to)
    {
        var call = from.Call("2002");
        var incoming = await to.PicksUpAsync();
        (await call.AnsweredAsync()).StatusCode.ShouldBe(200);
        call.Ack();
        await call.ByeAsync();
        await incoming.EndsAsync();
    }

    private sealed class JaneForwardsToMary : ICallTreatment
    {
        public Verdict? Treat(Call call) => call.Called?.Number == "2002" ? new Verdict.Forward("2003", "unconditional", "Jane forwards to Mary.") : null;
    }

    private sealed class RefusesAll : ICallTreatment
    {
        public Verdict? Treat(Call call) => new Verdict.Refuse(403, "Forbidden", "no");
    }
}
