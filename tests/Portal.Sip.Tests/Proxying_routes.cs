using Portal.Sip.Proxying;
using Portal.Testing;

namespace Portal.Sip.Tests;

public class Proxying_routes
{
    [Fact]
    public async Task A_request_that_comes_back_unchanged_is_a_loop_and_one_for_another_place_is_not()
    {
        await using var bench = new ProxyBench();
        bench.Decide = t => ProxyRoute.To(new ProxyTarget(SipUri.Parse(t.Request.Uri.User == "2001" ? "sip:2002@192.0.2.1" : "sip:2001@example.test"), ProxyBench.Flow(1)));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(bench.Copies()[0]); // a spiral: another Request-URI
        bench.Copies().Count.ShouldBe(2);
        bench.Wire.Receive(bench.Copies()[1]); // and back to the first
        bench.Copies().Count.ShouldBe(2);
        bench.Wire.Responses.Last().StatusCode.ShouldBe(482);
    }

    [Fact]
    public async Task What_may_not_travel_on_is_refused()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        var tired = ProxyBench.Request();
        tired.Headers[SipHeaderName.MaxForwards] = "0";
        bench.Wire.Receive(tired);
        bench.Wire.Responses.Last().StatusCode.ShouldBe(483);
        var demanding = ProxyBench.Request(branch: "z9hG4bK2", callId: "call-2");
        demanding.Headers.Add(SipHeaderName.ProxyRequire, "sec-agree, other");
        bench.Wire.Receive(demanding);
        bench.Wire.Responses.Last().StatusCode.ShouldBe(420);
        bench.Wire.Responses.Last().Headers[SipHeaderName.Unsupported].ShouldBe("sec-agree, other");
        bench.Wire.Receive(ProxyBench.Request(branch: "z9hG4bK3", callId: "call-3", uri: "http://example.test"));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(416);
        bench.Copies().ShouldBeEmpty();
        bench.Decide = _ => ProxyRoute.ToBindings([]);
        bench.Wire.Receive(ProxyBench.Request(branch: "z9hG4bK4", callId: "call-4"));
        bench.Wire.Responses.Last().StatusCode.ShouldBe(480);
    }

    [Fact]
    public async Task Requests_inside_a_call_follow_the_Record_Route_without_being_asked_for()
    {
        await using var bench = new ProxyBench();
        var (ok, routes) = bench.Connect();
        routes.Count.ShouldBe(1);
        bench.Wire.Forget();
        foreach (var method in new[] { SipMethod.Ack, SipMethod.Bye })
        {
            var request = ProxyBench.Request(method, "z9hG4bK" + method, "sip:u@192.0.2.20", method == SipMethod.Ack ? 1u : 2, ok.To.Tag);
            request.Headers.Add(SipHeaderName.Route, routes[0]);
            bench.Wire.Receive(request);
            var copy = bench.Copies(method).Single();
            copy.Headers.Contains(SipHeaderName.Route).ShouldBeFalse();
            copy.Headers.Contains(SipHeaderName.RecordRoute).ShouldBeFalse();
            copy.Uri.ToString().ShouldBe("sip:u@192.0.2.20");
            bench.Wire.SentTo[^1].Remote.ToString().ShouldBe("192.0.2.20:5060");
        }
        bench.Asked.ShouldBe(1);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies(SipMethod.Bye)[0], 200));
        bench.Wire.Responses.Single().StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task A_route_of_another_call_or_made_up_opens_nothing()
    {
        await using var bench = new ProxyBench();
        var (ok, routes) = bench.Connect();
        bench.Wire.Forget();
        bench.Decide = _ => ProxyRoute.Refuse(403);
        var asked = bench.Asked;
        foreach (var (route, callId) in new[] { (routes[0], "another"), ("<sip:AAAAAAAAAAAAAAA@192.0.2.1:5060;lr>", "call-1"), ("<sip:192.0.2.1:5060;lr>", "call-1") })
        {
            var ack = ProxyBench.Request(SipMethod.Ack, "z9hG4bKa" + callId + route.Length, "sip:victim@192.0.2.99", 1, ok.To.Tag, callId);
            ack.Headers.Add(SipHeaderName.Route, route);
            bench.Wire.Receive(ack);
            var info = ProxyBench.Request(SipMethod.Info, "z9hG4bKi" + callId + route.Length, "sip:victim@192.0.2.99", 2, ok.To.Tag, callId);
            info.Headers.Add(SipHeaderName.Route, route);
            bench.Wire.Receive(info);
            bench.Wire.Responses.Last().StatusCode.ShouldBe(403);
        }
        bench.Wire.Requests.ShouldBeEmpty();
        bench.Asked.ShouldBe(asked + 3);
    }

    [Fact]
    public async Task Two_Record_Routes_lead_from_UDP_to_a_telephone_on_a_connection_and_back()
    {
        await using var bench = new ProxyBench();
        var (ok, routes) = bench.Connect(new ProxyTarget(SipUri.Parse("sip:u@10.0.0.5:40000;transport=tcp"), ProxyBench.Flow(30, SipTransportKind.Tcp)));
        routes.Count.ShouldBe(2);
        SipUri.Parse(routes[1].Trim('<', '>')).Transport.ShouldBe("tcp");

        var bye = ProxyBench.Request(SipMethod.Bye, "z9hG4bKbye", "sip:u@10.0.0.5:40000;transport=tcp", 2, ok.To.Tag);
        foreach (var route in routes) bye.Headers.Add(SipHeaderName.Route, route);
        bench.Wire.Receive(bye);
        bench.Stream.Requests.Last().Method.ShouldBe(SipMethod.Bye);
        bench.Stream.SentTo[^1].ShouldBe(ProxyBench.Flow(30, SipTransportKind.Tcp));

        var back = SipRequest.Create(SipMethod.Info, SipUri.Parse("sip:2002@192.0.2.77:5062"), ok.To, ok.From, ok.CallId, 7);
        back.Headers.AddFirst(SipHeaderName.Via, "SIP/2.0/TCP 10.0.0.5:40000;branch=z9hG4bKback");
        foreach (var route in routes.Reverse()) back.Headers.Add(SipHeaderName.Route, route);
        bench.Stream.Receive(back, ProxyBench.Flow(30, SipTransportKind.Tcp));
        bench.Wire.Requests.Last().Method.ShouldBe(SipMethod.Info);
        bench.Wire.SentTo[^1].Remote.ShouldBe(MemoryTransport.Phone);
    }

    [Fact]
    public async Task A_telephone_behind_a_NAT_is_reached_by_the_way_its_call_came()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        var invite = ProxyBench.Request();
        invite.Headers[SipHeaderName.Contact] = "<sip:2002@10.1.1.1:5060>";
        bench.Wire.Receive(invite);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 200));
        var ok = bench.Wire.Responses.Single();
        var bye = SipRequest.Create(SipMethod.Bye, SipUri.Parse("sip:2002@10.1.1.1:5060"), ok.To, ok.From, ok.CallId, 1);
        bye.Headers.AddFirst(SipHeaderName.Via, "SIP/2.0/UDP 192.0.2.20;branch=z9hG4bKback");
        foreach (var route in ok.Headers.Values(SipHeaderName.RecordRoute)) bye.Headers.Add(SipHeaderName.Route, route);
        bench.Wire.Receive(bye, ProxyBench.Flow(20));
        bench.Wire.Requests.Last().Method.ShouldBe(SipMethod.Bye);
        bench.Wire.Requests.Last().Uri.Host.ShouldBe("10.1.1.1");
        bench.Wire.SentTo[^1].Remote.ShouldBe(MemoryTransport.Phone);
    }

    [Fact]
    public async Task A_strict_router_before_us_is_understood()
    {
        await using var bench = new ProxyBench();
        var (ok, routes) = bench.Connect();
        var bye = ProxyBench.Request(SipMethod.Bye, "z9hG4bKbye", routes[0].Trim('<', '>'), 2, ok.To.Tag);
        bye.Headers.Add(SipHeaderName.Route, "<sip:u@192.0.2.20>");
        bench.Wire.Receive(bye);
        var copy = bench.Copies(SipMethod.Bye).Single();
        copy.Uri.ToString().ShouldBe("sip:u@192.0.2.20");
        copy.Headers.Contains(SipHeaderName.Route).ShouldBeFalse();
    }

    [Fact]
    public async Task A_strict_router_after_us_gets_itself_as_RequestURI()
    {
        await using var bench = new ProxyBench();
        bench.Ring(new ProxyTarget(SipUri.Parse("sip:u@192.0.2.20")) { Routes = ["<sip:192.0.2.50>", "<sip:192.0.2.51;lr>"] });
        bench.Wire.Receive(ProxyBench.Request());
        var copy = bench.Copies().Single();
        copy.Uri.ToString().ShouldBe("sip:192.0.2.50");
        copy.Headers.Values(SipHeaderName.Route).ShouldBe(["<sip:192.0.2.51;lr>", "<sip:u@192.0.2.20>"]);
        bench.Wire.SentTo[^1].Remote.ToString().ShouldBe("192.0.2.50:5060");
    }

    [Fact]
    public async Task A_loose_router_after_us_is_where_it_goes()
    {
        await using var bench = new ProxyBench();
        bench.Decide = t => ProxyRoute.Onwards(t.Request);
        var invite = ProxyBench.Request();
        invite.Headers.Add(SipHeaderName.Route, "<sip:192.0.2.1;lr>, <sip:192.0.2.51:5070;lr>");
        bench.Wire.Receive(invite);
        bench.Copies().Single().Headers.Values(SipHeaderName.Route).ShouldBe(["<sip:192.0.2.51:5070;lr>"]);
        bench.Wire.SentTo[^1].Remote.ToString().ShouldBe("192.0.2.51:5070");
    }

    [Fact]
    public async Task A_server_that_is_overloaded_or_silent_has_another_beside_it()
    {
        await using var dns = new NameServer().Srv("_sip._udp.carrier.test", 1, 0, 5060, "a.carrier.test").Srv("_sip._udp.carrier.test", 2, 0, 5060, "b.carrier.test")
            .Srv("_sip._udp.carrier.test", 3, 0, 5060, "c.carrier.test").A("a.carrier.test", "192.0.2.31").A("b.carrier.test", "192.0.2.32").A("c.carrier.test", "192.0.2.33");
        await using var bench = new ProxyBench(resolver: dns.Resolver());
        bench.Ring(new ProxyTarget(SipUri.Parse("sip:1@carrier.test;transport=udp")));
        bench.Wire.Receive(ProxyBench.Request());
        await Eventually.TrueAsync(() => bench.Copies().Count == 1);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 503));
        bench.Copies().Count.ShouldBe(2);
        bench.Wait(33);
        bench.Copies().Count.ShouldBe(3);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[2], 486));
        bench.Answers.Distinct().ShouldBe([486]);
        bench.Wire.SentTo.Select(f => f.Remote.Address.ToString()).Distinct().ShouldBe(["192.0.2.31", "192.0.2.32", "192.0.2.33", "192.0.2.77"], ignoreOrder: true);
        bench.Proxy.Live.ShouldBe(0);
    }

    [Fact]
    public async Task A_mistake_of_the_routing_is_answered_500()
    {
        await using var bench = new ProxyBench();
        bench.Decide = _ => throw new InvalidOperationException("routing");
        bench.Wire.Receive(ProxyBench.Request());
        bench.Decide = _ => ProxyRoute.To(ProxyBench.Phone(20)) with { Complete = _ => throw new InvalidOperationException("completing") };
        bench.Wire.Receive(ProxyBench.Request(branch: "z9hG4bK2", callId: "call-2"));
        bench.Answers.ShouldBe([500, 500]);
        bench.Proxy.Live.ShouldBe(0);
        bench.Copies().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_for_the_server_itself_stays_there()
    {
        await using var bench = new ProxyBench(handlers: new Handler(SipMethod.Register, t => t.Respond(200)));
        bench.Wire.Receive(ProxyBench.Request(SipMethod.Register, uri: "sip:example.test"));
        bench.Wire.Receive(ProxyBench.Request(SipMethod.Options, "z9hG4bKo", uri: "sip:192.0.2.1"));
        bench.Wire.Responses.Select(r => r.StatusCode).ShouldBe([200, 200]);
        bench.Asked.ShouldBe(0);
        bench.Wire.Receive(ProxyBench.Request(SipMethod.Options, "z9hG4bKp", uri: "sip:192.0.2.99"));
        bench.Asked.ShouldBe(1);
        bench.Wire.Responses.Last().StatusCode.ShouldBe(403);
    }

    [Fact]
    public async Task The_same_INVITE_by_two_ways_is_taken_once()
    {
        var calls = new List<SipServerTransaction>();
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, calls.Add));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite, "z9hG4bKone"));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite, "z9hG4bKtwo"));
        calls.Count.ShouldBe(1);
        bench.Wire.Responses.Single().StatusCode.ShouldBe(482);
        bench.Wire.Responses.Single().TopVia!.Branch.ShouldBe("z9hG4bKtwo");
        // One that was refused may be tried again, and the next request of the same caller is another.
        calls[0].Respond(503);
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite, "z9hG4bKthree"));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite, "z9hG4bKfour", 2));
        calls.Count.ShouldBe(3);
    }
}
