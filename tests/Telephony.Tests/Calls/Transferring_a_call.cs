using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;

namespace Portal.Telephony.Tests.Calls;

/// <summary>Blind: "call this number in my place".</summary>
public class Transferring_a_call
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connects_the_one_who_stays_with_the_new_number(bool byTheCaller)
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);
        var (caller, called) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));
        var (asker, stays) = byTheCaller ? (caller, called) : (called, caller);

        var referral = await asker.ReferAsync("2003");
        var ringing = await mary.RingsAsync();
        ringing.Invite.Body.IsEmpty.ShouldBeTrue("the new telephone is asked for an offer");
        ringing.Invite.From.Uri.UserText.ShouldBe(stays.Phone.Owner.Number);
        ringing.Invite.Headers[SipHeaderName.ReferredBy].ShouldBe($"<sip:{asker.Phone.Owner.Number}@{People.Acme}>");
        ringing.Progress(180);
        await Eventually.TrueAsync(() => referral.Latest == 180);
        var target = await Line.PickUpAsync(mary, ringing);

        (await referral.Outcome.WaitAsync(Eventually.Deadline)).ShouldBe(200);
        (await asker.EndsAsync()).Cause.ShouldBe(SessionEndCause.RemoteBye);
        (await stays.AskedAsync(Line.Description(mary))).Headers[SipHeaderName.PAssertedIdentity].ShouldBe("\"Mary Miller\" <sip:2003@acme.localhost>");
        await stays.TalksWithAsync(target);
        await target.TalksWithAsync(stays);

        var first = await portal.Records.OneAsync();
        first.Caller.Name.ShouldBe("John Smith");
        first.AnsweredBy!.Name.ShouldBe("Jane Jones");
        (first.Result, first.EndedBy).ShouldBe((CallResult.Answered, "transfer"));
        first.Reasons[^1].ShouldBe($"{asker.Phone.Owner.DisplayName} transferred the call to 2003.");

        await stays.HangUpAsync();
        await target.EndsAsync();
        var second = (await portal.Records.AllAsync(2))[1];
        second.Caller.Employee.ShouldBe(asker.Phone.Owner.Employee, "who transfers pays");
        second.Dialled.ShouldBe("2003");
        second.AnsweredBy!.Name.ShouldBe("Mary Miller");
        (second.Result, second.EndedBy).ShouldBe((CallResult.Answered, "transferred"));
        second.Reasons[0].ShouldBe($"{asker.Phone.Owner.DisplayName} transferred {stays.Phone.Owner.DisplayName} here.");
        second.StartedAt.ShouldBeGreaterThanOrEqualTo(first.StartedAt);
        second.AnsweredAt!.Value.ShouldBeLessThanOrEqualTo(first.EndedAt);
        second.EndedAt.ShouldBeGreaterThanOrEqualTo(first.EndedAt);
        portal.Counted("portal.telephony.transfers", "blind").ShouldBe(1);
        await Eventually.TrueAsync(() => portal.Counted("portal.telephony.calls.active") == 0);
    }

    [Theory]
    [InlineData(486, CallResult.Busy)]
    [InlineData(603, CallResult.Declined)]
    [InlineData(488, CallResult.Failed)]
    public async Task Leaves_the_call_as_it_was_when_the_new_number_does_not_take_it(int status, CallResult result)
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));

        var refuses = mary.RefusesAsync(status);
        (await jane.TransferAsync("2003")).ShouldBe(status);
        await refuses;
        await john.TalksWithAsync(jane);
        await jane.TalksWithAsync(john);
        var tried = await portal.Records.OneAsync();
        (tried.Caller.Name, tried.Dialled, tried.Result, tried.StatusCode).ShouldBe(("Jane Jones", "2003", result, status));

        await john.HangUpAsync();
        var call = (await portal.Records.AllAsync(2))[1];
        (call.Result, call.EndedBy).ShouldBe((CallResult.Answered, "caller"));
        call.Reasons[^1].ShouldBe("Jane Jones could not transfer the call to 2003.");
    }

    [Theory]
    [InlineData("2009", People.Acme, 404, CallResult.UnknownNumber)]
    [InlineData("2001", People.Beta, 404, CallResult.UnknownNumber)]
    [InlineData("2003", People.Acme, 480, CallResult.NotRegistered)]
    public async Task Finds_only_whom_the_one_who_transfers_could_call(string number, string host, int status, CallResult result)
    {
        await using var portal = await TestSwitch.StartAsync();
        var bella = portal.Phone(portal.People.Bella);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));

        (await john.TransferAsync(number, host: host)).ShouldBe(status);
        bella.Rung.ShouldBe(0);
        await john.TalksWithAsync(jane);
        (await portal.Records.OneAsync()).Result.ShouldBe(result);
    }

    [Fact]
    public async Task Is_refused_to_whom_may_not_call_the_number_whoever_began_the_call()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<JaneMayNotCallMary>(CallStep.MayCall + 1));
        var mary = portal.Phone(portal.People.Mary);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));

        (await jane.TransferAsync("2003")).ShouldBe(403);
        mary.Rung.ShouldBe(0);
        var refused = await portal.Records.OneAsync();
        (refused.Caller.Name, refused.Result).ShouldBe(("Jane Jones", CallResult.Refused));
        refused.Reasons.ShouldContain("Jane may not call Mary.");

        var picksUp = Line.PickUpAsync(mary);
        (await john.TransferAsync("2003")).ShouldBe(200);
        await jane.TalksWithAsync(await picksUp);
    }

    [Fact]
    public async Task Is_refused_to_an_employee_who_was_switched_off_meanwhile()
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));
        portal.People.Replace(portal.People.Jane with { MayCall = false });

        (await jane.TransferAsync("2003")).ShouldBe(403);
        mary.Rung.ShouldBe(0);
        await john.TalksWithAsync(jane);
    }

    [Fact]
    public async Task Obeys_what_the_new_number_has_set()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<UnknownGoesToMary>(CallStep.CalledFeatures - 3));
        var mary = portal.Phone(portal.People.Mary);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));

        var picksUp = Line.PickUpAsync(mary);
        (await john.TransferAsync("2999")).ShouldBe(200);
        var target = await picksUp;
        target.Session.ShouldBeOfType<InviteUasSession>().Invite.Headers[SipHeaderName.Diversion].ShouldStartWith("<sip:2999@");
        await jane.TalksWithAsync(target);
        await target.HangUpAsync();
        var second = (await portal.Records.AllAsync(2))[1];
        second.EndedBy.ShouldBe("called");
        second.Diversions.ShouldHaveSingleItem().To.ShouldBe("2003");
    }

    [Fact]
    public async Task Rings_nobody_any_more_when_the_one_who_stays_hangs_up()
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));

        await john.ReferAsync("2003");
        var ringing = await mary.RingsAsync();
        ringing.Progress(180);
        await jane.HangUpAsync();

        (await ringing.EndsAsync()).Cause.ShouldBe(SessionEndCause.NotEstablished);
        await john.EndsAsync();
        var records = await portal.Records.AllAsync(2);
        records.Single(r => r.Dialled == "2002").EndedBy.ShouldBe("called");
        records.Single(r => r.Dialled == "2003").Result.ShouldBe(CallResult.CallerHungUp);
        await Eventually.TrueAsync(() => portal.Counted("portal.telephony.calls.active") == 0);
    }

    [Fact]
    public async Task Works_for_telephones_that_hang_up_as_soon_as_they_have_asked()
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));

        await john.ReferAsync("2003");
        await john.HangUpAsync();
        var target = await Line.PickUpAsync(mary);
        await jane.AskedAsync(Line.Description(mary));
        await portal.Records.OneAsync();
        await jane.TalksWithAsync(target);
    }

    [Fact]
    public async Task Can_be_done_again_and_again()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (johns, janes, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var picksUp = Line.PickUpAsync(marys);
        (await john.TransferAsync("2003")).ShouldBe(200);
        var mary = await picksUp;
        await john.EndsAsync();

        // Mary gives Jane back to John.
        picksUp = Line.PickUpAsync(johns);
        (await mary.TransferAsync("2001")).ShouldBe(200);
        john = await picksUp;
        await mary.EndsAsync();
        await jane.TalksWithAsync(john);
        await jane.HangUpAsync();
        await john.EndsAsync();

        var records = await portal.Records.AllAsync(3);
        records.Select(r => (r.Caller.Name, r.AnsweredBy!.Name, r.EndedBy)).ShouldBe(
            [("John Smith", "Jane Jones", "transfer"), ("John Smith", "Mary Miller", "transfer"), ("Mary Miller", "John Smith", "transferred")]);
        await Eventually.TrueAsync(() => portal.Counted("portal.telephony.calls.active") == 0);
    }

    [Fact]
    public async Task Shows_another_company_no_more_than_public_numbers_and_its_own_call()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Give("+442079460001", portal.People.John);
        portal.Numbers.Give("+441614960001", portal.People.Bella);
        var (bellas, johns, marys, janes) = (portal.Phone(portal.People.Bella), portal.Phone(portal.People.John), portal.Phone(portal.People.Mary), portal.Phone(portal.People.Jane));
        var (bella, john) = await Line.BetweenAsync(bellas, johns, "02079460001");

        await john.ReferAsync("2003");
        var ringing = await marys.RingsAsync();
        ringing.Invite.From.Uri.UserText.ShouldBe("+441614960001");
        var mary = await Line.PickUpAsync(marys, ringing);
        await john.EndsAsync();
        // And once more, to Jane.
        var picksUp = Line.PickUpAsync(janes);
        (await mary.TransferAsync("2002")).ShouldBe(200);
        var jane = await picksUp;
        await mary.EndsAsync();
        await bella.TalksWithAsync(jane);
        (await portal.Records.AllAsync(2)).ShouldAllBe(r => r.Company == portal.People.John.Company && r.EndedBy == "transfer");
        await bella.HangUpAsync();
        await jane.EndsAsync();

        var records = await portal.Records.AllAsync(4);
        var betas = records.Single(r => r.Company == portal.People.Bella.Company);
        (betas.Caller.Name, betas.Dialled, betas.Result, betas.EndedBy).ShouldBe(("Bella Baker", "02079460001", CallResult.Answered, "caller"));
        betas.Reasons.ShouldContain("The other side transferred the call to somebody else.");
        betas.Reasons.ShouldNotContain(r => r.Contains("John", StringComparison.Ordinal) || r.Contains("Mary", StringComparison.Ordinal) || r.Contains("Jane", StringComparison.Ordinal));
        records.Where(r => r != betas).SelectMany(r => r.Reasons).ShouldNotContain(r => r.Contains("Bella", StringComparison.Ordinal));
        records.Where(r => r != betas).Select(r => r.AnsweredBy!.Name).ShouldBe(["John Smith", "Mary Miller", "Jane Jones"]);
        await Eventually.TrueAsync(() => portal.Counted("portal.telephony.calls.active") == 0);
    }

    [Fact]
    public async Task Ends_with_a_record_of_each_when_the_switch_is_stopped()
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);
        var (john, _) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));
        await john.ReferAsync("2003");
        var ringing = await mary.RingsAsync();

        await portal.StopAsync();
        await ringing.EndsAsync();
        portal.Records.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("<sip:2003@acme.localhost;method=BYE>", 202)]
    [InlineData("<mailto:mary@acme.localhost>", 416)]
    [InlineData("nonsense", 400)]
    public async Task Refuses_what_is_no_call(string target, int status)
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));
        var refer = john.Session.CreateRequest(SipMethod.Refer);
        refer.Headers.Add(SipHeaderName.ReferTo, target);

        (await john.Session.SendAsync(refer).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(status);
        await john.TalksWithAsync(jane);
        mary.Rung.ShouldBe(0);
        portal.Records.Count.ShouldBe(0);
    }

    private sealed class JaneMayNotCallMary : ICallTreatment
    {
        public Verdict? Treat(Call call) =>
            call.Caller.Name == "Jane Jones" && call.Target == "2003" ? new Verdict.Refuse(403, "Forbidden", "Jane may not call Mary.") : null;
    }

    private sealed class UnknownGoesToMary : ICallTreatment
    {
        public Verdict? Treat(Call call) => call.Target == "2999" ? new Verdict.Forward("2003", "unconditional", "2999 is Mary's.") : null;
    }
}
