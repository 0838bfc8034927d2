using System.Net;
using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>We call the answering side that sipp brings along. It lingers for four seconds after its last call: a class of its own, so that others need not wait.</summary>
public class Sipp_answering
{
    private static readonly byte[] Offer = "v=0\r\no=portal 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"u8.ToArray();

    [Theory]
    [InlineData("u1", SipTransportKind.Udp)]
    [InlineData("t1", SipTransportKind.Tcp)]
    public async Task Its_answering_side_is_called(string transport, SipTransportKind kind)
    {
        await using var client = Client(IPAddress.Loopback);
        await using var sipp = await Sipp.StartAsync(new SippRun("uas") { IsBuiltIn = true, Calls = 20, Transport = transport });
        var flow = new SipFlow(kind, new IPEndPoint(IPAddress.Loopback, sipp.Port));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CallAsync(client, flow, IPAddress.Loopback)));

        var result = await sipp.FinishAsync();
        result.Successful.ShouldBe(20, result.ToString());
        result.Failed.ShouldBe(0, result.ToString());
        client.Live.Dialogs.ShouldBe(0);
    }

    [Fact]
    public async Task Its_answering_side_is_called_over_IPv6()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        await using var client = Client(IPAddress.IPv6Loopback);
        await using var sipp = await Sipp.StartAsync(new SippRun("uas") { IsBuiltIn = true, Calls = 5, Address = "[::1]" });
        var flow = new SipFlow(SipTransportKind.Udp, new IPEndPoint(IPAddress.IPv6Loopback, sipp.Port));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CallAsync(client, flow, IPAddress.IPv6Loopback)));

        var result = await sipp.FinishAsync();
        result.Successful.ShouldBe(5, result.ToString());
    }

    private static SipEndpoint Client(IPAddress address)
    {
        var client = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, address, 0), new(SipTransportKind.Tcp, address, 0)] });
        client.Start();
        return client;
    }

    private static async Task CallAsync(SipEndpoint client, SipFlow flow, IPAddress host)
    {
        var uri = SipUri.Parse($"sip:service@{(host.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{host}]" : host)}");
        var invite = SipRequest.Create(SipMethod.Invite, uri, new NameAddr(SipUri.Parse("sip:2001@localhost")), new NameAddr(uri));
        invite.SetBody(Offer, "application/sdp");
        var call = client.CreateUacSession(invite, flow, "2001");
        call.Start();
        (await call.Final).StatusCode.ShouldBe(200);
        call.Ack();
        await call.ByeAsync();
    }
}
