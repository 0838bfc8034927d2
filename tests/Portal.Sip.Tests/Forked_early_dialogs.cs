using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>One INVITE of ours that a proxy behind the peer sends to several telephones (RFC 3261 §12.1.2, §13.2.2.4).</summary>
public class Forked_early_dialogs
{
    private static (InviteUacSession Leg, SipRequest Invite) Ring(Bench bench)
    {
        var leg = bench.Endpoint.CreateUacSession(SipRequest.Create(SipMethod.Invite, SipUri.Parse("sip:2001@192.0.2.77"),
            new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:2001@b"))), bench.Wire.PhoneFlow, "2002");
        leg.Start();
        return (leg, bench.Wire.Requests[0]);
    }

    private static SipResponse From(SipRequest invite, int status, string tag, uint? rseq = null)
    {
        var response = SipResponse.Create(invite, status, toTag: tag);
        response.Headers.Add(SipHeaderName.Contact, $"<sip:{tag}@192.0.2.77:5062>");
        if (rseq is { } number) response.Headers.Add(SipHeaderName.Require, "100rel").Add(SipHeaderName.RSeq, number.ToString());
        return response;
    }

    /// <summary>A request of the telephone with this tag in its early dialog.</summary>
    private static SipRequest Request(SipRequest invite, string method, string tag, uint cseq)
    {
        var request = SipRequest.Create(method, invite.Contact!.Uri, invite.To.WithTag(tag), invite.From, invite.CallId, cseq);
        request.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/UDP 192.0.2.77:5062;branch=z9hG4bK{tag}{cseq}");
        return request;
    }

    [Fact]
    public async Task Are_all_known_until_one_answers()
    {
        await using var bench = new Bench();
        var (leg, invite) = Ring(bench);
        foreach (var tag in new[] { "one", "two", "three", "two" }) bench.Wire.Receive(From(invite, 180, tag));
        leg.EarlyDialogs.Select(d => d.Id.RemoteTag).ShouldBe(["one", "two", "three"], ignoreOrder: true);
        bench.Endpoint.Live.Dialogs.ShouldBe(3);
        bench.Wire.Receive(From(invite, 199, "three"));
        leg.EarlyDialogs.Count.ShouldBe(2);
        bench.Wire.Receive(From(invite, 200, "two"));
        (await leg.Final).To.Tag.ShouldBe("two");
        leg.EarlyDialogs.ShouldBeEmpty();
        leg.Dialog!.Id.RemoteTag.ShouldBe("two");
        bench.Endpoint.Live.Dialogs.ShouldBe(1);
    }

    [Fact]
    public async Task Confirm_and_count_each_by_itself()
    {
        await using var bench = new Bench();
        var (leg, invite) = Ring(bench);
        bench.Wire.Receive(From(invite, 183, "one", 5));
        bench.Wire.Receive(From(invite, 183, "two", 900));
        bench.Wire.Receive(From(invite, 183, "one", 6));
        var pracks = bench.Wire.Requests.Where(r => r.Method == SipMethod.Prack).ToList();
        pracks.Select(p => (p.To.Tag, p.Uri.User, p.Headers[SipHeaderName.RAck])).ShouldBe([("one", "one", "5 1 INVITE"), ("two", "two", "900 1 INVITE"), ("one", "one", "6 1 INVITE")]);
        pracks.Select(p => p.CSeq.Number).ShouldBe([2u, 2u, 3u]);
        leg.Dialog.ShouldNotBeNull();
    }

    [Fact]
    public async Task Take_UPDATEs_in_both_directions()
    {
        await using var bench = new Bench();
        var (leg, invite) = Ring(bench);
        bench.Wire.Receive(From(invite, 183, "one"));
        bench.Wire.Receive(From(invite, 183, "two"));
        // The two telephones count their requests each for itself.
        bench.Wire.Receive(Request(invite, SipMethod.Update, "one", 50));
        bench.Wire.Receive(Request(invite, SipMethod.Update, "two", 3));
        bench.Wire.Responses.Select(r => r.StatusCode).ShouldBe([200, 200]);

        var second = leg.EarlyDialogs.Single(d => d.Id.RemoteTag == "two");
        var update = second.CreateRequest(SipMethod.Update);
        update.SetBody("v=0\r\n", "application/sdp");
        var answered = leg.SendAsync(update);
        var sent = bench.Wire.Requests.Last();
        (sent.Method, sent.To.Tag, sent.Uri.User).ShouldBe((SipMethod.Update, "two", "two"));
        var moved = From(sent, 200, "two");
        moved.Headers[SipHeaderName.Contact] = "<sip:moved@192.0.2.77:5062>";
        bench.Wire.Receive(moved);
        (await answered.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200);
        second.RemoteTarget.User.ShouldBe("moved");
        leg.EarlyDialogs.Single(d => d.Id.RemoteTag == "one").RemoteTarget.User.ShouldBe("one");
    }

    [Fact]
    public async Task Are_ended_when_they_answer_too_late_and_acknowledged_as_often_as_they_say_so()
    {
        await using var bench = new Bench();
        var (leg, invite) = Ring(bench);
        bench.Wire.Receive(From(invite, 180, "one"));
        bench.Wire.Receive(From(invite, 180, "two"));
        bench.Wire.Receive(From(invite, 200, "one"));
        leg.Ack();
        bench.Wire.Receive(From(invite, 200, "two"));
        bench.Wire.Receive(From(invite, 200, "two"));
        bench.Wire.Requests.Where(r => r.To.Tag == "two").Select(r => r.Method).ShouldBe([SipMethod.Ack, SipMethod.Bye, SipMethod.Ack]);
        // Nothing of the loser is taken any more.
        bench.Wire.Receive(Request(invite, SipMethod.Info, "two", 9));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(481);
        leg.IsEstablished.ShouldBeTrue();
    }

    [Fact]
    public async Task Are_bounded_however_many_there_are()
    {
        await using var bench = new Bench();
        var (leg, invite) = Ring(bench);
        for (var i = 0; i < 500; i++) bench.Wire.Receive(From(invite, 180, "t" + i));
        leg.EarlyDialogs.Count.ShouldBe(32);
        bench.Endpoint.Live.Dialogs.ShouldBe(32);
        bench.Wire.Receive(From(invite, 200, "t499"));
        (await leg.Final).StatusCode.ShouldBe(200);
        bench.Endpoint.Live.Dialogs.ShouldBe(1);
    }
}
