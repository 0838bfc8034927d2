using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>RFC 3262.</summary>
public class Reliable_progress
{
    private static readonly byte[] Sdp = "v=0\r\n"u8.ToArray();

    private sealed class Called : IAsyncDisposable
    {
        public Bench Bench { get; }
        public InviteUasSession Leg { get; private set; } = null!;

        public Called(string header = "Require")
        {
            Bench = new Bench(handlers: new Handler(SipMethod.Invite, t => Leg = t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2001")));
            var invite = Bench.FromPhone(SipMethod.Invite);
            invite.Headers.Add(header, "100rel");
            Bench.Wire.Receive(invite);
        }

        public SipRequest Prack(SipResponse response, string branch = "z9hG4bKprack", uint cseq = 2, uint? rseq = null)
        {
            var prack = Bench.FromPhone(SipMethod.Prack, branch, cseq, response.To.Tag);
            prack.Headers.Add(SipHeaderName.RAck, $"{rseq?.ToString() ?? response.Headers["RSeq"]} {response.CSeq}");
            return prack;
        }

        public ValueTask DisposeAsync() => Bench.DisposeAsync();
    }

    [Fact]
    public async Task A_provisional_answer_is_repeated_until_its_PRACK()
    {
        await using var called = new Called("Supported");
        var confirmed = called.Leg.ProgressReliablyAsync(183, null, Sdp, "application/sdp");
        var first = called.Bench.Wire.Responses.Single();
        first.Headers["Require"].ShouldBe("100rel");
        first.Contact!.Uri.User.ShouldBe("2001");
        called.Bench.Wait(0.5);
        called.Bench.Wait(1);
        called.Bench.Wire.Responses.Select(r => r.Headers["RSeq"]).Distinct().Count().ShouldBe(1);
        called.Bench.Wire.Responses.Count.ShouldBe(3);

        called.Bench.Wire.Receive(called.Prack(first));

        (await confirmed.WaitAsync(Eventually.Deadline)).ShouldNotBeNull();
        called.Bench.Wire.Responses[^1].StatusCode.ShouldBe(200);
        called.Bench.Wire.Responses[^1].CSeq.Method.ShouldBe(SipMethod.Prack);
        called.Bench.Wait(10);
        called.Bench.Wire.Responses.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Each_waits_for_the_one_before_and_counts_on()
    {
        await using var called = new Called();
        var first = called.Leg.ProgressReliablyAsync(180);
        var second = called.Leg.ProgressReliablyAsync(181);
        var ringing = called.Bench.Wire.Responses.Single();
        called.Bench.Wire.Receive(called.Prack(ringing));
        await first.WaitAsync(Eventually.Deadline);
        await Eventually.TrueAsync(() => called.Bench.Wire.Responses[^1].StatusCode == 181);
        uint.Parse(called.Bench.Wire.Responses[^1].Headers["RSeq"]!).ShouldBe(uint.Parse(ringing.Headers["RSeq"]!) + 1);
        called.Bench.Wire.Receive(called.Prack(called.Bench.Wire.Responses[^1], "z9hG4bKprack2", 3));
        (await second.WaitAsync(Eventually.Deadline)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_a_PRACK_the_call_is_refused_after_32_seconds()
    {
        await using var called = new Called();
        var confirmed = called.Leg.ProgressReliablyAsync(180);
        for (var i = 0; i < 40; i++) called.Bench.Wait(1);
        (await confirmed.WaitAsync(Eventually.Deadline)).ShouldBeNull();
        called.Bench.Wire.Responses.Count(r => r.StatusCode == 180).ShouldBe(7);
        called.Bench.Wire.Responses.ShouldContain(r => r.StatusCode == 504);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(0u)]
    public async Task A_PRACK_that_confirms_nothing_is_answered_481(uint wrong)
    {
        await using var called = new Called();
        var confirmed = called.Leg.ProgressReliablyAsync(180);
        var ringing = called.Bench.Wire.Responses.Single();
        called.Bench.Wire.Receive(called.Prack(ringing, rseq: unchecked(uint.Parse(ringing.Headers["RSeq"]!) + 1 + wrong)));
        called.Bench.Wire.Responses[^1].StatusCode.ShouldBe(481);
        confirmed.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Plain_progress_is_reliable_where_the_caller_demands_it()
    {
        await using var called = new Called();
        called.Leg.Progress(180).ShouldBeTrue();
        called.Bench.Wire.Responses.Single().Headers["RSeq"].ShouldNotBeNull();
    }

    [Fact]
    public async Task The_answer_waits_for_the_PRACK_of_a_description()
    {
        await using var called = new Called();
        _ = called.Leg.ProgressReliablyAsync(183, null, Sdp, "application/sdp");
        var answer = called.Leg.AnswerAsync(Sdp, "application/sdp");
        called.Bench.Wire.Responses.ShouldAllBe(r => r.StatusCode == 183);
        called.Bench.Wire.Receive(called.Prack(called.Bench.Wire.Responses[0]));
        await Eventually.TrueAsync(() => called.Bench.Wire.Responses.Any(r => r.StatusCode == 200 && r.CSeq.Method == SipMethod.Invite));
        answer.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task The_caller_confirms_in_order_and_once()
    {
        await using var bench = new Bench();
        var to = new NameAddr(SipUri.Parse("sip:2001@b"));
        var leg = bench.Endpoint.CreateUacSession(SipRequest.Create(SipMethod.Invite, SipUri.Parse("sip:2001@192.0.2.77"), new NameAddr(SipUri.Parse("sip:a@b")), to), bench.Wire.PhoneFlow, "2002");
        leg.OfferReliable = true;
        leg.ConfirmWith = response => response.Body.IsEmpty ? default : (Sdp, "application/sdp");
        leg.Start();
        var invite = bench.Wire.Requests[0];
        invite.Headers.HasToken("Supported", "100rel").ShouldBeTrue();

        void Answer(int status, uint rseq, bool body = false)
        {
            var response = Bench.Answer(invite, status);
            response.Headers.Add("Require", "100rel").Add("RSeq", rseq.ToString());
            if (body) response.SetBody(Sdp, "application/sdp");
            bench.Wire.Receive(response);
        }

        Answer(180, 9);
        Answer(180, 9);
        Answer(183, 11, body: true);
        Answer(183, 10, body: true);

        var pracks = bench.Wire.Requests.Where(r => r.Method == SipMethod.Prack).ToList();
        pracks.Select(p => p.Headers["RAck"]).ShouldBe([$"9 {invite.CSeq}", $"10 {invite.CSeq}"]);
        pracks.Select(p => p.Body.Length).ShouldBe([0, Sdp.Length]);
        pracks.ShouldAllBe(p => p.To.Tag == "callee");
        pracks[1].CSeq.Number.ShouldBe(invite.CSeq.Number + 2);
    }
}
