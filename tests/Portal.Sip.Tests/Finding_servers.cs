using System.Net;
using Portal.Sip.Resolving;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>From a URI to the servers to try, RFC 3263.</summary>
public class Finding_servers
{
    private static async Task<string[]> FindAsync(SipResolver resolver, string uri) =>
        [.. (await resolver.ResolveAsync(SipUri.Parse(uri)).WaitAsync(Eventually.Deadline)).Select(target => target.ToString())];

    [Theory]
    [InlineData("sip:192.0.2.1", "udp:192.0.2.1:5060")]
    [InlineData("sip:192.0.2.1:5070", "udp:192.0.2.1:5070")]
    [InlineData("sips:192.0.2.1", "tls:192.0.2.1:5061")]
    [InlineData("sips:192.0.2.1;transport=tcp", "tls:192.0.2.1:5061")]
    [InlineData("sip:192.0.2.1;transport=tcp", "tcp:192.0.2.1:5060")]
    [InlineData("sip:[2001:db8::1]", "udp:[2001:db8::1]:5060")]
    [InlineData("sip:[2001:db8::1]:5070;transport=TLS", "tls:[2001:db8::1]:5070")]
    [InlineData("sip:192.0.2.1;maddr=198.51.100.9", "udp:192.0.2.1:5060")]
    public async Task Asks_nobody_about_an_address(string uri, string expected)
    {
        await using var dns = new NameServer();
        (await FindAsync(dns.Resolver(), uri)).ShouldBe([expected]);
        dns.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tel:+4412345")]
    [InlineData("sip:192.0.2.1;transport=sctp")]
    [InlineData("sips:192.0.2.1;transport=udp")]
    public async Task Finds_nothing_where_there_is_no_way(string uri)
    {
        await using var dns = new NameServer();
        (await FindAsync(dns.Resolver(), uri)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Follows_NAPTR_to_SRV_to_addresses()
    {
        await using var dns = new NameServer()
            .Naptr("example.com", 10, 10, "s", "SIP+D2T", "_sip._tcp.example.com")
            .Naptr("example.com", 10, 5, "s", "SIPS+D2T", "_sips._tcp.example.com")
            .Naptr("example.com", 5, 1, "s", "SIP+D2X", "_sip._x.example.com")
            .Naptr("example.com", 20, 1, "s", "SIP+D2U", "_sip._udp.example.com")
            .Srv("_sips._tcp.example.com", 0, 0, 5071, "a.example.com")
            .Srv("_sip._tcp.example.com", 2, 0, 5072, "b.example.com")
            .Srv("_sip._tcp.example.com", 1, 0, 5073, "a.example.com")
            .Srv("_sip._udp.example.com", 0, 0, 5060, "b.example.com")
            .A("a.example.com", "192.0.2.1").Aaaa("a.example.com", "2001:db8::1").A("b.example.com", "192.0.2.2");
        var resolver = dns.Resolver();

        (await FindAsync(resolver, "sip:example.com")).ShouldBe(
            ["tls:192.0.2.1:5071", "tls:[2001:db8::1]:5071", "tcp:192.0.2.1:5073", "tcp:[2001:db8::1]:5073", "tcp:192.0.2.2:5072", "udp:192.0.2.2:5060"]);
        (await FindAsync(resolver, "sips:example.com")).ShouldBe(["tls:192.0.2.1:5071", "tls:[2001:db8::1]:5071"]);
        (await FindAsync(resolver, "sip:example.com;transport=tcp")).ShouldBe(["tcp:192.0.2.1:5073", "tcp:[2001:db8::1]:5073", "tcp:192.0.2.2:5072"]);
        (await FindAsync(resolver, "sip:a.example.com:5099")).ShouldBe(["udp:192.0.2.1:5099", "udp:[2001:db8::1]:5099"]);
        (await resolver.ResolveAsync(SipUri.Parse("sips:example.com")))[0].ServerName.ShouldBe("example.com");
    }

    [Fact]
    public async Task Does_without_NAPTR_and_without_SRV()
    {
        await using var dns = new NameServer()
            .Srv("_sip._tcp.srv.example.com", 0, 0, 5080, "a.example.com").A("a.example.com", "192.0.2.1")
            .A("plain.example.com", "192.0.2.9").Cname("alias.example.com", "plain.example.com");
        var resolver = dns.Resolver();
        (await FindAsync(resolver, "sip:srv.example.com")).ShouldBe(["tcp:192.0.2.1:5080"]);
        (await FindAsync(resolver, "sip:plain.example.com")).ShouldBe(["udp:192.0.2.9:5060"]);
        (await FindAsync(resolver, "sips:plain.example.com")).ShouldBe(["tls:192.0.2.9:5061"]);
        (await FindAsync(resolver, "sip:alias.example.com")).ShouldBe(["udp:192.0.2.9:5060"]);
        (await FindAsync(resolver, "sip:nobody.example.com")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Believes_a_domain_that_says_it_has_no_such_service()
    {
        await using var dns = new NameServer().Srv("_sip._udp.none.example.com", 0, 0, 0, "").A("none.example.com", "192.0.2.9");
        (await FindAsync(dns.Resolver(), "sip:none.example.com;transport=udp")).ShouldBeEmpty();
    }

    [Fact]
    public void Draws_servers_by_their_weight()
    {
        SrvRecord[] records = [new(1, 60, 1, "a"), new(1, 20, 2, "b"), new(1, 20, 3, "c"), new(1, 0, 4, "z"), new(0, 1, 5, "first")];
        var random = new Random(7);
        var drawn = Enumerable.Range(0, 5000).Select(_ => ServerOrder.Of(records, random).Select(record => record.Target).ToArray()).ToList();
        drawn.ShouldAllBe(order => order.Length == 5 && order[0] == "first");
        drawn.Count(order => order[1] == "a").ShouldBeInRange(2800, 3200);
        drawn.Count(order => order[1] == "z").ShouldBeInRange(1, 150);
    }

    [Fact]
    public async Task Keeps_answers_for_their_time_and_no_longer()
    {
        var clock = new ManualTimeProvider();
        await using var dns = new NameServer { TimeToLive = 100 }.A("a.example.com", "192.0.2.1");
        var resolver = dns.Resolver(clock);
        await FindAsync(resolver, "sip:a.example.com:5060");
        var asked = dns.Asked.Count;
        clock.Advance(TimeSpan.FromSeconds(59));
        await FindAsync(resolver, "sip:a.example.com:5060");
        dns.Asked.Count.ShouldBe(asked);
        dns.Forget();
        dns.A("a.example.com", "192.0.2.2");
        clock.Advance(TimeSpan.FromSeconds(42));
        (await FindAsync(resolver, "sip:a.example.com:5060")).ShouldBe(["udp:192.0.2.2:5060"]);
    }

    [Fact]
    public async Task Uses_the_last_answer_while_no_name_server_answers()
    {
        var clock = new ManualTimeProvider();
        await using var dns = new NameServer { TimeToLive = 10 }.A("a.example.com", "192.0.2.1").Aaaa("a.example.com", "2001:db8::1");
        var resolver = dns.Resolver(clock);
        var expected = await FindAsync(resolver, "sip:a.example.com:5060");
        dns.Answer = (answer, _) => [[.. answer[..3], (byte)((answer[3] & 0xF0) | 2), .. answer[4..]]]; // SERVFAIL
        clock.Advance(TimeSpan.FromSeconds(11));
        (await FindAsync(resolver, "sip:a.example.com:5060")).ShouldBe(expected);
        clock.Advance(TimeSpan.FromDays(2));
        (await FindAsync(resolver, "sip:a.example.com:5060")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Asks_over_TCP_what_was_cut_short()
    {
        await using var dns = new NameServer();
        for (var i = 1; i <= 60; i++) dns.Srv("_sip._udp.big.example.com", i, 0, 5060, $"a{i}.example.com").A($"a{i}.example.com", $"192.0.2.{i}");
        dns.Answer = (answer, tcp) => tcp || answer.Length <= 512 ? [answer] : [[.. answer[..2], (byte)(answer[2] | 2), .. answer[3..6], 0, 0, .. answer[8..12], .. answer[12..]]];
        var found = await FindAsync(dns.Resolver(), "sip:big.example.com;transport=udp");
        found.Length.ShouldBe(16); // no more than are ever tried
        found[15].ShouldBe("udp:192.0.2.16:5060");
        dns.Asked.ShouldContain("_sip._udp.big.example.com 33 tcp");
    }

    [Fact]
    public async Task Asks_the_next_name_server_when_one_fails()
    {
        await using var broken = new NameServer { Answer = (answer, _) => [[.. answer[..3], (byte)((answer[3] & 0xF0) | 5), .. answer[4..]]] }; // REFUSED
        await using var dns = new NameServer().A("a.example.com", "192.0.2.1");
        var resolver = new SipResolver(new SipResolverOptions { NameServers = [broken.Address, dns.Address], UseHostsFile = false });
        (await FindAsync(resolver, "sip:a.example.com:5060")).ShouldBe(["udp:192.0.2.1:5060"]);
    }

    [Fact]
    public async Task Gives_a_silent_name_server_its_time_and_no_more()
    {
        var clock = new ManualTimeProvider();
        await using var dns = new NameServer { Answer = (_, _) => [] };
        var asking = FindAsync(dns.Resolver(clock), "sip:a.example.com:5060");
        await Eventually.PassesAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            asking.IsCompleted.ShouldBeTrue();
            return Task.CompletedTask;
        });
        (await asking).ShouldBeEmpty();
        dns.Asked.Count.ShouldBeLessThanOrEqualTo(4); // two types, asked twice each
    }

    [Fact]
    public async Task Waits_for_the_true_answer_among_forged_ones()
    {
        await using var dns = new NameServer().A("a.example.com", "192.0.2.1");
        dns.Answer = (answer, _) =>
        [
            [.. "not DNS"u8],
            [(byte)(answer[0] ^ 0x55), .. answer[1..]], // another id
            [.. answer[..2], (byte)(answer[2] & 0x7F), .. answer[3..]], // a question
            [.. answer[..13], (byte)(answer[13] ^ 3), .. answer[14..]], // another name
            answer,
        ];
        (await FindAsync(dns.Resolver(), "sip:a.example.com:5060")).ShouldBe(["udp:192.0.2.1:5060"]);
    }

    [Fact]
    public async Task Takes_nothing_that_belongs_to_another_name()
    {
        await using var dns = new NameServer().A("a.example.com", "192.0.2.1");
        dns.Answer = (answer, _) => [[.. answer[..7], (byte)(answer[7] + 1), .. answer[8..], .. dns.Record("victim.example.net", 1, [198, 51, 100, 66])]];
        var resolver = dns.Resolver();
        (await FindAsync(resolver, "sip:a.example.com:5060")).ShouldBe(["udp:192.0.2.1:5060"]);
        dns.Answer = (answer, _) => [answer];
        (await FindAsync(resolver, "sip:victim.example.net:5060")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gives_up_on_aliases_that_go_round_in_a_circle()
    {
        await using var dns = new NameServer().Cname("a.example.com", "b.example.com").Cname("b.example.com", "a.example.com");
        (await FindAsync(dns.Resolver(), "sip:a.example.com:5060")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x0C })] // a pointer to the name it stands in, or forwards
    [InlineData(new byte[] { 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x3F, 1, 2, 3 })] // a label longer than the message
    [InlineData(new byte[] { 0x80, 0x00 })] // reserved
    public void Refuses_names_that_lead_nowhere(byte[] target)
    {
        DnsMessage.TryWriteQuestion(7, "_sip._udp.x", DnsType.Srv, out var question).ShouldBeTrue();
        var end = question.Length - 11;
        // The owner points to the question; the target, in the record's data, is the hostile one: at offset 12 stands the question's own name.
        byte[] data = [0, 0, 0, 0, 0, 0, .. target];
        byte[] message = [0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question[12..end], 0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 9, 0, (byte)data.Length, .. data];
        var verdict = DnsMessage.Read(message, 7, "_sip._udp.x", DnsType.Srv, out var answer);
        if (target[0] == 0xC0) answer!.Records.Single().ShouldBe(new SrvRecord(0, 0, 0, "_sip._udp.x")); // backwards is fine
        else verdict.ShouldBe(DnsVerdict.Failed);

        // A name that points to itself.
        var self = 12 + (end - 12);
        byte[] loop = [0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question[12..end], (byte)(0xC0 | (self >> 8)), (byte)self, 0, 33, 0, 1, 0, 0, 0, 9, 0, 0];
        DnsMessage.Read(loop, 7, "_sip._udp.x", DnsType.Srv, out _).ShouldBe(DnsVerdict.Failed);
    }

    [Fact]
    public void Survives_any_octets()
    {
        DnsMessage.TryWriteQuestion(7, "_sip._udp.x", DnsType.Naptr, out var question).ShouldBeTrue();
        var random = new Random(4);
        for (var i = 0; i < 50_000; i++)
        {
            byte[] message = [0, 7, 0x81, 0x80, 0, 1, 0, (byte)random.Next(5), 0, (byte)random.Next(3), 0, 0, .. question[12..^11], .. new byte[2 + random.Next(120)]];
            random.NextBytes(message.AsSpan(question.Length - 11));
            if (random.Next(3) == 0) (message[question.Length - 11], message[question.Length - 10]) = (0xC0, 12);
            DnsMessage.Read(message.AsSpan(0, random.Next(message.Length + 1)), 7, "_sip._udp.x", DnsType.Naptr, out _);
        }
    }

    [Theory]
    [InlineData("a..example.com")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.example.com")]
    public async Task Asks_for_no_impossible_name(string host)
    {
        await using var dns = new NameServer();
        (await FindAsync(dns.Resolver(), $"sip:{host}:5060")).ShouldBeEmpty();
        dns.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Knows_this_machine_and_the_hosts_file()
    {
        (await FindAsync(new SipResolver(), "sip:localhost:5070")).ShouldBe(["udp:127.0.0.1:5070", "udp:[::1]:5070"]);
        SystemNames.FromHosts(["# comment", "192.0.2.7 pbx.example.com pbx # here", "2001:db8::7\tPBX"], "pbx").ShouldBe([IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")]);
        SystemNames.FromResolvConf(["; x", "nameserver 192.0.2.53", "search example.com", "nameserver 2001:db8::53 "]).ShouldBe([IPAddress.Parse("192.0.2.53"), IPAddress.Parse("2001:db8::53")]);
    }

    [Fact]
    public async Task Moves_on_to_the_next_server_of_the_domain()
    {
        await using var busy = new LiveServer(handlers: new Handler(SipMethod.Message, t => t.Respond(503)));
        await using var fine = new LiveServer(handlers: new Handler(SipMethod.Message, t => t.Respond(t.Request.Headers.CountOf(SipHeaderName.Via) == 1 ? 202 : 400)));
        await using var dns = new NameServer()
            .Srv("_sip._tcp.example.com", 1, 0, FreePort.Next(), "gone.example.com")
            .Srv("_sip._tcp.example.com", 2, 0, busy.Address.Port, "gone.example.com")
            .Srv("_sip._tcp.example.com", 3, 0, fine.Address.Port, "gone.example.com")
            .A("gone.example.com", "127.0.0.1");
        await using var client = new LiveServer(options => options with { Resolver = dns.Resolver() });
        var uri = SipUri.Parse("sip:example.com;transport=tcp");
        var request = SipRequest.Create(SipMethod.Message, uri, new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(uri));
        (await client.Endpoint.SendRequestAsync(request).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(202);
        fine.Endpoint.Statistics.MessagesReceived.ShouldBe(1);
    }
}
