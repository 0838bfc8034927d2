using Portal.Testing;

namespace Portal.Sip.Tests;

public class Sessions
{
    private static readonly byte[] Offer = "v=0\r\n"u8.ToArray();

    private static SipRequest Invite() =>
        SipRequest.Create(SipMethod.Invite, SipUri.Parse("sip:2001@192.0.2.77"), new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:2001@b")));

    /// <summary>A caller's leg that is answered at once, and its 200.</summary>
    private static async Task<(Bench Bench, InviteUasSession Leg, Task<SipRequest?> Ack, SipResponse Ok)> AnsweredAsync(SessionTimerOptions? timer = null, Action<SipRequest>? invite = null)
    {
        InviteUasSession? leg = null;
        Task<SipRequest?>? ack = null;
        var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
        {
            leg = t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2001", timer);
            ack = leg.AnswerAsync(Offer, "application/sdp");
        }));
        var request = bench.FromPhone(SipMethod.Invite);
        invite?.Invoke(request);
        bench.Wire.Receive(request);
        await Task.Yield();
        return (bench, leg!, ack!, bench.Wire.Responses.Last());
    }

    private static async Task<(Bench Bench, InviteUacSession Leg, SipRequest Invite)> RungAsync(SessionTimerOptions? timer = null, Action<SipResponse>? ok = null)
    {
        var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Invite(), bench.Wire.PhoneFlow, "2002", timer);
        leg.Start();
        var invite = bench.Wire.Requests[0];
        var answer = Bench.Answer(invite, 200);
        ok?.Invoke(answer);
        bench.Wire.Receive(answer);
        await leg.Final;
        leg.Ack();
        return (bench, leg, invite);
    }

    [Fact]
    public async Task Repeat_the_200_until_the_ACK_comes()
    {
        var (bench, leg, ack, ok) = await AnsweredAsync();
        await using var _ = bench;
        ok.Contact!.Uri.User.ShouldBe("2001");
        bench.Wait(0.5);
        bench.Wait(1);
        bench.Wire.Responses.Count.ShouldBe(3);
        var request = bench.FromPhone(SipMethod.Ack, "z9hG4bKack", toTag: ok.To.Tag);
        request.SetBody("v=0\r\n", "application/sdp");
        bench.Wire.Receive(request);
        (await ack)!.BodyText.ShouldBe("v=0\r\n");
        bench.Wait(60);
        bench.Wire.Responses.Count.ShouldBe(3);
        leg.IsEstablished.ShouldBeTrue();
    }

    [Fact]
    public async Task End_by_BYE_when_the_ACK_never_comes()
    {
        var (bench, leg, ack, _) = await AnsweredAsync();
        await using var __ = bench;
        bench.Wait(33);
        (await ack).ShouldBeNull();
        (await leg.Ended).Cause.ShouldBe(SessionEndCause.AckMissing);
        await Eventually.TrueAsync(() => bench.Wire.Requests.Any(r => r.Method == SipMethod.Bye));
    }

    [Fact]
    public async Task End_with_the_callers_BYE_and_answer_481_afterwards()
    {
        var (bench, leg, _, ok) = await AnsweredAsync();
        await using var __ = bench;
        bench.Wire.Receive(bench.FromPhone(SipMethod.Ack, "z9hG4bKack", toTag: ok.To.Tag));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Bye, "z9hG4bKbye", 2, ok.To.Tag));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(200);
        var end = await leg.Ended;
        end.Cause.ShouldBe(SessionEndCause.RemoteBye);
        end.Bye.ShouldNotBeNull();
        bench.Wire.Receive(bench.FromPhone(SipMethod.Bye, "z9hG4bKbye2", 3, ok.To.Tag));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(481);
        bench.Endpoint.Live.Dialogs.ShouldBe(0);
    }

    [Fact]
    public async Task Refuse_a_request_that_is_older_than_the_last()
    {
        var (bench, _, _, ok) = await AnsweredAsync();
        await using var __ = bench;
        bench.Wire.Receive(bench.FromPhone(SipMethod.Options, "z9hG4bKo1", 10, ok.To.Tag));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(200);
        bench.Wire.Receive(bench.FromPhone(SipMethod.Options, "z9hG4bKo2", 9, ok.To.Tag));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(500);
    }

    [Fact]
    public async Task Tell_that_the_caller_gave_up()
    {
        InviteUasSession? leg = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
        {
            leg = t.Endpoint.CreateUasSession((InviteServerTransaction)t);
            leg.Progress(180);
        }));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Cancel));
        (await leg!.Cancelled).ShouldNotBeNull();
        (await leg.Ended).ShouldBe(new SessionEnd(SessionEndCause.NotEstablished, StatusCode: 487));
        (await leg.AnswerAsync(Offer, "application/sdp")).ShouldBeNull();
        leg.Progress(183).ShouldBeFalse();
        bench.Wire.Responses.Select(r => r.StatusCode).ShouldBe([180, 200, 487]);
    }

    [Fact]
    public async Task Hand_a_reINVITE_to_the_user_and_repeat_its_200_too()
    {
        var (bench, leg, _, ok) = await AnsweredAsync();
        await using var __ = bench;
        bench.Wire.Receive(bench.FromPhone(SipMethod.Ack, "z9hG4bKack", toTag: ok.To.Tag));
        SipRequest? acknowledged = null;
        leg.RequestReceived = async t =>
        {
            var answer = t.CreateResponse(200);
            answer.SetBody("held", "application/sdp");
            acknowledged = await leg.AcceptAsync((InviteServerTransaction)t, answer);
        };
        var reinvite = bench.FromPhone(SipMethod.Invite, "z9hG4bKre", 2, ok.To.Tag);
        reinvite.Headers["Contact"] = "<sip:moved@192.0.2.78>";
        bench.Wire.Receive(reinvite);
        await Eventually.TrueAsync(() => bench.Wire.Responses.Last().BodyText == "held");
        leg.Dialog!.RemoteTarget.ToString().ShouldBe("sip:moved@192.0.2.78");
        var ack = bench.FromPhone(SipMethod.Ack, "z9hG4bKack2", 2, ok.To.Tag);
        bench.Wire.Receive(ack);
        await Eventually.TrueAsync(() => acknowledged is not null);
    }

    [Fact]
    public async Task Send_requests_of_the_dialog_along_the_route_set()
    {
        var (bench, leg, invite) = await RungAsync(ok: answer => answer.Headers.Add(SipHeaderName.RecordRoute, "<sip:p2.example.com;lr>, <sip:p1.example.com;lr>"));
        await using var __ = bench;
        _ = leg.ByeAsync("Q.850;cause=16");
        var bye = bench.Wire.Requests.Last();
        bye.Method.ShouldBe(SipMethod.Bye);
        bye.Uri.ToString().ShouldBe("sip:2001@192.0.2.77:5062");
        bye.Headers.Values(SipHeaderName.Route).ShouldBe(["<sip:p1.example.com;lr>", "<sip:p2.example.com;lr>"]);
        bye.CSeq.Number.ShouldBe(invite.CSeq.Number + 1);
        bye.From.Tag.ShouldBe(invite.From.Tag);
        bye.To.Tag.ShouldBe("callee");
        bye.Headers["Reason"].ShouldBe("Q.850;cause=16");
    }

    [Fact]
    public async Task Put_a_strict_router_into_the_RequestURI()
    {
        var (bench, leg, _) = await RungAsync(ok: answer => answer.Headers.Add(SipHeaderName.RecordRoute, "<sip:strict.example.com>"));
        await using var __ = bench;
        _ = leg.ByeAsync();
        var bye = bench.Wire.Requests.Last();
        bye.Uri.ToString().ShouldBe("sip:strict.example.com");
        bye.Headers.Values(SipHeaderName.Route).ShouldBe(["<sip:2001@192.0.2.77:5062>"]);
    }

    [Fact]
    public async Task Acknowledge_a_repeated_200_with_the_same_ACK()
    {
        var (bench, _, invite) = await RungAsync();
        await using var __ = bench;
        bench.Wire.Receive(Bench.Answer(invite, 200));
        var acks = bench.Wire.Requests.Where(r => r.IsAck).ToList();
        acks.Count.ShouldBe(2);
        acks[1].ToBytes().ShouldBe(acks[0].ToBytes());
        acks[0].TopVia!.Branch.ShouldNotBe(invite.TopVia!.Branch);
        acks[0].Uri.ToString().ShouldBe("sip:2001@192.0.2.77:5062");
    }

    [Fact]
    public async Task End_a_second_answer_of_a_fork()
    {
        var (bench, leg, invite) = await RungAsync();
        await using var __ = bench;
        bench.Wire.Receive(Bench.Answer(invite, 200, "other"));
        var last = bench.Wire.Requests.TakeLast(2).ToList();
        last.Select(r => (r.Method, r.To.Tag)).ShouldBe([("ACK", "other"), ("BYE", "other")]);
        leg.IsEstablished.ShouldBeTrue();
    }

    [Fact]
    public async Task End_an_answer_that_crosses_the_CANCEL()
    {
        await using var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Invite(), bench.Wire.PhoneFlow);
        leg.Start();
        var invite = bench.Wire.Requests[0];
        bench.Wire.Receive(Bench.Answer(invite, 180));
        leg.Cancel();
        bench.Wire.Receive(Bench.Answer(invite, 200));
        (await leg.Final).StatusCode.ShouldBe(487);
        await Eventually.TrueAsync(() => bench.Wire.Requests.Any(r => r.Method == SipMethod.Bye));
        bench.Wire.Requests.Select(r => r.Method).ShouldBe(["INVITE", "CANCEL", "ACK", "BYE"]);
    }

    [Fact]
    public async Task End_when_the_peer_has_lost_the_dialog()
    {
        var (bench, leg, _) = await RungAsync();
        await using var __ = bench;
        var info = leg.SendAsync(leg.CreateRequest(SipMethod.Info));
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.Last(), 481));
        (await info).StatusCode.ShouldBe(481);
        (await leg.Ended).Cause.ShouldBe(SessionEndCause.PeerLost);
    }

    [Fact]
    public async Task Answer_a_challenge_when_there_is_a_credential()
    {
        var credential = Authentication.DigestCredential.FromPassword("trunk", "carrier", "secret");
        await using var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Invite(), bench.Wire.PhoneFlow, credential: credential);
        leg.Start();
        var challenge = Bench.Answer(bench.Wire.Requests[0], 407);
        challenge.Headers.Add(SipHeaderName.ProxyAuthenticate, "Digest realm=\"carrier\", nonce=\"abc\", algorithm=MD5, qop=\"auth\"");
        bench.Wire.Receive(challenge);
        var again = bench.Wire.Requests.Last(r => r.IsInvite);
        again.CSeq.Number.ShouldBe(2u);
        again.Headers["Proxy-Authorization"]!.ShouldContain("username=\"trunk\"");
        again.TopVia!.Branch.ShouldNotBe(bench.Wire.Requests[0].TopVia!.Branch);
        again.Headers.CountOf(SipHeaderName.Via).ShouldBe(1);
        bench.Wire.Receive(Bench.Answer(again, 200));
        (await leg.Final).StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Are_ended_when_the_agreed_refresh_does_not_come()
    {
        var (bench, leg, _, ok) = await AnsweredAsync(new SessionTimerOptions { Interval = TimeSpan.FromSeconds(120) }, invite => invite.Headers.Add("Supported", "timer"));
        await using var __ = bench;
        ok.Headers["Session-Expires"].ShouldBe("120;refresher=uac");
        ok.Headers.HasToken("Require", "timer").ShouldBeTrue();
        bench.Wire.Receive(bench.FromPhone(SipMethod.Ack, "z9hG4bKack", toTag: ok.To.Tag));
        bench.Wait(80);
        var update = bench.FromPhone(SipMethod.Update, "z9hG4bKup", 2, ok.To.Tag);
        update.Headers.Add("Supported", "timer").Add("Session-Expires", "120;refresher=uac");
        bench.Wire.Receive(update);
        bench.Wire.Responses.Last().Headers["Session-Expires"].ShouldBe("120;refresher=uac");
        bench.Wait(80);
        leg.Ended.IsCompleted.ShouldBeFalse();
        bench.Wait(10);
        (await leg.Ended).Cause.ShouldBe(SessionEndCause.Expired);
        await Eventually.TrueAsync(() => bench.Wire.Requests.Any(r => r.Method == SipMethod.Bye));
    }

    [Fact]
    public async Task Are_refreshed_by_us_where_the_peer_knows_no_timer_and_ended_when_it_is_gone()
    {
        var (bench, leg, _) = await RungAsync(new SessionTimerOptions { Interval = TimeSpan.FromSeconds(100) }, ok => ok.Headers.Add("Allow", "INVITE, UPDATE"));
        await using var __ = bench;
        bench.Wait(50);
        await Eventually.TrueAsync(() => bench.Wire.Requests.Last().Method == SipMethod.Update);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.Last(), 200));
        await Eventually.PassesAsync(() =>
        {
            bench.Wait(1);
            bench.Wire.Requests.Select(r => r.CSeq).Count(c => c.Method == SipMethod.Update).ShouldBeGreaterThan(1);
            return Task.CompletedTask;
        });
        await Eventually.PassesAsync(() =>
        {
            bench.Wait(1);
            leg.Ended.IsCompleted.ShouldBeTrue();
            return Task.CompletedTask;
        });
        (await leg.Ended).Cause.ShouldBe(SessionEndCause.Expired);
    }

    [Fact]
    public async Task Are_refused_422_when_the_asked_interval_is_too_short()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t => t.Respond(486)));
        var invite = bench.FromPhone(SipMethod.Invite);
        invite.Headers.Add("Supported", "timer").Add("Session-Expires", "30");
        bench.Wire.Receive(invite);
        bench.Wire.Responses.Single().StatusCode.ShouldBe(422);
        bench.Wire.Responses[0].Headers["Min-SE"].ShouldBe("90");
    }
}
