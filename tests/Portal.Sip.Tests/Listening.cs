using System.Net;
using Portal.Testing;

namespace Portal.Sip.Tests;

public class Listening
{
    [Fact]
    public async Task Takes_one_free_port_for_UDP_and_TCP()
    {
        await using var server = new LiveServer();
        server.Endpoint.LocalEndPoints.Select(e => e.Transport).ShouldBe([SipTransportKind.Udp, SipTransportKind.Tcp]);
        server.Endpoint.LocalEndPoints[0].Address.Port.ShouldNotBe(0);
        server.Endpoint.LocalEndPoints[1].Address.Port.ShouldBe(server.Endpoint.LocalEndPoints[0].Address.Port);
    }

    [Theory]
    [InlineData(SipTransportKind.Udp)]
    [InlineData(SipTransportKind.Tcp)]
    public async Task Names_the_address_that_is_in_use(SipTransportKind kind)
    {
        await using var server = new LiveServer();
        await using var second = new SipEndpoint(new SipEndpointOptions { Listen = [new(kind, IPAddress.Loopback, server.Address.Port)] });
        var error = Should.Throw<SipBindException>(second.Start);
        error.Address.Port.ShouldBe(server.Address.Port);
        error.Transport.ShouldBe(kind);
        error.Message.ShouldContain($"{kind.ToString().ToLowerInvariant()} 127.0.0.1:{server.Address.Port}");
    }

    [Fact]
    public async Task Stops_and_frees_its_port()
    {
        int port;
        await using (var server = new LiveServer()) port = server.Address.Port;
        await using var next = new LiveServer(options => options with { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, port), new(SipTransportKind.Tcp, IPAddress.Loopback, port)] });
        next.Address.Port.ShouldBe(port);
    }

    [Fact]
    public async Task Receives_on_several_sockets_of_one_port()
    {
        await using var server = new LiveServer(options => options with { UdpSockets = 3 });
        for (var i = 0; i < 12; i++)
        {
            using var peer = new UdpPeer(server.Address);
            peer.Send(Messages.Options($"s{i}", "UDP", peer.Port));
            ((SipResponse)await peer.ReceiveAsync()).StatusCode.ShouldBe(200);
        }
    }

    [Fact]
    public async Task Answers_over_IPv6()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        await using var server = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.IPv6Loopback, 0)] });
        await using var client = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.IPv6Loopback, 0)] });
        server.Start();
        client.Start();
        var flow = (await client.FindTargetsAsync(SipUri.Parse($"sip:[::1]:{server.LocalEndPoints[0].Address.Port}"))).Single();
        var request = SipRequest.Create(SipMethod.Options, SipUri.Parse("sip:[::1]"), new NameAddr(SipUri.Parse("sip:a@[::1]")), new NameAddr(SipUri.Parse("sip:[::1]")));
        (await client.SendRequestAsync(request, flow)).StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Fills_in_received_and_rport_and_answers_to_the_source_port()
    {
        await using var server = new LiveServer(options => options with { ReplyToSourcePort = false });
        using var peer = new UdpPeer(server.Address);
        peer.Send(Messages.Options("nat", "UDP", 5999).Replace("127.0.0.1:5999", "10.1.2.3:5999"));
        var via = (await peer.ReceiveAsync()).TopVia!;
        via.Received.ShouldBe("127.0.0.1");
        via.Rport.ShouldBe(peer.Port);
        via.Host.ShouldBe("10.1.2.3");
    }

    [Fact]
    public async Task Answers_to_the_port_of_the_Via_when_rport_is_not_asked_for()
    {
        await using var server = new LiveServer(options => options with { ReplyToSourcePort = false });
        using var peer = new UdpPeer(server.Address);
        using var other = new UdpPeer(server.Address);
        peer.Send(Messages.Options("strict", "UDP", other.Port).Replace(";rport", ""));
        (await other.ReceiveAsync()).CallId.ShouldBe("strict");
    }

    [Fact]
    public async Task Opens_one_TCP_connection_and_uses_it_in_both_directions()
    {
        await using var server = new LiveServer(null, new Handler(SipMethod.Message, async t =>
        {
            t.Respond(200);
            var back = SipRequest.Create(SipMethod.Info, SipUri.Parse("sip:back@127.0.0.1"), t.Request.To, t.Request.From.WithTag(null));
            await t.Endpoint.SendRequestAsync(back, t.Source);
        }, inline: false));
        var came = new TaskCompletionSource<SipFlow>();
        await using var client = new LiveServer(null, new Handler(SipMethod.Info, t => { t.Respond(200); came.SetResult(t.Source); }));
        var flow = new SipFlow(SipTransportKind.Tcp, server.Address);
        for (var i = 0; i < 3; i++)
        {
            var request = SipRequest.Create(SipMethod.Options, SipUri.Parse("sip:127.0.0.1"), new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:b@b")));
            (await client.Endpoint.SendRequestAsync(request, flow)).StatusCode.ShouldBe(200);
        }
        var message = SipRequest.Create(SipMethod.Message, SipUri.Parse("sip:127.0.0.1"), new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:b@b")));
        (await client.Endpoint.SendRequestAsync(message, flow)).StatusCode.ShouldBe(200);
        // It came back by the connection that the client had opened: from the server's listening port.
        (await came.Task).Remote.ShouldBe(server.Address);
    }

    [Fact]
    public async Task Reports_503_when_nobody_listens_there()
    {
        await using var client = new LiveServer();
        var flow = new SipFlow(SipTransportKind.Tcp, new IPEndPoint(IPAddress.Loopback, FreePort.Next()));
        var request = SipRequest.Create(SipMethod.Options, SipUri.Parse("sip:127.0.0.1"), new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:b@b")));
        (await client.Endpoint.SendRequestAsync(request, flow)).StatusCode.ShouldBe(503);
    }

    [Fact]
    public async Task Says_what_it_can_do()
    {
        await using var server = new LiveServer(null, new Handler(SipMethod.Register, t => t.Respond(200)));
        using var peer = new UdpPeer(server.Address);
        peer.Send(Messages.Options("can", "UDP", peer.Port));
        (await peer.ReceiveAsync()).Headers["Allow"]!.ShouldContain("REGISTER");
        peer.Send(Messages.Options("pub", "UDP", peer.Port).Replace("OPTIONS", "PUBLISH"));
        ((SipResponse)await peer.ReceiveAsync()).StatusCode.ShouldBe(405);
        peer.Send(Messages.Options("new", "UDP", peer.Port).Replace("OPTIONS", "BREAKFAST"));
        ((SipResponse)await peer.ReceiveAsync()).StatusCode.ShouldBe(501);
        peer.Send(Messages.Options("ext", "UDP", peer.Port, "Require: precondition, timer"));
        var refused = (SipResponse)await peer.ReceiveAsync();
        (refused.StatusCode, refused.Headers["Unsupported"]).ShouldBe((420, "precondition"));
    }
}
