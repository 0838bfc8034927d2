using System.Net;
using Portal.Testing;
using Portal.Testing.Clock;
using Portal.Testing.Peers;

namespace Portal.Sip.Tests;

/// <summary>Requests that do not fit into a datagram, RFC 3261 §18.1.1.</summary>
public class Large_requests
{
    private static readonly string Big = new('x', 1500);

    private static SipRequest Make(string method, IPEndPoint to, string body)
    {
        var uri = SipUri.Parse($"sip:2001@{to}");
        var request = SipRequest.Create(method, uri, new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(uri));
        request.SetBody(body, "text/plain");
        return request;
    }

    [Fact]
    public async Task Go_by_TCP_and_small_ones_by_UDP()
    {
        var seen = new List<(SipTransportKind Kind, string Via)>();
        await using var server = new LiveServer(handlers: new Handler(SipMethod.Message, t =>
        {
            lock (seen) seen.Add((t.Source.Transport, t.Request.TopVia!.Transport));
            t.Respond(200);
        }));
        await using var client = new LiveServer();
        var flow = new SipFlow(SipTransportKind.Udp, server.Address);

        (await client.Endpoint.SendRequestAsync(Make(SipMethod.Message, server.Address, Big), flow).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200);
        (await client.Endpoint.SendRequestAsync(Make(SipMethod.Message, server.Address, "small"), flow).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200);

        seen.ShouldBe([(SipTransportKind.Tcp, "TCP"), (SipTransportKind.Udp, "UDP")]);
    }

