using System.Net;
using Portal.Sip.Authentication;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>sipp with the scenarios that it brings along, and with registrations over every transport.</summary>
public class Sipp_scenarios
{
    private const string Ip6 = "[::1]";

    [Theory]
    [InlineData("uac", "u1")]
    [InlineData("uac", "t1")]
    [InlineData("uac", "tn")]
    [InlineData("regexp", "u1")]
    public async Task Its_callers_are_answered(string scenario, string transport)
    {
        var answering = new Answering();
        await using var server = Server(answering);
        var result = await Sipp.RunAsync(new SippRun(scenario, server.LocalEndPoints[0].Address.ToString())
        {
            IsBuiltIn = true, Calls = 40, Rate = 80, Transport = transport, Arguments = transport == "tn" ? ["-max_socket", "60"] : [],
        });
        result.Successful.ShouldBe(40, result.ToString());
        result.Failed.ShouldBe(0, result.ToString());
        await Eventually.TrueAsync(() => answering.Ended == 40);
        server.Live.Dialogs.ShouldBe(0);
    }

    [Fact]
    public async Task Its_callers_are_answered_over_IPv6()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        var answering = new Answering();
        await using var server = Server(answering, IPAddress.IPv6Loopback);
        var result = await Sipp.RunAsync(new SippRun("uac", $"{Ip6}:{server.LocalEndPoints[0].Address.Port}") { IsBuiltIn = true, Calls = 20, Rate = 40, Address = Ip6 });
        result.Successful.ShouldBe(20, result.ToString());
        await Eventually.TrueAsync(() => answering.Ended == 20);
        server.Live.Dialogs.ShouldBe(0);
    }

    [Theory]
    [InlineData("u1", false)]
    [InlineData("t1", false)]
    [InlineData("tn", false)]
    [InlineData("u1", true)]
    [InlineData("t1", true)]
    public async Task It_registers_a_hundred_users(string transport, bool ip6)
    {
        if (ip6 && !System.Net.Sockets.Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        await using var exchange = new Exchange(ip6 ? IPAddress.IPv6Loopback : IPAddress.Loopback);
        var result = await Sipp.RunAsync(new SippRun("register", $"{(ip6 ? Ip6 : "127.0.0.1")}:{exchange.Port}")
        {
            Calls = 100, Rate = 200, Transport = transport, Address = ip6 ? Ip6 : "127.0.0.1", Users = Users(100), AuthUri = Exchange.Domain,
            Arguments = transport == "tn" ? ["-max_socket", "120"] : [],
        });
        result.Successful.ShouldBe(100, result.ToString());
        result.Failed.ShouldBe(0, result.ToString());
        for (var user = 2000; user < 2100; user++) exchange.BindingsOf($"{user}").ShouldHaveSingleItem();
        exchange.Logged.ShouldBeEmpty();
    }

    [Fact] // sipp 3.6 knows MD5 alone and looks at the first challenge only.
    public async Task It_registers_with_MD5_where_SHA_256_is_offered_after_it()
    {
        await using var exchange = new Exchange(digest: new DigestOptions { Algorithms = [DigestAlgorithm.Md5, DigestAlgorithm.Sha256] });
        var result = await Sipp.RunAsync(new SippRun("register", $"127.0.0.1:{exchange.Port}") { Calls = 5, Users = Users(5), AuthUri = Exchange.Domain });
        result.Successful.ShouldBe(5, result.ToString());
    }

    [Fact]
    public async Task It_is_refused_with_a_wrong_password()
    {
        await using var exchange = new Exchange();
        var result = await Sipp.RunAsync(new SippRun("register", $"127.0.0.1:{exchange.Port}")
        {
            Calls = 3, Users = [SippRun.User("2001", Exchange.Domain, "guess")], AuthUri = Exchange.Domain,
        });
        result.Failed.ShouldBe(3, result.ToString());
        result.Errors.ShouldContain("403");
        exchange.BindingsOf("2001").ShouldBeEmpty();
    }

    private static string[] Users(int count) =>
        [.. Enumerable.Range(2000, count).Select(user => SippRun.User($"{user}", Exchange.Domain, Exchange.PasswordOf($"{user}")))];

    private static SipEndpoint Server(Answering? answering = null, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        var server = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, address, 0), new(SipTransportKind.Tcp, address, 0)] },
            answering is null ? [] : [answering]);
        server.Start();
        return server;
    }

    /// <summary>Picks up every call.</summary>
    private sealed class Answering : ISipRequestHandler
    {
        public static readonly byte[] Offer = "v=0\r\no=portal 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"u8.ToArray();

        private int _ended;

        public string Method => SipMethod.Invite;

        public int Ended => _ended;

        public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
        {
            var call = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "service");
            call.Progress(180);
            await call.AnswerAsync(Offer, "application/sdp");
            await call.Ended;
            Interlocked.Increment(ref _ended);
        }
    }
}
