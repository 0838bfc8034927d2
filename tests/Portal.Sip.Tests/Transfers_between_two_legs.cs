using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>Transfers that the B2BUA carries out itself (RFC 5589, RFC 3891).</summary>
public class Transfers_between_two_legs
{
    private static void Refer(TwoLegs legs, SipResponse ok, uint cseq, string target) => legs.FromCaller(SipMethod.Refer, ok, cseq, change: r => r.Headers.Add(SipHeaderName.ReferTo, target));

    /// <summary>Takes the NOTIFYs to the caller as they come, until one says this.</summary>
    private static async Task ReportedAsync(TwoLegs legs, string text)
    {
        for (var n = 1; ; n++)
        {
            var notify = await legs.ToAsync(77, SipMethod.Notify, n);
            legs.Wire.Receive(SipResponse.Create(notify, 200));
            if (notify.BodyText.Contains(text, StringComparison.Ordinal)) return;
        }
    }

    [Fact]
    public async Task Blind_the_new_party_is_called_and_takes_the_askers_place()
    {
        await using var legs = new TwoLegs();
        legs.Made = call => call.Transferring = async transfer =>
            transfer.Referral.Target.Uri.User == "2003" ? await transfer.CallAsync(legs.MakeLeg(call.Caller.Invite, 30, body: false)) : 403;
        var (called, ok) = await legs.TalkAsync();
        Refer(legs, ok, 2, "<sip:2003@192.0.2.1>");
        await legs.AnswerAsync(202, SipMethod.Refer);
        var newer = await legs.ToAsync(30, SipMethod.Invite);
        newer.Body.IsEmpty.ShouldBeTrue();
        legs.Answer(newer, 180);
        await ReportedAsync(legs, "180");
        legs.Answer(newer, 200, "offer of the new");
        var reinvite = await legs.ToAsync(20, SipMethod.Invite, 2);
        reinvite.BodyText.ShouldBe("offer of the new");
        // In the middle of an offer of its own it says wait; it is asked again after a random time.
        legs.Answer(reinvite, 491);
        await Eventually.TrueAsync(() =>
        {
            legs.Bench.Wait(0.5);
            return legs.All(20, SipMethod.Invite).Count == 3;
        });
        legs.Answer(legs.All(20, SipMethod.Invite)[2], 200, "answer of the one that stays");
        (await legs.ToAsync(30, SipMethod.Ack)).BodyText.ShouldBe("answer of the one that stays");
        await ReportedAsync(legs, "200");
        legs.Wire.Receive(SipResponse.Create(await legs.ToAsync(77, SipMethod.Bye), 200));

        // The two that are left talk through us, and end each other.
        legs.FromCalled(newer, SipMethod.Info, 1, "Signal=1");
        legs.Answer(await legs.ToAsync(20, SipMethod.Info), 200);
        legs.FromCalled(called, SipMethod.Bye, 1);
        await legs.ToAsync(30, SipMethod.Bye);
        (await legs.Call.Ended.WaitAsync(Eventually.Deadline)).How!.Cause.ShouldBe(SessionEndCause.RemoteBye);
    }

