using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>SIP over WebSocket, RFC 7118.</summary>
public class WebSockets
{
    private static SipEndpoint Server(Func<SipEndpointOptions, SipEndpointOptions>? change = null, TimeProvider? clock = null, params ISipRequestHandler[] handlers)
    {
        var options = new SipEndpointOptions { Listen = [new(SipTransportKind.Ws, IPAddress.Loopback, 0)] };
        var server = new SipEndpoint(change?.Invoke(options) ?? options, handlers, time: clock);
        server.Start();
        return server;
    }

    private static async Task<ClientWebSocket> ConnectAsync(SipEndpoint server, Action<ClientWebSocketOptions>? change = null, string scheme = "ws")
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("sip");
        change?.Invoke(socket.Options);
        await socket.ConnectAsync(new Uri($"{scheme}://127.0.0.1:{server.LocalEndPoints[0].Address.Port}/any/path"), default).WaitAsync(Eventually.Deadline);
        return socket;
    }

    private static string Request(string method, string callId, string body = "") => string.Join("\r\n",
        $"{method} sip:server.example SIP/2.0",
        $"Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK{callId}",
        "Max-Forwards: 70", "From: <sip:alice@example.com>;tag=1", "To: <sip:alice@example.com>", $"Call-ID: {callId}", $"CSeq: 1 {method}",
        "Contact: <sip:alice@df7jal23ls0d.invalid;transport=ws>", "", body);

    private static Task SendAsync(ClientWebSocket socket, string text, WebSocketMessageType type = WebSocketMessageType.Text, bool end = true) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, end, default).WaitAsync(Eventually.Deadline);

    private static async Task<(string Text, WebSocketMessageType Type)> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[70_000];
        var got = await socket.ReceiveAsync(buffer, default).WaitAsync(Eventually.Deadline);
        got.EndOfMessage.ShouldBeTrue();
        return (Encoding.UTF8.GetString(buffer, 0, got.Count), got.MessageType);
    }

    private static async Task<bool> IsClosedAsync(ClientWebSocket socket)
    {
        try
        {
            return (await socket.ReceiveAsync(new byte[100], default).WaitAsync(Eventually.Deadline)).MessageType == WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return true;
        }
    }

    [Theory, InlineData(WebSocketMessageType.Text), InlineData(WebSocketMessageType.Binary)]
    public async Task Carry_one_message_each(WebSocketMessageType type)
    {
        await using var server = Server();
        using var browser = await ConnectAsync(server);
        browser.SubProtocol.ShouldBe("sip");
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(browser, Request("OPTIONS", $"c{i}"), type);
            var (text, kind) = await ReceiveAsync(browser);
            text.ShouldStartWith("SIP/2.0 200 OK\r\n");
            text.ShouldContain($"Call-ID: c{i}\r\n");
            text.ShouldContain("df7jal23ls0d.invalid");
            kind.ShouldBe(WebSocketMessageType.Text);
        }
        await browser.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(Eventually.Deadline);
        browser.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        server.Statistics.MessagesMalformed.ShouldBe(0);
    }

    [Fact]
    public async Task Take_a_message_in_pieces_and_answer_keep_alives()
    {
        await using var server = Server();
        using var browser = await ConnectAsync(server);
        var text = Request("OPTIONS", "pieces", new string('x', 6000));
        await SendAsync(browser, text[..10], end: false);
        await SendAsync(browser, text[10..3000], end: false);
        await SendAsync(browser, text[3000..]);
        (await ReceiveAsync(browser)).Text.ShouldStartWith("SIP/2.0 200 OK\r\n");
        await SendAsync(browser, "\r\n\r\n");
        (await ReceiveAsync(browser)).Text.ShouldBe("\r\n");
    }

    [Fact]
    public async Task Lead_back_to_a_browser_that_has_no_address()
    {
        SipFlow? flow = null;
        await using var server = Server(handlers: new Handler(SipMethod.Register, t =>
        {
            flow = t.Source;
            t.Respond(200);
        }));
        using var browser = await ConnectAsync(server);
        await SendAsync(browser, Request("REGISTER", "reg"));
        await ReceiveAsync(browser);

        var contact = SipUri.Parse("sip:alice@df7jal23ls0d.invalid;transport=ws");
        var message = SipRequest.Create(SipMethod.Message, contact, new NameAddr(SipUri.Parse("sip:bob@example.com")), new NameAddr(contact));
        message.SetBody(new byte[] { 0xFF, 0x00, 0x80 }, "application/octet-stream"); // no text: must not go as text
        var answering = server.SendRequestAsync(message, flow!);
        var buffer = new byte[70_000];
        var got = await browser.ReceiveAsync(buffer, default).WaitAsync(Eventually.Deadline);
        got.MessageType.ShouldBe(WebSocketMessageType.Binary);
        SipParser.TryParse(buffer.AsMemory(0, got.Count), out var received, out _).ShouldBeTrue();
        received!.TopVia!.Transport.ShouldBe("WS");
        await browser.SendAsync(SipResponse.Create((SipRequest)received, 202).ToBytes(), WebSocketMessageType.Text, true, default);
        (await answering.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(202);

        // Gone is gone: nobody can connect to a browser.
        browser.Abort();
        await Eventually.PassesAsync(async () =>
        {
            var lost = await server.SendRequestAsync(SipRequest.Create(SipMethod.Message, contact, message.From, message.To), flow!).WaitAsync(TimeSpan.FromSeconds(2));
            (lost.StatusCode, lost.IsLocallyGenerated).ShouldBe((503, true));
        });
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 426)]
    [InlineData("GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", 400)]
    [InlineData("GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Protocol: sip\r\n\r\n", 426)]
    [InlineData("GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sip\r\n\r\n", 400)]
    [InlineData("GET /chat HTTP/1.1\r\nHost: x\r\nno colon here\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:x SIP/2.0\r\n\r\n", 400)]
    public async Task Are_refused_to_what_is_no_SIP_over_WebSocket(string request, int status)
    {
        await using var server = Server();
        (await AnswerAsync(server, request)).ShouldStartWith($"HTTP/1.1 {status} ");
        await Eventually.TrueAsync(() => server.Statistics.MessagesMalformed == 1);
    }

    [Fact]
    public async Task Are_refused_to_a_head_without_end()
    {
        await using var server = Server();
        (await AnswerAsync(server, "GET / HTTP/1.1\r\nX: " + new string('a', 8192 - 19))).ShouldStartWith("HTTP/1.1 431 ");
    }

    private static async Task<string> AnswerAsync(SipEndpoint server, string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.LocalEndPoints[0].Address);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        return await new StreamReader(tcp.GetStream()).ReadToEndAsync().WaitAsync(Eventually.Deadline);
    }

    [Fact]
    public async Task Are_open_to_the_named_pages_only()
    {
        await using var server = Server(options => options with { WebSocket = new() { AllowedOrigins = ["https://portal.example.com"] } });
        using var own = await ConnectAsync(server, options => options.SetRequestHeader("Origin", "https://portal.example.com"));
        own.State.ShouldBe(WebSocketState.Open);
        await Should.ThrowAsync<WebSocketException>(() => ConnectAsync(server, options => options.SetRequestHeader("Origin", "https://elsewhere.example")));
        await Should.ThrowAsync<WebSocketException>(() => ConnectAsync(server));
    }

    [Fact]
    public async Task End_with_a_message_that_is_too_large()
    {
        await using var server = Server();
        using var flood = await ConnectAsync(server);
        using var browser = await ConnectAsync(server);
        await SendAsync(flood, Request("OPTIONS", "big", new string('x', 70_000)));
        (await IsClosedAsync(flood)).ShouldBeTrue();
        await Eventually.TrueAsync(() => server.Statistics.MessagesMalformed == 1);
        await SendAsync(browser, Request("OPTIONS", "fine"));
        (await ReceiveAsync(browser)).Text.ShouldStartWith("SIP/2.0 200 OK");
    }

    [Fact]
    public async Task End_when_a_message_is_left_half()
    {
        var clock = new ManualTimeProvider();
        await using var server = Server(clock: clock);
        using var slow = await ConnectAsync(server);
        await SendAsync(slow, Request("OPTIONS", "first"));
        await ReceiveAsync(slow);
        await SendAsync(slow, "OPTIONS sip:x", end: false);
        var closed = IsClosedAsync(slow);
        await Eventually.PassesAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            closed.IsCompleted.ShouldBeTrue();
            return Task.CompletedTask;
        });
        (await closed).ShouldBeTrue();
    }

    [Fact]
    public async Task End_when_the_opening_stalls()
    {
        var clock = new ManualTimeProvider();
        await using var server = Server(clock: clock);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.LocalEndPoints[0].Address);
        await tcp.GetStream().WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        var reading = tcp.GetStream().ReadAsync(new byte[1]).AsTask();
        await Eventually.PassesAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            reading.IsCompleted.ShouldBeTrue();
            return Task.CompletedTask;
        });
        if (reading.IsCompletedSuccessfully) (await reading).ShouldBe(0);
    }

    [Fact]
    public async Task Go_over_TLS_too()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var context = SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null), null, offline: true);
        await using var server = Server(options => options with
        {
            Listen = [new(SipTransportKind.Wss, IPAddress.Loopback, 0)],
            Tls = new SipTlsOptions { Certificate = () => context },
        });
        using var browser = await ConnectAsync(server, options => options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.Thumbprint, "wss");
        await SendAsync(browser, Request("OPTIONS", "secure"));
        (await ReceiveAsync(browser)).Text.ShouldStartWith("SIP/2.0 200 OK");
        server.LocalEndPoints[0].Transport.ShouldBe(SipTransportKind.Wss);
    }
}
