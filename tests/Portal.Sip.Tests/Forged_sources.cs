using System.Globalization;
using Portal.Sip.Authentication;

namespace Portal.Sip.Tests;

/// <summary>
/// Whoever writes another's address on a datagram must not make us send that other much: how many answers and octets one datagram brings, once everything
/// that repeats has been waited for.
/// </summary>
public class Forged_sources
{
    private static readonly DigestAuthenticator Digest = new();

    [Fact]
    public async Task Every_torture_message_brings_at_most_one_final_answer_and_little_more_than_it_said()
    {
        foreach (var message in Torture.All)
        {
            await using var bench = Challenging();
            bench.Wire.Receive(message.Octets);
            bench.Wait(40);
            bench.Wire.SentCount.ShouldBeLessThanOrEqualTo(1, message.File);
            bench.Wire.SentOctets.ShouldBeLessThanOrEqualTo(message.Octets.Length + 400, message.File);
        }
    }

    public static TheoryData<string, string> Requests => new()
    {
        { SipMethod.Options, "" }, { SipMethod.Register, "" }, { SipMethod.Invite, "" }, { SipMethod.Subscribe, "" }, { SipMethod.Message, "" }, { SipMethod.Publish, "" },
        { "BREAKFAST", "" }, { SipMethod.Bye, "" }, { SipMethod.Cancel, "" }, { SipMethod.Prack, "" }, { SipMethod.Ack, "" },
        { SipMethod.Invite, "To: <sip:2001@192.0.2.1>;tag=nobodys" }, { SipMethod.Bye, "To: <sip:2001@192.0.2.1>;tag=nobodys" }, { SipMethod.Subscribe, "To: <sip:2001@192.0.2.1>;tag=nobodys" },
        { SipMethod.Invite, "Require: fountain" }, { SipMethod.Invite, "Max-Forwards: 0" }, { SipMethod.Invite, "Supported: timer\r\nSession-Expires: 5" },
        { SipMethod.Invite, "Proxy-Authorization: Digest username=\"a\", realm=\"b\", nonce=\"c\", uri=\"d\", response=\"00000000000000000000000000000000\"" },
        { SipMethod.Invite, "CSeq: 99999999999 INVITE" }, { SipMethod.Invite, "Contact: *" },
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task One_datagram_brings_one_answer(string method, string header)
    {
        await using var bench = Challenging();
        var octets = Smallest(method, header);
        bench.Wire.Receive(octets);
        bench.Wait(40);
        bench.Wire.SentCount.ShouldBe(method == SipMethod.Ack ? 0 : 1);
        // Headers that an answer must have make up for a request in compact form; nothing is sent beyond them.
        bench.Wire.SentOctets.ShouldBeLessThanOrEqualTo(octets.Length + 400);
        bench.Endpoint.Live.ShouldBe((0, 0, 0));
    }

    [Theory, MemberData(nameof(Requests))]
    public async Task The_same_datagram_many_times_brings_one_answer_each(string method, string header)
    {
        await using var bench = Challenging();
        for (var i = 0; i < 50; i++) bench.Wire.Receive(Smallest(method, header));
        bench.Wait(40);
        bench.Wire.SentCount.ShouldBe(method == SipMethod.Ack ? 0 : 50);
        bench.Endpoint.Live.ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task A_challenged_INVITE_is_answered_again_when_its_sender_missed_it_and_its_ACK_is_taken()
    {
        await using var bench = Challenging();
        var invite = bench.FromPhone(SipMethod.Invite);
        bench.Wire.Receive(invite);
        bench.Wait(10);
        bench.Wire.Receive(invite);
        bench.Wire.Responses.Select(response => response.StatusCode).ShouldBe([407, 407]);
        bench.Wire.Responses[1].ToBytes().ShouldBe(bench.Wire.Responses[0].ToBytes());
        bench.Wire.Receive(bench.FromPhone(SipMethod.Ack, toTag: bench.Wire.Responses[0].To.Tag));
        bench.Wire.Responses.Count.ShouldBe(2);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(1);
        bench.Wait(32.1);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_answered_without_knowing_the_caller_is_given_up_after_64_T1()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
            _ = t.Endpoint.CreateUasSession((InviteServerTransaction)t).AnswerAsync("v=0"u8.ToArray(), "application/sdp")));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        for (var i = 0; i < 80; i++)
        {
            bench.Wait(1);
            await Task.Yield();
        }
        await Portal.Testing.Eventually.TrueAsync(() =>
        {
            bench.Wait(1);
            return bench.Endpoint.Live == (0, 0, 0);
        });
        // §13.3.1.4 and §17.1.2.2: the 200 at 0, .5, 1.5, 3.5, 7.5 … 31.5 s, then a BYE as often.
        bench.Wire.Responses.Count.ShouldBe(11);
        bench.Wire.Requests.ShouldAllBe(request => request.Method == SipMethod.Bye);
        bench.Wire.Requests.Count.ShouldBeLessThanOrEqualTo(11);
    }

    [Fact]
    public async Task A_reliable_answer_that_nobody_confirms_is_given_up_after_64_T1()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
            _ = t.Endpoint.CreateUasSession((InviteServerTransaction)t).ProgressReliablyAsync(180)));
        var invite = bench.FromPhone(SipMethod.Invite);
        invite.Headers.Add(SipHeaderName.Supported, "100rel");
        bench.Wire.Receive(invite);
        bench.Wait(80);
        // RFC 3262 §3: at 0, .5, 1.5, 3.5, 7.5, 15.5, 31.5 s; then 504, which is repeated until timer H as any refusal.
        bench.Wire.Responses.Count(response => response.StatusCode == 180).ShouldBe(7);
        bench.Wire.Responses.Count(response => response.StatusCode == 504).ShouldBe(11);
        bench.Wire.Responses.Count.ShouldBe(18);
        bench.Endpoint.Live.ShouldBe((0, 0, 0));
    }

    /// <summary>A server that lets nobody do anything without a password.</summary>
    private static Bench Challenging()
    {
        static Handler Asking(string method, int status) => new(method, t =>
        {
            if (t.Request.Headers.Contains(SipHeaderName.ProxyAuthorization))
            {
                t.Respond(403);
                return;
            }
            var challenge = t.CreateResponse(status);
            Digest.Challenge(challenge, t.Request, "acme.localhost");
            t.Respond(challenge);
        });
        var bench = new Bench(handlers: [Asking(SipMethod.Register, 401), Asking(SipMethod.Invite, 407), Asking(SipMethod.Subscribe, 407), Asking(SipMethod.Message, 407)]);
        bench.Wire.AnswersTheUnreadable = true;
        return bench;
    }

    /// <summary>As little as can be said.</summary>
    private static byte[] Smallest(string method, string header)
    {
        List<string> lines = ["v:SIP/2.0/UDP a;branch=z9hG4bKf", "f:<sip:a@b>;tag=1", "t:<sip:b@b>", "i:1", $"CSeq:1 {method}", "Max-Forwards:9", "l:0"];
        foreach (var line in header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var name = line[..line.IndexOf(':', StringComparison.Ordinal)];
            lines.RemoveAll(other => other.StartsWith(name + ":", true, CultureInfo.InvariantCulture) || (name == "To" && other.StartsWith("t:", StringComparison.Ordinal)));
            lines.Add(line);
        }
        return System.Text.Encoding.ASCII.GetBytes($"{method} sip:b@b SIP/2.0\r\n{string.Join("\r\n", lines)}\r\n\r\n");
    }
}
