using System.Net;
using Portal.Sip.Authentication;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>A call of ours through several servers (RFC 3263 §4.3), and the challenges on its way (RFC 3261 §22).</summary>
public class Calls_through_servers
{
    private static readonly SipFlow One = new(SipTransportKind.Udp, IPEndPoint.Parse("192.0.2.11:5060")), Two = new(SipTransportKind.Udp, IPEndPoint.Parse("192.0.2.12:5060"));

    private static SipRequest Invite()
    {
        var invite = SipRequest.Create(SipMethod.Invite, SipUri.Parse("sip:2001@carrier.example"), new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:2001@carrier.example")));
        invite.SetBody("v=0\r\n", "application/sdp");
        return invite;
    }

    private static InviteUacSession Call(Bench bench, TimeSpan? patience = null, DigestCredentials? credentials = null)
    {
        var leg = bench.Endpoint.CreateUacSession(Invite(), [One, Two], "2002", credentials: credentials, nextTargetAfter: patience);
        leg.Start();
        return leg;
    }

    private static SipResponse Challenge(SipRequest request, int status, string realm, string nonce)
    {
        var response = Bench.Answer(request, status);
        response.Headers.Add(status == 407 ? SipHeaderName.ProxyAuthenticate : SipHeaderName.WwwAuthenticate, $"Digest realm=\"{realm}\", nonce=\"{nonce}\", algorithm=MD5, qop=\"auth\"");
        return response;
    }

    [Fact]
    public async Task Goes_to_the_next_after_a_503()
    {
        await using var bench = new Bench();
        var leg = Call(bench);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 503));
        bench.Wire.Requests.Select(r => r.Method).ShouldBe(["INVITE", "ACK", "INVITE"]);
        bench.Wire.SentTo.ShouldBe([One, One, Two]);
        var (first, again) = (bench.Wire.Requests[0], bench.Wire.Requests[2]);
        (again.CallId, again.From.Tag, again.CSeq).ShouldBe((first.CallId, first.From.Tag, first.CSeq));
        again.TopVia!.Branch.ShouldNotBe(first.TopVia!.Branch);
        again.Headers.CountOf(SipHeaderName.Via).ShouldBe(1);
        bench.Wire.Receive(Bench.Answer(again, 200));
        (await leg.Final).StatusCode.ShouldBe(200);
        leg.Target.ShouldBe(Two);
        leg.Dialog!.Flow.ShouldBe(Two);
    }

    [Fact]
    public async Task Ends_with_the_last_servers_answer()
    {
        await using var bench = new Bench();
        var leg = Call(bench);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 503));
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[2], 503));
        (await leg.Final).StatusCode.ShouldBe(503);
        leg.Ended.IsCompleted.ShouldBeTrue();
    }

    [Theory, InlineData(486), InlineData(404), InlineData(500), InlineData(603)]
    public async Task Takes_any_other_answer_as_the_answer(int status)
    {
        await using var bench = new Bench();
        var leg = Call(bench);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], status));
        (await leg.Final).StatusCode.ShouldBe(status);
        bench.Wire.SentTo.ShouldBe([One, One]);
    }

    [Fact]
    public async Task Leaves_a_silent_server_and_ends_what_it_answers_late()
    {
        await using var bench = new Bench();
        var leg = Call(bench, TimeSpan.FromSeconds(3));
        bench.Wait(2.9);
        bench.Wire.SentTo.ShouldAllBe(flow => flow.Equals(One));
        var first = bench.Wire.Requests[0];
        bench.Wait(0.2);
        bench.Wire.SentTo[^1].ShouldBe(Two);
        var second = bench.Wire.Requests[^1];

        // A late ring of the first is cancelled, a late answer acknowledged and ended.
        bench.Wire.Receive(Bench.Answer(first, 180, "late"));
        bench.Wire.Requests[^1].Method.ShouldBe(SipMethod.Cancel);
        bench.Wire.SentTo[^1].ShouldBe(One);
        bench.Wire.Receive(Bench.Answer(first, 200, "late"));
        bench.Wire.Requests.TakeLast(2).Select(r => (r.Method, r.To.Tag)).ShouldBe([("ACK", "late"), ("BYE", "late")]);

        bench.Wire.Receive(Bench.Answer(second, 200));
        (await leg.Final).To.Tag.ShouldBe("callee");
        leg.IsEstablished.ShouldBeTrue();
    }

    [Fact]
    public async Task Waits_for_a_server_that_has_shown_a_sign_of_life()
    {
        await using var bench = new Bench();
        var leg = Call(bench, TimeSpan.FromSeconds(3));
        bench.Wire.Receive(SipResponse.Create(bench.Wire.Requests[0], 100));
        bench.Wait(120);
        bench.Wire.SentTo.ShouldAllBe(flow => flow.Equals(One));
        leg.Cancel();
        bench.Wire.Requests[^1].Method.ShouldBe(SipMethod.Cancel);
    }

    [Fact]
    public async Task Does_not_go_on_once_it_was_given_up()
    {
        await using var bench = new Bench();
        var leg = Call(bench, TimeSpan.FromSeconds(3));
        leg.Cancel();
        bench.Wait(40);
        (await leg.Final).StatusCode.ShouldBe(408);
        bench.Wire.SentTo.ShouldAllBe(flow => flow.Equals(One));
        var unsent = bench.Endpoint.CreateUacSession(Invite(), [One]);
        unsent.Cancel();
        (await unsent.Final).StatusCode.ShouldBe(487);
        (await unsent.Ended).StatusCode.ShouldBe(487);
    }

    [Fact]
    public async Task Answers_a_proxy_and_the_phone_behind_it()
    {
        await using var bench = new Bench();
        var leg = Call(bench, credentials: DigestCredentials.FromPassword("trunk", "secret"));
        bench.Wire.Receive(Challenge(bench.Wire.Requests[0], 407, "proxy", "p1"));
        var second = bench.Wire.Requests[^1];
        (second.CSeq.Number, second.CallId).ShouldBe((2u, bench.Wire.Requests[0].CallId));
        bench.Wire.Receive(Challenge(second, 401, "phone", "u1"));
        var third = bench.Wire.Requests[^1];
        third.CSeq.Number.ShouldBe(3u);
        third.Headers["Proxy-Authorization"]!.ShouldContain("realm=\"proxy\"");
        third.Headers["Authorization"]!.ShouldContain("realm=\"phone\"");
        bench.Wire.Requests.Count(r => r.IsAck).ShouldBe(2); // each refusal acknowledged
        bench.Wire.Receive(Bench.Answer(third, 200));
        (await leg.Final).StatusCode.ShouldBe(200);

        // §13.2.2.4: the ACK carries the credentials of its INVITE.
        leg.Ack();
        var ack = bench.Wire.Requests[^1];
        ack.CSeq.ShouldBe(new CSeq(3, "ACK"));
        ack.Headers["Proxy-Authorization"].ShouldBe(third.Headers["Proxy-Authorization"]);
        ack.Headers["Authorization"].ShouldBe(third.Headers["Authorization"]);
    }

    [Fact]
    public async Task Gives_up_when_the_password_is_wrong()
    {
        await using var bench = new Bench();
        var leg = Call(bench, credentials: DigestCredentials.FromPassword("trunk", "wrong"));
        bench.Wire.Receive(Challenge(bench.Wire.Requests[0], 407, "carrier", "n1"));
        bench.Wire.Receive(Challenge(bench.Wire.Requests[^1], 407, "carrier", "n2"));
        (await leg.Final).StatusCode.ShouldBe(407);
        bench.Wire.Requests.Count(r => r.IsInvite).ShouldBe(2);
    }

    [Fact]
    public async Task Answers_challenges_inside_the_call_too()
    {
        await using var bench = new Bench();
        var leg = Call(bench, credentials: DigestCredentials.FromPassword("trunk", "secret"));
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 200));
        await leg.Final;
        leg.Ack();

        var reinvite = leg.ReinviteAsync("v=0\r\n"u8.ToArray(), "application/sdp");
        bench.Wire.Receive(Challenge(bench.Wire.Requests[^1], 407, "carrier", "n1"));
        await Eventually.TrueAsync(() => bench.Wire.Requests[^1] is { IsInvite: true, CSeq.Number: 3 });
        var again = bench.Wire.Requests[^1];
        again.Headers["Proxy-Authorization"]!.ShouldContain("nc=00000001");
        bench.Wire.Receive(Bench.Answer(again, 200));
        (await reinvite).CSeq.Number.ShouldBe(3u);
        leg.Ack(3);
        bench.Wire.Requests[^1].Headers["Proxy-Authorization"].ShouldBe(again.Headers["Proxy-Authorization"]);

        _ = leg.ByeAsync();
        bench.Wire.Requests[^1].Headers["Proxy-Authorization"]!.ShouldContain("nc=00000002");
        bench.Wire.Requests[^1].CSeq.Number.ShouldBe(4u);
    }
}
