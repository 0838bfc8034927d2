using Portal.Sip.BackToBack;
using Portal.Testing;

namespace Portal.Sip.Tests;

public class Calls_of_two_legs
{
    [Fact]
    public async Task Are_joined_and_ended_with_the_reason()
    {
        await using var legs = new TwoLegs();
        legs.Invite();
        var called = await legs.ToAsync(20, SipMethod.Invite);
        called.BodyText.ShouldBe("offer");
        called.MaxForwards.ShouldBe(69u);
        called.CallId.ShouldNotBe("call-1");
        legs.Answer(called, 180);
        await legs.AnswerAsync(180);
        legs.Answer(called, 200, "answer");
        (await legs.ToAsync(20, SipMethod.Ack)).Body.IsEmpty.ShouldBeTrue();
        var ok = await legs.AnswerAsync(200);
        ok.BodyText.ShouldBe("answer");
        legs.FromCaller(SipMethod.Ack, ok, 1);
        legs.FromCaller(SipMethod.Bye, ok, 2, change: bye => bye.Headers.Add(SipHeaderName.Reason, "Q.850;cause=16"));
        (await legs.ToAsync(20, SipMethod.Bye)).Headers[SipHeaderName.Reason].ShouldBe("Q.850;cause=16");
        var end = await legs.Call.Ended.WaitAsync(Eventually.Deadline);
        end.By.ShouldBe(legs.Call.Caller);
        end.How!.Cause.ShouldBe(SessionEndCause.RemoteBye);
        legs.Answer(legs.All(20, SipMethod.Bye)[0], 200);
        await legs.Call.FarewellAsync().WaitAsync(Eventually.Deadline);
        legs.Bench.Endpoint.Live.Dialogs.ShouldBe(0);
    }