    [Fact]
    public async Task Blind_the_call_goes_on_where_the_new_party_is_busy_or_not_allowed()
    {
        await using var legs = new TwoLegs();
        legs.Made = call => call.Transferring = async transfer =>
            transfer.Referral.Target.Uri.User == "2003" ? await transfer.CallAsync(legs.MakeLeg(call.Caller.Invite, 30, body: false)) : 403;
        var (_, ok) = await legs.TalkAsync();
        Refer(legs, ok, 2, "<sip:2003@192.0.2.1>");
        legs.Answer(await legs.ToAsync(30, SipMethod.Invite), 486);
        await ReportedAsync(legs, "486");
        Refer(legs, ok, 3, "<sip:2009@192.0.2.1>");
        await ReportedAsync(legs, "403");
        legs.Call.Ended.IsCompleted.ShouldBeFalse();
        legs.All(20, SipMethod.Invite).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Blind_the_asker_may_hang_up_as_soon_as_it_has_asked()
    {
        await using var legs = new TwoLegs();
        legs.Made = call => call.Transferring = transfer => transfer.CallAsync(legs.MakeLeg(call.Caller.Invite, 30, body: false));
        var (_, ok) = await legs.TalkAsync();
        Refer(legs, ok, 2, "<sip:2003@192.0.2.1>");
        var newer = await legs.ToAsync(30, SipMethod.Invite);
        legs.FromCaller(SipMethod.Bye, ok, 3);
        legs.Answer(newer, 200, "offer");
        legs.Answer(await legs.ToAsync(20, SipMethod.Invite, 2), 200, "answer");
        (await legs.ToAsync(30, SipMethod.Ack)).BodyText.ShouldBe("answer");
        legs.Call.Ended.IsCompleted.ShouldBeFalse();
        await Eventually.TrueAsync(() => legs.Call.Legs.First.Dialog!.Id.RemoteTag == "at192.0.2.30");
    }

    [Fact]
    public async Task Attended_two_calls_become_one()
    {
        await using var legs = new TwoLegs();
        legs.Made = call => call.Transferring = transfer => transfer.JoinAsync();
        var (first, ok1) = await legs.TalkAsync();
        legs.Groups = [[30]];
        var (second, ok2) = await legs.TalkAsync("call-2");
        var (one, two) = (legs.Calls[0], legs.Calls[1]);
        var replaces = Uri.EscapeDataString(new Replaces("call-2", ok2.To.Tag!, "phonetag").ToString());
        Refer(legs, ok1, 2, $"<sip:2003@192.0.2.1?Replaces={replaces}>");

        var ask = await legs.ToAsync(30, SipMethod.Invite, 2);
        ask.Body.IsEmpty.ShouldBeTrue();
        legs.Answer(ask, 200, "offer of 30");
        var pass = await legs.ToAsync(20, SipMethod.Invite, 2);
        pass.BodyText.ShouldBe("offer of 30");
        legs.Answer(pass, 200, "answer of 20");
        (await legs.ToAsync(30, SipMethod.Ack, 2)).BodyText.ShouldBe("answer of 20");
        await ReportedAsync(legs, "200");
        // Both legs of the one that asked are ended, and the second call with them.
        await legs.ToAsync(77, SipMethod.Bye, 2);
        (await two.Ended.WaitAsync(Eventually.Deadline)).By.ShouldBeNull();
        one.Ended.IsCompleted.ShouldBeFalse();
        legs.FromCalled(second, SipMethod.Bye, 1);
        (await legs.ToAsync(20, SipMethod.Bye)).CallId.ShouldBe(first.CallId);
        await one.Ended.WaitAsync(Eventually.Deadline);
    }

    [Fact]
    public async Task An_INVITE_with_Replaces_takes_the_place_of_a_leg()
    {
        await using var legs = new TwoLegs();
        var (called, ok) = await legs.TalkAsync();
        legs.Invite("offer of the newcomer", "call-3", invite => invite.Headers.Add(SipHeaderName.Replaces, new Replaces("call-1", ok.To.Tag!, "phonetag").ToString()));
        var reinvite = await legs.ToAsync(20, SipMethod.Invite, 2);
        reinvite.BodyText.ShouldBe("offer of the newcomer");
        legs.Answer(reinvite, 200, "answer for the newcomer");
        var taken = await legs.AnswerAsync(200, n: 2);
        taken.BodyText.ShouldBe("answer for the newcomer");
        taken.CallId.ShouldBe("call-3");
        legs.FromCaller(SipMethod.Ack, taken, 1);
        (await legs.ToAsync(77, SipMethod.Bye)).CallId.ShouldBe("call-1");
        legs.Call.Ended.IsCompleted.ShouldBeFalse();
        legs.FromCaller(SipMethod.Bye, taken, 2);
        (await legs.ToAsync(20, SipMethod.Bye)).CallId.ShouldBe(called.CallId);
    }

    [Fact]
    public async Task Are_refused_unless_somebody_takes_them()
    {
        await using var legs = new TwoLegs();
        var (_, ok) = await legs.TalkAsync();
        Refer(legs, ok, 2, "<sip:2003@192.0.2.1>");
        await legs.AnswerAsync(501, SipMethod.Refer);
        legs.Invite(callId: "call-3", change: invite => invite.Headers.Add(SipHeaderName.Replaces, new Replaces("call-1", "wrong", "phonetag").ToString()));
        await legs.AnswerAsync(481);
        legs.Call.Ended.IsCompleted.ShouldBeFalse();
    }
}
