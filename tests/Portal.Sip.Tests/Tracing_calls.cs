using Portal.Sip.Tracing;

namespace Portal.Sip.Tests;

public class Tracing_calls
{
    private readonly SipFlow _flow = new(SipTransportKind.Udp, new(System.Net.IPAddress.Loopback, 5060));

    [Fact]
    public async Task Keeps_what_was_received_and_sent_in_order()
    {
        var trace = new SipTrace();
        await using var server = new LiveServer(options => options with { Trace = trace });
        using var peer = new UdpPeer(server.Address);
        peer.Send(Messages.Options("traced", "UDP", peer.Port));
        var answer = await peer.ReceiveAsync();

        var messages = trace.Find(answer.CallId);
        messages.Select(m => m.Direction).ShouldBe([TraceDirection.In, TraceDirection.Out]);
        messages[0].Read().ShouldBeOfType<SipRequest>().Method.ShouldBe("OPTIONS");
        messages[1].Read().ShouldBeOfType<SipResponse>().StatusCode.ShouldBe(200);
        messages[1].Flow.Remote.Port.ShouldBe(peer.Port);
    }

    [Fact]
    public void Forgets_the_oldest_call_when_there_are_too_many()
    {
        var trace = new SipTrace(calls: 2);
        foreach (var call in new[] { "a", "b", "c" }) Record(trace, call, 10);
        trace.Find("a").ShouldBeEmpty();
        trace.Find("b").Count.ShouldBe(1);
        trace.Count.ShouldBe(2);
    }

    [Fact]
    public void Keeps_how_a_long_call_began_and_its_newest_messages()
    {
        var trace = new SipTrace(messagesPerCall: 3);
        for (var i = 0; i < 20; i++) Record(trace, "long", i);
        trace.Find("long").Select(m => m.Octets.Length).ShouldBe(new[] { 0, 1, 2, 3, 17, 18, 19 }.Select(i => i + Length("long", 0)));
    }

    [Fact]
    public void Holds_no_more_octets_than_it_may()
    {
        var trace = new SipTrace(octets: 10_000);
        for (var i = 0; i < 500; i++) Record(trace, "call" + i, 300);
        trace.Octets.ShouldBeInRange(5_000, 10_000);
        trace.Count.ShouldBeLessThan(40);
    }

    [Fact]
    public void Many_threads_neither_lose_count_nor_fail()
    {
        var trace = new SipTrace(calls: 50, messagesPerCall: 10);
        Parallel.For(0, 20_000, i => Record(trace, "call" + i % 200, i % 100));
        trace.Count.ShouldBeLessThanOrEqualTo(51);
        var held = Enumerable.Range(0, 200).Sum(i => trace.Find("call" + i).Sum(m => (long)m.Octets.Length));
        trace.Octets.ShouldBe(held);
    }

    private void Record(SipTrace trace, string callId, int padding) => trace.Record(TraceDirection.In, _flow, Message(callId, padding));

    private static int Length(string callId, int padding) => Message(callId, padding).Length;

    private static byte[] Message(string callId, int padding) =>
        System.Text.Encoding.ASCII.GetBytes($"OPTIONS sip:a SIP/2.0\r\nSubject: {new string('x', padding)}\r\ni : {callId}\r\n\r\n");
}