    [Fact]
    public async Task Ring_many_and_keep_the_first_that_answers()
    {
        await using var legs = new TwoLegs { Groups = [[20, 21, 22]] };
        legs.Invite();
        var (a, b, c) = (await legs.ToAsync(20, SipMethod.Invite), await legs.ToAsync(21, SipMethod.Invite), await legs.ToAsync(22, SipMethod.Invite));
        legs.Answer(a, 180);
        legs.Answer(b, 183, "its media would contradict the others'");
        legs.Answer(c, 486);
        (await legs.AnswerAsync(180)).Body.IsEmpty.ShouldBeTrue();
        legs.Answer(b, 200, "answer of b");
        (await legs.AnswerAsync(200)).BodyText.ShouldBe("answer of b");
        (await legs.ToAsync(20, SipMethod.Cancel)).Headers[SipHeaderName.Reason].ShouldBe("SIP;cause=200;text=\"Call completed elsewhere\"");
        // It answers all the same: taken and ended.
        legs.Answer(a, 200, "answer of a");
        await legs.ToAsync(20, SipMethod.Ack);
        await legs.ToAsync(20, SipMethod.Bye);
        legs.Call.Legs.Second!.Dialog!.Id.RemoteTag.ShouldBe("at192.0.2.21");
        legs.Call.Ended.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Ring_one_after_another_and_give_the_best_refusal()
    {
        await using var legs = new TwoLegs { Groups = [[20], [21, 22]], RingTime = TimeSpan.FromSeconds(20) };
        legs.Invite();
        var first = await legs.ToAsync(20, SipMethod.Invite);
        legs.Answer(first, 180);
        await legs.AnswerAsync(180);
        legs.Bench.Wait(21);
        (await legs.ToAsync(20, SipMethod.Cancel)).Headers[SipHeaderName.Reason]!.ShouldContain("No answer");
        legs.Answer(await legs.ToAsync(21, SipMethod.Invite), 486);
        legs.Answer(await legs.ToAsync(22, SipMethod.Invite), 407);
        await legs.AnswerAsync(403);
    }

    [Fact]
    public async Task Stop_ringing_when_the_caller_gives_up_and_end_an_answer_that_crosses_it()
    {
        await using var legs = new TwoLegs { Groups = [[20, 21]] };
        legs.Invite();
        var (a, b) = (await legs.ToAsync(20, SipMethod.Invite), await legs.ToAsync(21, SipMethod.Invite));
        legs.Answer(a, 180);
        legs.Answer(b, 180);
        var cancel = legs.Bench.FromPhone(SipMethod.Cancel, "z9hG4bKicall-1");
        cancel.Headers.Add(SipHeaderName.Reason, "Q.850;cause=16");
        legs.Wire.Receive(cancel);
        await legs.AnswerAsync(487);
        (await legs.ToAsync(20, SipMethod.Cancel)).Uri.Host.ShouldBe("192.0.2.20");
        await legs.ToAsync(21, SipMethod.Cancel);
        legs.Answer(a, 200, "answer");
        legs.Answer(b, 487);
        await legs.ToAsync(20, SipMethod.Ack);
        await legs.ToAsync(20, SipMethod.Bye);
        (await legs.Call.Ended.WaitAsync(Eventually.Deadline)).How!.Cause.ShouldBe(SessionEndCause.NotEstablished);
    }

    [Fact]
    public async Task Without_an_offer_in_the_INVITE_the_answer_goes_in_the_ACK()
    {
        await using var legs = new TwoLegs();
        legs.Invite(body: null);
        var called = await legs.ToAsync(20, SipMethod.Invite);
        called.Body.IsEmpty.ShouldBeTrue();
        legs.Answer(called, 200, "offer of the called");
        var ok = await legs.AnswerAsync(200);
        ok.BodyText.ShouldBe("offer of the called");
        legs.All(20, SipMethod.Ack).ShouldBeEmpty();
        legs.FromCaller(SipMethod.Ack, ok, 1, "answer of the caller");
        (await legs.ToAsync(20, SipMethod.Ack)).BodyText.ShouldBe("answer of the caller");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pass_hold_from_either_side_with_or_without_an_offer(bool hasOffer)
    {
        await using var legs = new TwoLegs();
        var (called, ok) = await legs.TalkAsync();
        legs.FromCaller(SipMethod.Invite, ok, 2, hasOffer ? "hold" : null);
        var passed = await legs.ToAsync(20, SipMethod.Invite, 2);
        passed.BodyText.ShouldBe(hasOffer ? "hold" : "");
        legs.Answer(passed, 200, "held");
        var again = await legs.AnswerAsync(200, n: 2);
        again.BodyText.ShouldBe("held");
        legs.FromCaller(SipMethod.Ack, ok, 2, hasOffer ? null : "answer in the ACK");
        (await legs.ToAsync(20, SipMethod.Ack, 2)).BodyText.ShouldBe(hasOffer ? "" : "answer in the ACK");

        // The offer is done with only when its ACK has been dealt with: until then the other side is told to wait.
        SipRequest? back = null;
        for (var cseq = 1u; back is null; cseq++)
        {
            var reinvite = legs.FromCalled(called, SipMethod.Invite, cseq, "resume");
            await Eventually.TrueAsync(() => legs.All(77, SipMethod.Invite).Count > 0 || legs.Wire.Responses.Any(r => r.StatusCode == 491 && r.TopVia!.Branch == reinvite.TopVia!.Branch));
            back = legs.All(77, SipMethod.Invite).FirstOrDefault();
        }
        back.BodyText.ShouldBe("resume");
    }

    [Fact]
    public async Task Tell_the_second_of_two_offers_to_wait()
    {
        await using var legs = new TwoLegs();
        var (called, ok) = await legs.TalkAsync();
        legs.FromCaller(SipMethod.Invite, ok, 2, "hold");
        var passed = await legs.ToAsync(20, SipMethod.Invite, 2);
        legs.FromCalled(called, SipMethod.Invite, 1, "other");
        await legs.AnswerAsync(491);
        legs.FromCalled(called, SipMethod.Update, 2, "other");
        await legs.AnswerAsync(491, SipMethod.Update);
        // And when the telephone itself says so, its 491 is the caller's to wait for (§14.1).
        legs.Answer(passed, 491);
        await legs.AnswerAsync(491, n: 2);
        legs.All(77, SipMethod.Invite).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pass_other_requests_with_their_bodies()
    {
        await using var legs = new TwoLegs();
        var (called, ok) = await legs.TalkAsync();
        legs.FromCalled(called, SipMethod.Info, 1, "Signal=5", info => info.Headers.Add("Info-Package", "dtmf"));
        var passed = await legs.ToAsync(77, SipMethod.Info);
        (passed.BodyText, passed.ContentType, passed.Headers["Info-Package"]).ShouldBe(("Signal=5", "application/dtmf-relay", "dtmf"));
        var answer = SipResponse.Create(passed, 481);
        legs.Wire.Receive(answer);
        // The caller has lost the call: told as a failure of ours, and then ended.
        await legs.AnswerAsync(503, SipMethod.Info);
        await legs.ToAsync(20, SipMethod.Bye);
        (await legs.Call.Ended.WaitAsync(Eventually.Deadline)).How!.Cause.ShouldBe(SessionEndCause.PeerLost);
        ok.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Confirm_reliable_answers_on_each_side_by_itself()
    {
        await using var legs = new TwoLegs { Leg = leg => leg.OfferReliable = true };
        legs.Invite(change: invite => invite.Headers.Add(SipHeaderName.Supported, "100rel"));
        var called = await legs.ToAsync(20, SipMethod.Invite);
        legs.Answer(called, 183, "early answer", r => r.Headers.Add(SipHeaderName.Require, "100rel").Add(SipHeaderName.RSeq, "7"));
        legs.Answer(await legs.ToAsync(20, SipMethod.Prack), 200);
        var early = await legs.AnswerAsync(183);
        early.BodyText.ShouldBe("early answer");
        early.Headers.HasToken(SipHeaderName.Require, "100rel").ShouldBeTrue();
        // The 200 waits for the caller's PRACK, and has the answer even where the telephone left it out.
        legs.Answer(called, 200);
        await legs.ToAsync(20, SipMethod.Ack);
        legs.Wire.Responses.ShouldNotContain(r => r.StatusCode == 200);
        legs.FromCaller(SipMethod.Prack, early, 2, change: p => p.Headers.Add(SipHeaderName.RAck, $"{early.Headers[SipHeaderName.RSeq]} 1 INVITE"));
        await legs.AnswerAsync(200, SipMethod.Prack);
        (await legs.AnswerAsync(200)).BodyText.ShouldBe("early answer");
    }

    [Fact]
    public async Task Pass_an_UPDATE_before_the_answer()
    {
        await using var legs = new TwoLegs();
        legs.Invite();
        var called = await legs.ToAsync(20, SipMethod.Invite);
        legs.Answer(called, 183, "early");
        var early = await legs.AnswerAsync(183);
        legs.FromCaller(SipMethod.Update, early, 2, "another offer");
        var update = await legs.ToAsync(20, SipMethod.Update);
        update.BodyText.ShouldBe("another offer");
        update.To.Tag.ShouldBe("at192.0.2.20");
        legs.Answer(update, 200, "another answer");
        (await legs.AnswerAsync(200, SipMethod.Update)).BodyText.ShouldBe("another answer");
    }

    [Fact]
    public async Task Are_ended_when_the_caller_never_acknowledges()
    {
        await using var legs = new TwoLegs();
        legs.Invite();
        legs.Answer(await legs.ToAsync(20, SipMethod.Invite), 200, "answer");
        await legs.AnswerAsync(200);
        for (var i = 0; i < 40; i++) legs.Bench.Wait(1);
        (await legs.Call.Ended.WaitAsync(Eventually.Deadline)).How!.Cause.ShouldBe(SessionEndCause.AckMissing);
        await legs.ToAsync(20, SipMethod.Bye);
        await legs.ToAsync(77, SipMethod.Bye);
        legs.Wire.Responses.Count(r => r.StatusCode == 200 && r.CSeq.Method == SipMethod.Invite).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Have_session_timers_of_their_own()
    {
        await using var legs = new TwoLegs { Timer = new SessionTimerOptions { Interval = TimeSpan.FromSeconds(200) } };
        // The caller refreshes for itself; the called knows nothing of timers, so that we refresh there.
        var (called, ok) = await legs.TalkAsync(change: invite => invite.Headers.Add(SipHeaderName.Supported, "timer"), answer: r => r.Headers.Add(SipHeaderName.Allow, "INVITE, UPDATE"));
        ok.Headers[SipHeaderName.SessionExpires].ShouldBe("200;refresher=uac");
        await Eventually.TrueAsync(() => legs.Call.Legs.Second?.SessionInterval is not null);
        legs.Bench.Wait(101);
        var refresh = await legs.ToAsync(20, SipMethod.Update);
        refresh.Body.IsEmpty.ShouldBeTrue();
        legs.Answer(refresh, 200);
        legs.All(77, SipMethod.Update).ShouldBeEmpty();
        // The caller's refresh never comes: both legs end.
        legs.Bench.Wait(70);
        (await legs.Call.Ended.WaitAsync(Eventually.Deadline)).How!.Cause.ShouldBe(SessionEndCause.Expired);
        await legs.ToAsync(77, SipMethod.Bye);
        await legs.ToAsync(20, SipMethod.Bye);
        called.Headers[SipHeaderName.SessionExpires].ShouldBe("200");
    }

    [Fact]
    public async Task Last_no_longer_than_they_may_and_end_from_here()
    {
        await using var legs = new TwoLegs();
        await legs.TalkAsync();
        legs.Call.LimitTo(TimeSpan.FromSeconds(10));
        legs.Bench.Wait(11);
        (await legs.Call.Ended.WaitAsync(Eventually.Deadline)).By.ShouldBeNull();
        await legs.ToAsync(20, SipMethod.Bye);
        await legs.ToAsync(77, SipMethod.Bye);
        (await legs.Call.RingAsync([legs.MakeLeg(legs.Call.Caller.Invite, 21)])).End.ShouldBe(RingingEnd.Abandoned);
        legs.All(21, SipMethod.Invite).ShouldBeEmpty();
    }
}
