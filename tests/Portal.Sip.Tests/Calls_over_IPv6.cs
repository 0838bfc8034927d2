using System.Net;
using System.Net.Sockets;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>Calls on ::1, and between the two families.</summary>
public class Calls_over_IPv6
{
    private static SipEndpoint Start(IPAddress[] addresses, params ISipRequestHandler[] handlers)
    {
        var endpoint = new SipEndpoint(new SipEndpointOptions
        {
            Listen = [.. addresses.SelectMany(address => new SipListen[] { new(SipTransportKind.Udp, address, 0), new(SipTransportKind.Tcp, address, 0) })],
        }, handlers);
        endpoint.Start();
        return endpoint;
    }

    private static SipFlow To(SipEndpoint endpoint, SipTransportKind kind, AddressFamily family) =>
        new(kind, endpoint.LocalEndPoints.First(local => local.Transport == kind && local.Address.AddressFamily == family).Address);

    [Theory]
    [InlineData(SipTransportKind.Udp, AddressFamily.InterNetworkV6)]
    [InlineData(SipTransportKind.Tcp, AddressFamily.InterNetworkV6)]
    [InlineData(SipTransportKind.Udp, AddressFamily.InterNetwork)]
    public async Task Are_joined_and_ended(SipTransportKind kind, AddressFamily called)
    {
        if (!Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        InviteUasSession? answered = null;
        await using var phone = Start([called == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback], new Handler(SipMethod.Invite, t =>
        {
            answered = t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2002");
            _ = answered.AnswerAsync(t.Request.Body, t.Request.ContentType);
        }));
        var joining = new Joining(() => [To(phone, kind, called)]);
        await using var server = Start([IPAddress.IPv6Loopback, IPAddress.Loopback], joining);
        await using var caller = Start([IPAddress.IPv6Loopback]);

        var target = To(server, kind, AddressFamily.InterNetworkV6);
        var uri = SipUri.Parse($"sip:2002@{target.Remote}");
        var invite = SipRequest.Create(SipMethod.Invite, uri, new NameAddr(SipUri.Parse("sip:2001@[::1]")), new NameAddr(uri));
        invite.SetBody("v=0\r\n", "application/sdp");
        var call = caller.CreateUacSession(invite, await caller.FindTargetsAsync(uri.WithParameter("transport", target.TransportName)), "2001");
        call.Start();
        (await call.Final.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200);
        call.Ack();
        call.Invite.TopVia!.Host.ShouldBe("[::1]");
        call.Dialog!.RemoteTarget.Host.ShouldBe("[::1]");
        call.Dialog.Flow.Remote.Address.ShouldBe(IPAddress.IPv6Loopback);
        await Eventually.TrueAsync(() => answered is { IsEstablished: true });
        answered!.Invite.Contact!.Uri.Host.ShouldBe(called == AddressFamily.InterNetworkV6 ? "[::1]" : "127.0.0.1");

        // From the other end, so that requests go both ways.
        await answered.ByeAsync().WaitAsync(Eventually.Deadline);
        (await call.Ended.WaitAsync(Eventually.Deadline)).Cause.ShouldBe(SessionEndCause.RemoteBye);
        await Eventually.TrueAsync(() => joining.Ended == 1 && server.Live.Dialogs == 0);
    }

    [Fact]
    public async Task Listen_beside_IPv4_on_the_same_port()
    {
        if (!Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        var port = FreePort.Next();
        await using var server = new SipEndpoint(new SipEndpointOptions
        {
            Listen =
            [
                new(SipTransportKind.Udp, IPAddress.Any, port), new(SipTransportKind.Tcp, IPAddress.Any, port),
                new(SipTransportKind.Udp, IPAddress.IPv6Any, port), new(SipTransportKind.Tcp, IPAddress.IPv6Any, port),
            ],
        });
        server.Start();
        await using var client = Start([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        foreach (var host in new[] { "127.0.0.1", "[::1]" })
        {
            foreach (var transport in new[] { "udp", "tcp" })
            {
                var uri = SipUri.Parse($"sip:{host}:{port};transport={transport}");
                var options = SipRequest.Create(SipMethod.Options, uri, new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(uri));
                (await client.SendRequestAsync(options).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200, uri.ToString());
            }
        }
    }

    [Fact]
    public async Task Never_tell_a_peer_our_name_of_a_link()
    {
        var scoped = new MemoryTransport(at: new IPEndPoint(IPAddress.Parse("fe80::1%3"), 5060));
        await using var endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [scoped] });
        endpoint.Start();
        // RFC 4007 §11.2: a zone means something on this machine only.
        endpoint.ContactFor(new SipFlow(SipTransportKind.Udp, new IPEndPoint(IPAddress.Parse("fe80::2%3"), 5060))).ToString().ShouldBe("sip:[fe80::1]:5060");
    }
}
