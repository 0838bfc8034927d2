using System.Net;
using System.Text;
using Portal.Testing;

namespace Portal.Sip.Tests;

public class Hostile_input
{
    [Fact]
    public async Task Malformed_datagrams_are_counted_and_logged_without_their_content_and_the_server_goes_on()
    {
        await using var server = new LiveServer();
        using var peer = new UdpPeer(server.Address);
        for (var i = 0; i < 50; i++) peer.Send($"GARBAGE secret-password {i}\r\nAuthorization: Digest secret-password\r\n\r\n");
        peer.Send([]);
        peer.Send([0xff, 0xfe, 0x00]);
        peer.Send("\r\n\r\n");
        (await peer.FinalBeforeProbeAsync()).ShouldBeNull();
        server.Endpoint.Statistics.MessagesMalformed.ShouldBe(51);
        server.Logged.Count.ShouldBeInRange(1, 11);
        server.Logged.ShouldAllBe(line => !line.Contains("secret"));
    }

    [Fact]
    public async Task A_request_that_lacks_a_header_is_answered_400_with_the_reason()
    {
        await using var server = new LiveServer();
        using var peer = new UdpPeer(server.Address);
        peer.Send(Messages.Options("x", "UDP", peer.Port).Replace("Call-ID: x\r\n", ""));
        (await peer.ReceiveReplyAsync()).Line.ShouldBe("SIP/2.0 400 Bad Request - Call-ID is missing");
    }

    [Fact]
    public async Task Half_a_message_waits_for_the_rest()
    {
        await using var server = new LiveServer();
        using var peer = await TcpPeer.ConnectAsync(server.Address);
        var octets = Encoding.UTF8.GetBytes(Messages.Options("slow", "TCP"));
        foreach (var octet in octets) await peer.SendAsync([octet]);
        ((SipResponse)(await peer.ReceiveAsync())!).CallId.ShouldBe("slow");
    }

    [Fact]
    public async Task Half_a_message_that_never_ends_is_logged_and_its_connection_closed()
    {
        await using var server = new LiveServer(options => options with { Tcp = new SipTcpOptions { HalfMessage = TimeSpan.FromMilliseconds(200) } });
        using var peer = await TcpPeer.ConnectAsync(server.Address);
        await peer.SendAsync(Messages.Options("half", "TCP")[..80]);
        (await peer.ReceiveAsync()).ShouldBeNull();
        server.Logged.ShouldContain(line => line.Contains("not finished in time"));
        using var next = await TcpPeer.ConnectAsync(server.Address);
        await next.SendAsync(Messages.Options("next", "TCP"));
        (await next.ReceiveAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stream_that_ends_in_the_middle_is_logged_and_dropped()
    {
        await using var server = new LiveServer();
        using (var peer = await TcpPeer.ConnectAsync(server.Address)) await peer.SendAsync(Messages.Options("cut", "TCP")[..80]);
        await Eventually.TrueAsync(() => server.Logged.Any(line => line.Contains("middle of a message")));
        server.Endpoint.Statistics.MessagesMalformed.ShouldBe(1);
    }

    [Fact]
    public async Task Several_messages_in_one_segment_are_all_answered_in_order()
    {
        await using var server = new LiveServer();
        using var peer = await TcpPeer.ConnectAsync(server.Address);
        await peer.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(i => Messages.Options($"m{i}", "TCP"))));
        for (var i = 0; i < 20; i++) (await peer.ReceiveAsync())!.CallId.ShouldBe($"m{i}");
    }

    [Fact]
    public async Task A_keepalive_is_answered_by_one_CRLF()
    {
        await using var server = new LiveServer();
        using var peer = await TcpPeer.ConnectAsync(server.Address);
        await peer.SendAsync("\r\n\r\n");
        (await peer.ReadTextAsync()).ShouldBe("\r\n");
    }

    [Fact]
    public async Task Noise_on_a_stream_closes_it()
    {
        await using var server = new LiveServer();
        using var peer = await TcpPeer.ConnectAsync(server.Address);
        await peer.SendAsync([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]); // a TLS greeting
        (await peer.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_header_without_end_closes_the_stream()
    {
        await using var server = new LiveServer();
        using var peer = await TcpPeer.ConnectAsync(server.Address);
        await peer.SendAsync("OPTIONS sip:a SIP/2.0\r\nX: " + new string('x', 80_000));
        (await peer.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task More_connections_than_an_address_may_have_are_closed_at_once()
    {
        await using var server = new LiveServer(options => options with { Tcp = new SipTcpOptions { MaxConnectionsPerAddress = 2 } });
        using var first = await TcpPeer.ConnectAsync(server.Address);
        using var second = await TcpPeer.ConnectAsync(server.Address);
        await first.SendAsync(Messages.Options("1", "TCP"));
        await second.SendAsync(Messages.Options("2", "TCP"));
        (await first.ReceiveAsync()).ShouldNotBeNull();
        (await second.ReceiveAsync()).ShouldNotBeNull();
        using var third = await TcpPeer.ConnectAsync(server.Address);
        (await third.ReceiveAsync()).ShouldBeNull();
        first.Dispose();
        await Eventually.TrueAsync(async () =>
        {
            using var again = await TcpPeer.ConnectAsync(server.Address);
            await again.SendAsync(Messages.Options("3", "TCP"));
            return await again.ReceiveAsync() is not null;
        });
    }

    [Fact]
    public async Task A_source_over_its_limit_is_dropped()
    {
        await using var server = new LiveServer(options => options with { MessagesPerSecondPerSource = 1 });
        using var peer = new UdpPeer(server.Address);
        for (var i = 0; i < 40; i++) peer.Send(Messages.Options($"n{i}", "UDP", peer.Port));
        await Eventually.TrueAsync(() => server.Endpoint.Statistics.RequestsRejected >= 25);
        server.Endpoint.Statistics.MessagesReceived.ShouldBeInRange(10, 15);
    }

    [Fact]
    public async Task A_line_break_never_gets_into_a_message_through_a_value()
    {
        var request = SipRequest.Create("MESSAGE", SipUri.Parse("sip:a@b"), new NameAddr(SipUri.Parse("sip:a@b"), "Eve\r\nX-Evil: 1"), new NameAddr(SipUri.Parse("sip:a@b")));
        request.ToWireText().ShouldNotContain("\nX-Evil");
        Should.Throw<ArgumentException>(() => request.Headers.Add("Subject", "a\r\nX-Evil: 1"));
        Should.Throw<ArgumentException>(() => request.Headers.Add("X\r\nY", "a"));
        Should.Throw<ArgumentException>(() => SipParameters.Empty.With("tag", "a\r\nX-Evil: 1"));
        Should.Throw<ArgumentException>(() => new SipResponse(200, "OK\r\nX-Evil: 1"));
        new SipUri("a\r\nb", "h").ToString().ShouldBe("sip:a%0D%0Ab@h");
        await Task.CompletedTask;
    }
}
