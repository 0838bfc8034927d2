using Portal.Sip.BackToBack;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>INVITE with Replaces that names a leg that rings (RFC 3891 §3).</summary>
public class Picking_up
{
    private const string Offer = "v=0\r\no=- 1 1 IN IP4 192.0.2.77\r\ns=-\r\nc=IN IP4 192.0.2.77\r\nt=0 0\r\nm=audio 4000 RTP/AVP 9 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    private static async Task<TwoLegs> RingingAsync(Func<InviteUasSession, bool>? may, string? offer = "the caller's offer")
    {
        var legs = new TwoLegs { Groups = [[20, 21], [22]], Made = call => call.PickingUp = may };
        legs.Invite(offer);
        legs.Answer(await legs.ToAsync(20, SipMethod.Invite), 180);
        legs.Answer(await legs.ToAsync(21, SipMethod.Invite), 180);
        await legs.AnswerAsync(180);
        return legs;
    }

    /// <summary>A picker asks for the call that rings at 192.0.2.20.</summary>
    private static void Ask(TwoLegs legs, string? offer = Offer, string callId = "picker", int of = 20)
    {
        var rings = legs.All(of, SipMethod.Invite)[0];
        legs.Invite(offer, callId, invite => invite.Headers.Add(SipHeaderName.Replaces, new Replaces(rings.CallId, rings.From.Tag!, "at192.0.2." + of, EarlyOnly: true).ToString()));
    }

    private static Task<SipResponse> ToldAsync(TwoLegs legs, string callId, int status) => Eventually.ValueAsync(() =>
        Task.FromResult(legs.Wire.Responses.FirstOrDefault(r => r.CallId == callId && r.StatusCode == status && r.CSeq.Method == SipMethod.Invite)));

    /// <summary>The picker takes the hold and answers what it is then asked.</summary>
    private static async Task<SipRequest> AgreeAsync(TwoLegs legs)
    {
        var held = await ToldAsync(legs, "picker", 200);
        held.BodyText.ShouldContain("m=audio 9 RTP/AVP 9");
        held.BodyText.ShouldContain("a=inactive");
        legs.FromCaller(SipMethod.Ack, held, 1);
        return await legs.ToAsync(77, SipMethod.Invite);
    }

    [Fact]
    public async Task Joins_the_picker_with_the_caller_and_the_telephones_stop_ringing()
    {
        await using var legs = await RingingAsync(_ => true);
        Ask(legs);
        var asked = await AgreeAsync(legs);
        asked.BodyText.ShouldBe("the caller's offer");
        legs.All(20, SipMethod.Cancel).ShouldBeEmpty(); // rings on until it is sure
        legs.Answer(asked, 200, "the picker's answer");

        var ok = await ToldAsync(legs, "call-1", 200);
        ok.BodyText.ShouldBe("the picker's answer");
        legs.FromCaller(SipMethod.Ack, ok, 1);
        foreach (var last in new[] { 20, 21 })
        {
            (await legs.ToAsync(last, SipMethod.Cancel)).Headers[SipHeaderName.Reason]!.ShouldContain("Call completed elsewhere");
            legs.Answer(legs.All(last, SipMethod.Invite)[0], 487);
        }
        legs.All(22, SipMethod.Invite).ShouldBeEmpty();

        // They talk through us, and end each other.
        legs.FromCaller(SipMethod.Info, ok, 2, "Signal=1");
        legs.Answer(await legs.ToAsync(77, SipMethod.Info), 200);
        legs.FromCaller(SipMethod.Bye, ok, 3);
        (await legs.ToAsync(77, SipMethod.Bye)).CallId.ShouldBe("picker");
        (await legs.Call.Ended.WaitAsync(Eventually.Deadline)).How!.Cause.ShouldBe(SessionEndCause.RemoteBye);
    }

