using Portal.Modularity;
using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Tenancy.Contracts;
using Portal.Testing;

namespace Portal.Telephony.Tests.Calls;

public class Calling_by_number
{
    private const string JanesNumber = "+442079460002", BellasNumber = "+441614960001", JohnsNumber = "+442079460001";

    [Theory]
    [InlineData("02079460002")]
    [InlineData("+442079460002")]
    [InlineData("00442079460002")]
    [InlineData("442079460002")]
    public async Task Rings_whoever_has_it_however_it_is_dialled(string dialled)
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Give(JanesNumber, portal.People.Jane);
        var jane = portal.Phone(portal.People.Jane);

        var call = portal.Phone(portal.People.John).Call(dialled);
        var ringing = await jane.PicksUpAsync();
        (await call.AnsweredAsync()).StatusCode.ShouldBe(200);
        call.Ack();
        ringing.Invite.From.Uri.UserText.ShouldBe("2001");
        await call.ByeAsync();

        var record = await portal.Records.OneAsync();
        record.Dialled.ShouldBe(dialled);
        record.DialledE164.ShouldBe(JanesNumber);
        record.Called!.Name.ShouldBe("Jane Jones");
        record.Reasons[0].ShouldBe(JanesNumber + " belongs to Jane Jones.");
    }

    [Fact]
    public async Task Rings_for_a_tel_uri()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Give(JanesNumber, portal.People.Jane);
        var jane = portal.Phone(portal.People.Jane);

        var call = portal.Phone(portal.People.John).Call("anything", change: invite => invite.Uri = SipUri.Parse("tel:+44-20-7946-0002"));
        await jane.PicksUpAsync();
        (await call.AnsweredAsync()).StatusCode.ShouldBe(200);
        call.Ack();
    }

    [Fact]
    public async Task Reaches_another_company_and_shows_each_side_only_public_numbers()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Give(BellasNumber, portal.People.Bella);
        portal.Numbers.Give(JohnsNumber, portal.People.John);
        var bella = portal.Phone(portal.People.Bella);

        var call = portal.Phone(portal.People.John).Call("0161 496 0001".Replace(" ", ""));
        var ringing = await bella.PicksUpAsync();
        var answer = await call.AnsweredAsync();
        call.Ack();

        ringing.Invite.From.ToString().ShouldContain("sip:+442079460001@beta.localhost");
        ringing.Invite.ToString().ShouldNotContain("John");
        ringing.Invite.Contact!.Uri.UserText.ShouldBe(JohnsNumber);
        answer.Headers[SipHeaderName.PAssertedIdentity]!.ShouldContain(BellasNumber);
        answer.ToString().ShouldNotContain("Bella");
        await call.ByeAsync();

        var records = await portal.Records.AllAsync(2);
        var (ours, theirs) = (records[0], records[1]);
        (ours.Company, theirs.Company).ShouldBe((portal.People.John.Company, portal.People.Bella.Company));
        ours.Id.ShouldNotBe(theirs.Id);
        (ours.Called, ours.AnsweredBy, ours.LastRang).ShouldBe((Outside(BellasNumber), Outside(BellasNumber), Outside(BellasNumber)));
        ours.Reasons.ShouldAllBe(r => !r.Contains("Bella"));
        theirs.Caller.ShouldBe(Outside(JohnsNumber));
        theirs.Dialled.ShouldBe(BellasNumber);
        theirs.AnsweredBy!.Name.ShouldBe("Bella Baker");
        theirs.Reasons.ShouldAllBe(r => !r.Contains("John"));
    }

    [Fact]
    public async Task Shows_no_number_outside_for_somebody_who_has_none()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Give(BellasNumber, portal.People.Bella);
        var bella = portal.Phone(portal.People.Bella);

        var call = portal.Phone(portal.People.John).Call(BellasNumber);
        var ringing = await bella.RingsAsync();
        ringing.Invite.From.Uri.Host.ShouldBe("anonymous.invalid");
        ringing.Invite.ToString().ShouldNotContain("2001@acme");
        ringing.Reject(486);
        (await call.AnsweredAsync()).StatusCode.ShouldBe(486);
        (await portal.Records.AllAsync(2))[1].Caller.Number.ShouldBe("");
    }

    [Fact]
    public async Task Keeps_a_callers_secret_in_the_other_companys_log()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Give(BellasNumber, portal.People.Bella);
        portal.Numbers.Give(JohnsNumber, portal.People.John);
        var bella = portal.Phone(portal.People.Bella);

        var call = portal.Phone(portal.People.John).Call(BellasNumber, change: i => i.Headers.Add(SipHeaderName.Privacy, "id"));
        await bella.RefusesAsync(486);
        (await call.AnsweredAsync()).StatusCode.ShouldBe(486);
        (await portal.Records.AllAsync(2))[1].Caller.Number.ShouldBe("");
    }

    [Fact]
    public async Task Follows_the_forwarding_of_the_other_company_inside_it()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<BellaForwardsTo2002>(CallStep.CalledFeatures));
        portal.Numbers.Give(BellasNumber, portal.People.Bella);
        // 2002 is Jane at Acme; at Beta nobody has it.
        portal.Phone(portal.People.Jane);

        var decision = portal.Routing.WhatHappensNow(portal.People.John.Employee, BellasNumber)!;

        decision.Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(404);
        decision.Reasons.ShouldBe([BellasNumber + " is a number of another company on this platform."]);
        decision.Remarks.Where(r => r.Company == portal.People.Bella.Company).Select(r => r.Reason)
            .ShouldBe([BellasNumber + " belongs to Bella Baker.", "Bella goes to 2002", "Nobody has the number 2002."]);
    }

    [Theory]
    [InlineData(NumberState.Ordered, "is pending: it is not in service yet")]
    [InlineData(NumberState.Porting, "is pending: it is not in service yet")]
    [InlineData(NumberState.Free, "is assigned to nobody")]
    [InlineData(NumberState.Released, "is assigned to nobody")]
    public async Task Says_why_a_number_leads_nowhere(NumberState state, string why)
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Put(JanesNumber, portal.People.Jane.Company, state);

        (await portal.Phone(portal.People.John).Call("020 7946 0002".Replace(" ", "")).AnsweredAsync()).StatusCode.ShouldBe(404);

        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.UnknownNumber);
        record.Reasons[^1].ShouldBe($"The number {JanesNumber} {why}.");
    }

    [Fact]
    public async Task Leaves_a_short_number_to_the_extensions()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Put("+442002", portal.People.Bella.Company, NumberState.Assigned, NumberOwner.Of(portal.People.Bella.Employee));
        portal.Phone(portal.People.Jane);
        portal.Routing.WhatHappensNow(portal.People.John.Employee, "2002")!.Call.Called!.Name.ShouldBe("Jane Jones");
    }

    [Fact]
    public async Task Does_not_ring_a_group_that_takes_no_calls()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Put(JanesNumber, portal.People.Jane.Company, NumberState.Assigned, NumberOwner.Of(new GroupId(Guid.NewGuid())));
        var decision = portal.Routing.WhatHappensNow(portal.People.John.Employee, JanesNumber)!;
        var refuse = decision.Verdict.ShouldBeOfType<Verdict.Refuse>();
        refuse.StatusCode.ShouldBe(480);
        refuse.Reason.ShouldBe($"{JanesNumber} is the number of a group that takes no calls yet.");
    }

    private static CallParty Outside(string number) => new(number, "", null, null);

    private sealed class BellaForwardsTo2002 : ICallTreatment
    {
        public Verdict? Treat(Call call) => call.Called?.Name == "Bella Baker" ? new Verdict.Forward("2002", "unconditional", "Bella goes to 2002") : null;
    }
}