    [Fact]
    public async Task Go_by_UDP_after_all_where_TCP_is_refused()
    {
        var port = FreePort.Next();
        SipTransportKind? seen = null;
        await using var server = new SipEndpoint(
            new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, port)] },
            [new Handler(SipMethod.Message, t =>
            {
                seen = t.Source.Transport;
                t.Respond(t.Request.TopVia!.Transport == "UDP" ? 200 : 400);
            })]);
        server.Start();
        await using var client = new LiveServer();
        var address = new IPEndPoint(IPAddress.Loopback, port);

        var answer = await client.Endpoint.SendRequestAsync(Make(SipMethod.Message, address, Big), new SipFlow(SipTransportKind.Udp, address)).WaitAsync(Eventually.Deadline);

        answer.StatusCode.ShouldBe(200);
        seen.ShouldBe(SipTransportKind.Udp);
    }

    [Fact]
    public async Task Do_not_knock_at_a_closed_door_again_and_again()
    {
        var (udp, tcp, clock) = (new MemoryTransport(), new MemoryTransport(SipTransportKind.Tcp) { Broken = new IOException("refused") }, new ManualTimeProvider());
        await using var endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [udp, tcp] }, time: clock);
        endpoint.Start();

        endpoint.SendRequest(Make(SipMethod.Message, MemoryTransport.Phone, Big), udp.PhoneFlow);
        await Eventually.TrueAsync(() => udp.Requests.Count == 1);
        tcp.Broken = null;
        endpoint.SendRequest(Make(SipMethod.Message, MemoryTransport.Phone, Big), udp.PhoneFlow);
        (udp.Requests.Count, tcp.Requests.Count).ShouldBe((2, 0));

        clock.Advance(TimeSpan.FromMinutes(31));
        endpoint.SendRequest(Make(SipMethod.Message, MemoryTransport.Phone, Big), udp.PhoneFlow);
        tcp.Requests.Count.ShouldBe(1);
        tcp.Requests[0].TopVia!.Transport.ShouldBe("TCP");
    }

    [Fact]
    public async Task Are_repeated_like_any_other_once_they_go_by_UDP()
    {
        var (udp, tcp, clock) = (new MemoryTransport(), new MemoryTransport(SipTransportKind.Tcp) { Broken = new IOException("refused") }, new ManualTimeProvider());
        await using var endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [udp, tcp] }, time: clock);
        endpoint.Start();
        var transaction = endpoint.SendRequest(Make(SipMethod.Message, MemoryTransport.Phone, Big), udp.PhoneFlow);
        await Eventually.TrueAsync(() => udp.Requests.Count == 1);

        clock.Advance(TimeSpan.FromSeconds(0.6));
        udp.Requests.Count.ShouldBe(2);
        udp.Requests[1].TopVia!.Branch.ShouldBe(udp.Requests[0].TopVia!.Branch);
        clock.Advance(TimeSpan.FromSeconds(33));
        (await transaction.Final).StatusCode.ShouldBe(408);
    }

    [Fact]
    public async Task Stay_with_UDP_where_we_have_no_TCP()
    {
        await using var bench = new Bench();
        bench.Endpoint.SendRequest(Make(SipMethod.Message, MemoryTransport.Phone, Big), bench.Wire.PhoneFlow);
        bench.Wire.Requests.Single().TopVia!.Transport.ShouldBe("UDP");
    }

    [Fact]
    public async Task Take_their_CANCEL_along_and_a_large_ACK_follows_the_same_rule()
    {
        var (udp, tcp) = (new MemoryTransport(), new MemoryTransport(SipTransportKind.Tcp));
        await using var endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [udp, tcp] });
        endpoint.Start();
        var cancelled = endpoint.CreateUacSession(Make(SipMethod.Invite, MemoryTransport.Phone, Big), udp.PhoneFlow);
        cancelled.Start();
        tcp.Receive(Bench.Answer(tcp.Requests[0], 180));
        cancelled.Cancel();
        tcp.Requests[1].Method.ShouldBe(SipMethod.Cancel);
        tcp.Requests[1].TopVia!.ToString().ShouldBe(tcp.Requests[0].TopVia!.ToString());

        var answered = endpoint.CreateUacSession(Make(SipMethod.Invite, MemoryTransport.Phone, ""), udp.PhoneFlow);
        answered.Start();
        udp.Receive(Bench.Answer(udp.Requests[0], 200));
        await answered.Final;
        answered.Ack(new byte[1500], "application/sdp");
        tcp.Requests[2].Method.ShouldBe(SipMethod.Ack);
        tcp.Requests[2].TopVia!.Transport.ShouldBe("TCP");
        _ = answered.ByeAsync();
        udp.Requests[^1].Method.ShouldBe(SipMethod.Bye);
    }

    [Fact]
    public async Task Leave_answers_alone_they_go_the_way_the_request_came()
    {
        await using var server = new LiveServer(handlers: new Handler(SipMethod.Message, t =>
        {
            var response = t.CreateResponse(200);
            response.SetBody(new string('y', 4000), "text/plain");
            t.Respond(response);
        }));
        using var peer = new UdpPeer(server.Address);
        peer.Send(Messages.Options("big-answer", "UDP", peer.Port).Replace("OPTIONS", "MESSAGE"));
        (await peer.ReceiveAsync()).Body.Length.ShouldBe(4000);
    }

    [Fact]
    public async Task Reach_a_peer_that_takes_calls_by_TCP()
    {
        await using var answering = await Sipp.StartAsync(new SippRun("answer") { Calls = 1, Transport = "t1" });
        await using var client = new LiveServer();
        var to = new IPEndPoint(IPAddress.Loopback, answering.Port);
        var leg = client.Endpoint.CreateUacSession(Make(SipMethod.Invite, to, Big), new SipFlow(SipTransportKind.Udp, to));
        leg.Start();
        (await leg.Final.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200);
        leg.Ack();
        leg.Invite.TopVia!.Transport.ShouldBe("TCP");
        // sipp has no UDP socket here: the rest of the call goes the way its messages came.
        await leg.ByeAsync().WaitAsync(Eventually.Deadline);
        (await answering.FinishAsync()).Successful.ShouldBe(1);
    }
}