    [Fact]
    public async Task Without_an_offer_the_picker_gets_the_callers()
    {
        await using var legs = await RingingAsync(_ => true);
        Ask(legs, offer: null, of: 21);
        var ok = await ToldAsync(legs, "picker", 200);
        ok.BodyText.ShouldBe("the caller's offer");
        legs.FromCaller(SipMethod.Ack, ok, 1, "the picker's answer");
        (await ToldAsync(legs, "call-1", 200)).BodyText.ShouldBe("the picker's answer");
        await legs.ToAsync(20, SipMethod.Cancel);
        legs.All(77, SipMethod.Invite).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_without_an_offer_gets_the_pickers()
    {
        await using var legs = await RingingAsync(_ => true, offer: null);
        Ask(legs);
        var ok = await ToldAsync(legs, "call-1", 200);
        ok.BodyText.ShouldBe(Offer);
        legs.FromCaller(SipMethod.Ack, ok, 1, "the caller's answer");
        (await ToldAsync(legs, "picker", 200)).BodyText.ShouldBe("the caller's answer");
        await legs.ToAsync(20, SipMethod.Cancel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Is_for_nobody_unless_the_user_says_so(bool asked)
    {
        await using var legs = await RingingAsync(asked ? by => by.Invite.From.Uri.User == "somebody-else" : null);
        Ask(legs);
        await ToldAsync(legs, "picker", 403);
        legs.All(20, SipMethod.Cancel).ShouldBeEmpty();
        legs.Answer(legs.All(20, SipMethod.Invite)[0], 200, "answer");
        (await ToldAsync(legs, "call-1", 200)).BodyText.ShouldBe("answer");
    }

    [Fact]
    public async Task Of_a_caller_is_481_since_that_dialog_is_not_ours_to_give()
    {
        await using var legs = await RingingAsync(_ => true);
        var ringing = await legs.AnswerAsync(180);
        legs.Invite(Offer, "picker", invite => invite.Headers.Add(SipHeaderName.Replaces, new Replaces("call-1", ringing.To.Tag!, "phonetag").ToString()));
        await ToldAsync(legs, "picker", 481);
    }

    [Fact]
    public async Task A_telephone_that_answers_first_keeps_the_call()
    {
        await using var legs = await RingingAsync(_ => true);
        Ask(legs);
        var asked = await AgreeAsync(legs);
        legs.Answer(legs.All(21, SipMethod.Invite)[0], 200, "answer of the telephone");
        (await ToldAsync(legs, "call-1", 200)).BodyText.ShouldBe("answer of the telephone");
        legs.Answer(asked, 200, "too late");
        var bye = await legs.ToAsync(77, SipMethod.Bye);
        bye.CallId.ShouldBe("picker");
        bye.Headers[SipHeaderName.Reason]!.ShouldContain("Call completed elsewhere");
        legs.Call.Ended.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task The_telephones_ring_on_when_the_picker_cannot_speak_with_the_caller_or_hangs_up()
    {
        await using var legs = await RingingAsync(_ => true);
        Ask(legs);
        var asked = await AgreeAsync(legs);
        Ask(legs, callId: "second");
        await ToldAsync(legs, "second", 491); // one at a time
        legs.Answer(asked, 488);
        (await legs.ToAsync(77, SipMethod.Bye)).CallId.ShouldBe("picker");
        Ask(legs, "no offer that could be read", "third");
        await ToldAsync(legs, "third", 488);
        legs.All(20, SipMethod.Cancel).ShouldBeEmpty();
        legs.Answer(legs.All(20, SipMethod.Invite)[0], 200, "answer");
        (await ToldAsync(legs, "call-1", 200)).BodyText.ShouldBe("answer");
    }

    [Fact]
    public async Task The_caller_that_gives_up_meanwhile_leaves_nobody_behind()
    {
        await using var legs = await RingingAsync(_ => true);
        Ask(legs);
        var asked = await AgreeAsync(legs);
        legs.Wire.Receive(legs.Bench.FromPhone(SipMethod.Cancel, "z9hG4bKicall-1"));
        await legs.ToAsync(20, SipMethod.Cancel);
        legs.Answer(asked, 200, "too late");
        (await legs.ToAsync(77, SipMethod.Bye)).CallId.ShouldBe("picker");
    }
}
