using System.Net;
using System.Net.Sockets;
using System.Text;
using Portal.Sip.Authentication;
using Portal.Sip.Events;
using Portal.Sip.Registration;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>Many requests from many places, and what they may take.</summary>
public class Hostile_floods
{
    private const string Realm = "acme.localhost";

    [Fact]
    public async Task Wrong_passwords_from_many_addresses_neither_fill_the_log_nor_keep_an_honest_phone_out()
    {
        var registrar = new Registrar(new InMemoryLocationStore());
        var digest = new DigestAuthenticator();
        var credential = DigestCredential.FromPassword("2001", Realm, "right");
        var failures = 0;
        await using var server = new LiveServer(options => options with { MessagesPerSecondPerSource = 3 }, new Handler(SipMethod.Register, t =>
        {
            var result = digest.Authenticate(t.Request, Realm, false, user => user == "2001" ? credential : null, out _);
            if (result is DigestResult.BadResponse) Interlocked.Increment(ref failures);
            if (result is DigestResult.Ok)
            {
                t.Respond(registrar.Process(t, "sip:2001@" + Realm));
                return;
            }
            var challenge = t.CreateResponse(401);
            digest.Challenge(challenge, t.Request, Realm);
            t.Respond(challenge);
        }));
        await using var honest = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Parse("127.0.0.100"), 0)] });
        honest.Start();

        List<Socket> attackers = [];
        for (var address = 1; address <= 60; address++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.1.{address}"), 0));
            attackers.Add(socket);
        }
        for (var round = 0; round < 100; round++)
        {
            foreach (var attacker in attackers) attacker.SendTo(Guess(attacker, round), server.Address);
            // In the thick of it.
            if (round % 20 == 0) (await RegisterAsync(honest, server.Address, credential, (uint)round)).ShouldBe(200);
        }
        (await RegisterAsync(honest, server.Address, credential, 1000)).ShouldBe(200);
        foreach (var attacker in attackers) attacker.Dispose();

        // Each was heard for its first thirty and then three a second, not for its hundred.
        failures.ShouldBeInRange(60, 60 * 60);
        server.Endpoint.Statistics.RequestsRejected.ShouldBeGreaterThan(1_000);
        server.Logged.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Unfinished_INVITEs_are_bounded_and_the_rest_told_to_come_later()
    {
        List<SipServerTransaction> waiting = [];
        await using var server = new LiveServer(options => options with { MaxServerTransactions = 20 }, new Handler(SipMethod.Invite, t =>
        {
            lock (waiting) waiting.Add(t);
        }));
        using var peer = new UdpPeer(server.Address);
        for (var i = 0; i < 60; i++) peer.Send(Messages.Options($"i{i}", "UDP", peer.Port).Replace("OPTIONS", "INVITE"));
        // Those taken are told 100 meanwhile.
        List<SipResponse> refused = [];
        while (refused.Count < 40)
        {
            if (await peer.ReceiveAsync() is SipResponse { StatusCode: not 100 } response) refused.Add(response);
        }
        refused.ShouldAllBe(response => response.StatusCode == 503 && response.Headers["Retry-After"] != null);
        waiting.Count.ShouldBe(20);
        server.Endpoint.Live.ServerTransactions.ShouldBe(20);
        server.Logged.Count.ShouldBeLessThan(12);

        foreach (var transaction in waiting) transaction.Respond(200);
        server.Endpoint.Live.ServerTransactions.ShouldBe(20); // until timer L
        using var tcp = await TcpPeer.ConnectAsync(server.Address);
        await tcp.SendAsync(Messages.Options("in", "TCP").Replace("To: <sip:127.0.0.1>", "To: <sip:127.0.0.1>;tag=x"));
        ((SipResponse)(await tcp.ReceiveAsync())!).StatusCode.ShouldBe(200, "what may belong to a call is taken still");
    }

    [Fact]
    public async Task There_is_room_again_when_requests_have_been_answered()
    {
        SipServerTransaction? held = null;
        await using var bench = new Bench(options => options with { MaxServerTransactions = 1 }, new Handler(SipMethod.Message, t =>
        {
            if (held is null) held = t; else t.Respond(202);
        }));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message, "z9hG4bK1"));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message, "z9hG4bK2"));
        held!.Respond(202);
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message, "z9hG4bK3"));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message, "z9hG4bK4"));
        bench.Wire.Responses.Select(response => response.StatusCode).ShouldBe([503, 202, 202, 202]);
    }

    [Fact]
    public void All_addresses_of_one_IPv6_network_share_a_limit()
    {
        var limiter = new SourceLimiter(1, new ManualTimeProvider());
        for (var i = 1; i <= 10; i++) limiter.Admit(IPAddress.Parse($"2001:db8::{i:x}")).ShouldBeTrue();
        limiter.Admit(IPAddress.Parse("2001:db8::ffff:1")).ShouldBeFalse();
        limiter.Admit(IPAddress.Parse("2001:db8:0:1::1")).ShouldBeTrue();
        limiter.Admit(IPAddress.Parse("192.0.2.1")).ShouldBeTrue();
    }

    [Fact]
    public void Answers_kept_for_repeats_are_bounded_and_the_newest_stay()
    {
        var clock = new ManualTimeProvider();
        var cache = new AnswerCache(TimeSpan.FromSeconds(32), 4 << 20, clock);
        var octets = new byte[1000];
        static TransactionKey Key(int number) => TransactionKey.OfClient($"z9hG4bK{number}", "OPTIONS");
        for (var i = 0; i < 100_000; i++) cache.Add(Key(i), octets);
        cache.Count.ShouldBeInRange(3_000, 4 * 1049);
        cache.TryGet(Key(99_999), out _).ShouldBeTrue();
        cache.TryGet(Key(97_500), out _).ShouldBeTrue();
        cache.TryGet(Key(0), out _).ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(33));
        cache.Count.ShouldBe(0);
        cache.Add(Key(1), octets);
        cache.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_source_cannot_have_all_subscriptions()
    {
        var notifier = new Notifier([new Lamp()], new NotifierOptions { MaxPerSource = 3 });
        await using var server = new LiveServer(null, notifier);
        List<int> answers = [];
        // They stay connected: a subscription whose NOTIFY cannot be delivered ends, and makes room.
        List<TcpPeer> peers = [];
        for (var i = 0; i < 5; i++)
        {
            var peer = await TcpPeer.ConnectAsync(server.Address);
            peers.Add(peer);
            await peer.SendAsync(Subscribe(i));
            answers.Add(await FirstAnswerAsync(peer));
        }
        answers.ShouldBe([200, 200, 200, 403, 403]);
        using var other = await TcpPeer.ConnectAsync(server.Address, IPAddress.Parse("127.0.0.100"));
        await other.SendAsync(Subscribe(9));
        (await FirstAnswerAsync(other)).ShouldBe(200);
        notifier.End("dialog", "sip:2001@127.0.0.1");
        using var again = await TcpPeer.ConnectAsync(server.Address);
        await again.SendAsync(Subscribe(10));
        (await FirstAnswerAsync(again)).ShouldBe(200);
        peers.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Ten_thousand_headers_are_refused_and_cost_nobody_else_anything()
    {
        await using var server = new LiveServer();
        using var peer = new UdpPeer(server.Address);
        peer.Send(Messages.Options("many", "UDP", peer.Port, string.Join("\r\n", Enumerable.Repeat("X: y", 10_000))));
        var answer = await peer.FinalBeforeProbeAsync();
        answer!.Status.ShouldBe(400);
    }

    private static string Subscribe(int number) => Messages.Options($"s{number}", "TCP", 5060, "Contact: <sip:a@127.0.0.1>\r\nEvent: dialog\r\nExpires: 600")
        .Replace("OPTIONS sip:127.0.0.1", "SUBSCRIBE sip:2001@127.0.0.1").Replace("OPTIONS", "SUBSCRIBE");

    private static async Task<int> FirstAnswerAsync(TcpPeer peer)
    {
        while (true)
        {
            // The first NOTIFY may be quicker than the test.
            if (await peer.ReceiveAsync() is SipResponse response) return response.StatusCode;
        }
    }

    private static byte[] Guess(Socket attacker, int round) => Encoding.ASCII.GetBytes(
        Messages.Options($"a{((IPEndPoint)attacker.LocalEndPoint!).Address}-{round}", "UDP", ((IPEndPoint)attacker.LocalEndPoint!).Port,
            $"Authorization: Digest username=\"2001\", realm=\"{Realm}\", nonce=\"n{round}\", uri=\"sip:{Realm}\", response=\"{round:x32}\"\r\nContact: <sip:evil@127.0.1.1>")
        .Replace("OPTIONS", "REGISTER"));

    private static async Task<int> RegisterAsync(SipEndpoint phone, IPEndPoint server, DigestCredential credential, uint cseq)
    {
        var aor = new NameAddr(SipUri.Parse("sip:2001@" + Realm));
        var flow = new SipFlow(SipTransportKind.Udp, server);
        SipRequest Make(uint number)
        {
            var request = SipRequest.Create(SipMethod.Register, SipUri.Parse("sip:" + Realm), aor, aor, "honest", number);
            request.Headers.Add(SipHeaderName.Contact, $"<sip:2001@127.0.0.100:{phone.LocalEndPoints[0].Address.Port}>");
            return request;
        }
        var challenge = await phone.SendRequestAsync(Make(2 * cseq + 1), flow);
        challenge.StatusCode.ShouldBe(401);
        var second = Make(2 * cseq + 2);
        DigestClient.TryAuthorize(second, challenge, credential).ShouldBeTrue();
        return (await phone.SendRequestAsync(second, flow)).StatusCode;
    }

    private sealed class Lamp : IEventPackage
    {
        public string Name => "dialog";
        public string ContentType => DialogInfo.ContentType;
        public ValueTask<int?> AdmitAsync(SipServerTransaction subscribe, CancellationToken cancellation) => new((int?)null);
        public ReadOnlyMemory<byte> Describe(string resource, uint version) => "<dialog-info/>"u8.ToArray();
    }
}
