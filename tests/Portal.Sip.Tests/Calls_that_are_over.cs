using Portal.Sip.BackToBack;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>For half a minute after an INVITE was answered (timers L and M, RFC 6026) the network may still deliver what belongs to it, though the call has ended long before.</summary>
public class Calls_that_are_over
{
    private static async Task<SipRequest> EndedCallOfOursAsync(Bench bench)
    {
        var uri = SipUri.Parse("sip:2001@192.0.2.77");
        var leg = bench.Endpoint.CreateUacSession(
            SipRequest.Create(SipMethod.Invite, uri, new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(uri)), bench.Wire.PhoneFlow, "2002");
        leg.Start();
        var invite = bench.Wire.Requests[0];
        bench.Wire.Receive(Bench.Answer(invite, 200, "own"));
        await leg.Final;
        leg.Ack();
        var bye = leg.ByeAsync();
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.Last(), 200, "own"));
        await bye;
        return invite;
    }

    [Fact]
    public async Task Another_telephone_that_answers_is_acknowledged_as_often_as_it_says_so_and_ended_once()
    {
        await using var bench = new Bench();
        var invite = await EndedCallOfOursAsync(bench);
        for (var i = 0; i < 3; i++) bench.Wire.Receive(Bench.Answer(invite, 200, "late"));
        var sent = bench.Wire.Requests.Where(r => r.To.Tag == "late").ToList();
        sent.Select(r => r.Method).ShouldBe([SipMethod.Ack, SipMethod.Bye, SipMethod.Ack, SipMethod.Ack]);
        sent[0].CSeq.ShouldBe(new CSeq(invite.CSeq.Number, SipMethod.Ack));
        sent.ShouldAllBe(r => r.CallId == invite.CallId && r.From.Tag == invite.From.Tag && r.Uri.User == "2001");
    }

    [Fact]
    public async Task Its_own_answer_again_is_absorbed()
    {
        await using var bench = new Bench();
        var invite = await EndedCallOfOursAsync(bench);
        var before = bench.Wire.Requests.Count;
        bench.Wire.Receive(Bench.Answer(invite, 200, "own"));
        bench.Wire.Receive(Bench.Answer(invite, 180, "late"));
        bench.Wire.Receive(Bench.Answer(invite, 486, "late"));
        bench.Wire.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public async Task After_timer_M_an_answer_belongs_to_nothing()
    {
        await using var bench = new Bench();
        var invite = await EndedCallOfOursAsync(bench);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(2); // the INVITE, and the BYE for T4
        bench.Wait(32.1);
        bench.Endpoint.Live.ShouldBe((0, 0, 0));
        var before = bench.Wire.Requests.Count;
        bench.Wire.Receive(Bench.Answer(invite, 200, "late"));
        bench.Wire.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_repeated_INVITE_does_not_ring_again_and_a_merged_one_is_refused()
    {
        InviteUasSession? session = null;
        var calls = 0;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
        {
            calls++;
            session = t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2001");
        }));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        var answered = session!.AnswerAsync(default, null);
        var tag = session.Transaction.LocalTag;
        bench.Wire.Receive(bench.FromPhone(SipMethod.Ack, "z9hG4bKack", toTag: tag));
        await answered;
        bench.Wire.Receive(bench.FromPhone(SipMethod.Bye, "z9hG4bKbye", 2, tag));
        session.Ended.IsCompleted.ShouldBeTrue();

        var before = bench.Wire.Responses.Count;
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        bench.Wire.Responses.Count.ShouldBe(before);
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite, "z9hG4bKotherway"));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(482);
        calls.ShouldBe(1);

        bench.Wait(32.1);
        bench.Endpoint.Live.ShouldBe((0, 0, 0));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_runs_inline_goes_on_on_the_receiving_thread()
    {
        var here = Environment.CurrentManagedThreadId;
        List<int> threads = [];
        BackToBackCall? call = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, JoinAsync));
        async ValueTask JoinAsync(SipServerTransaction t)
        {
            var caller = t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2001");
            call = new BackToBackCall(caller, runsInline: true);
            var rung = await call.RingAsync([t.Endpoint.CreateUacSession(Passing.CreateInvite(t.Request, SipUri.Parse("sip:2001@192.0.2.77")), t.Source)]);
            threads.Add(Environment.CurrentManagedThreadId);
            await call.ConnectAsync(rung);
            await call.Ended;
            threads.Add(Environment.CurrentManagedThreadId);
        }
        var invite = bench.FromPhone(SipMethod.Invite);
        invite.SetBody("v=0\r\n", "application/sdp");
        bench.Wire.Receive(invite);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.Single(r => r.IsInvite), 200));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(200);
        bench.Wire.Receive(bench.FromPhone(SipMethod.Bye, "z9hG4bKbye", 2, bench.Wire.Responses.Last().To.Tag));
        bench.Wire.Requests.Last().Method.ShouldBe(SipMethod.Bye);
        threads.ShouldBe([here, here]);
        call!.Ended.IsCompleted.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Reason: SIP;cause=200;text=\"\\\0\"", "")]
    [InlineData("Reason: SIP;cause=200;text=\"fine\"", ";note=\"\\\0\"")]
    public async Task A_NUL_that_a_peer_may_write_keeps_nobody_in_the_call(string reason, string ofFrom)
    {
        BackToBackCall? call = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, JoinAsync));
        async ValueTask JoinAsync(SipServerTransaction t)
        {
            call = new BackToBackCall(t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2001"), runsInline: true);
            var to = SipUri.Parse("sip:2001@192.0.2.77");
            var rung = await call.RingAsync([t.Endpoint.CreateUacSession(Passing.CreateInvite(t.Request, to, new NameAddr(to)), t.Source)]);
            await call.ConnectAsync(rung);
        }
        byte[] Odd(SipRequest request, string header) => System.Text.Encoding.UTF8.GetBytes(
            request.ToWireText().Replace(";tag=phonetag", ";tag=phonetag" + ofFrom).Replace("CSeq:", header + "\r\nCSeq:"));
        var invite = bench.FromPhone(SipMethod.Invite);
        invite.SetBody("v=0\r\n", "application/sdp");
        bench.Wire.Receive(Odd(invite, "Subject: odd"));
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.Single(r => r.IsInvite), 200));
        bench.Wire.Receive(Odd(bench.FromPhone(SipMethod.Bye, "z9hG4bKbye", 2, bench.Wire.Responses.Last().To.Tag), reason));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(200);
        bench.Wire.Requests.Last().Method.ShouldBe(SipMethod.Bye);
        call!.Ended.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_peer_whose_From_cannot_be_written_does_not_hold_the_other()
    {
        BackToBackCall? call = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, JoinAsync));
        async ValueTask JoinAsync(SipServerTransaction t)
        {
            call = new BackToBackCall(t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2001"), runsInline: true);
            var to = SipUri.Parse("sip:2001@192.0.2.77");
            var rung = await call.RingAsync([t.Endpoint.CreateUacSession(Passing.CreateInvite(t.Request, to, new NameAddr(to)), t.Source)]);
            await call.ConnectAsync(rung);
        }
        var invite = bench.FromPhone(SipMethod.Invite);
        invite.SetBody("v=0\r\n", "application/sdp");
        bench.Wire.Receive(System.Text.Encoding.UTF8.GetBytes(invite.ToWireText().Replace(";tag=phonetag", ";tag=phonetag;note=\"\\\0\"")));
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.Single(r => r.IsInvite), 200));
        call!.End();
        call.Ended.IsCompleted.ShouldBeTrue();
        bench.Wire.Requests.Last().Method.ShouldBe(SipMethod.Bye);
        bench.Endpoint.Live.Dialogs.ShouldBe(0);
    }
}
