using Portal.Testing;

namespace Portal.Sip.Tests;

public class Client_transactions
{
    private static SipRequest Make(string method) =>
        SipRequest.Create(method, SipUri.Parse("sip:2001@192.0.2.77"), new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:2001@b")));

    [Fact]
    public async Task Repeat_a_request_by_timer_E_up_to_T2_and_end_408_by_timer_F()
    {
        await using var bench = new Bench();
        var transaction = bench.Endpoint.SendRequest(Make(SipMethod.Options), bench.Wire.PhoneFlow);
        var seen = new List<int>();
        foreach (var wait in new[] { 0, 0.5, 1, 2, 4, 4 })
        {
            bench.Wait(wait);
            seen.Add(bench.Wire.Requests.Count);
        }
        seen.ShouldBe([1, 2, 3, 4, 5, 6]);
        bench.Wait(21);
        var response = await transaction.Final;
        (response.StatusCode, response.IsLocallyGenerated).ShouldBe((408, true));
        bench.Endpoint.Live.ClientTransactions.ShouldBe(0);
        bench.Wire.Requests.Select(r => r.TopVia!.Branch).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Slow_down_to_T2_after_a_provisional_answer()
    {
        await using var bench = new Bench();
        bench.Endpoint.SendRequest(Make(SipMethod.Options), bench.Wire.PhoneFlow);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 100));
        bench.Wait(0.5);
        bench.Wire.Requests.Count.ShouldBe(2);
        bench.Wait(3.9);
        bench.Wire.Requests.Count.ShouldBe(2);
        bench.Wait(0.2);
        bench.Wire.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Hand_over_the_final_answer_once_and_absorb_repeats_until_timer_K()
    {
        await using var bench = new Bench();
        var transaction = bench.Endpoint.SendRequest(Make(SipMethod.Options), bench.Wire.PhoneFlow);
        var count = 0;
        transaction.ResponseReceived = _ => count++;
        var answer = Bench.Answer(bench.Wire.Requests[0], 200);
        bench.Wire.Receive(answer);
        bench.Wire.Receive(answer);
        count.ShouldBe(1);
        (await transaction.Final).StatusCode.ShouldBe(200);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(1);
        bench.Wait(5.1);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Do_not_repeat_over_a_reliable_transport()
    {
        await using var bench = new Bench(SipTransportKind.Tcp);
        bench.Endpoint.SendRequest(Make(SipMethod.Options), bench.Wire.PhoneFlow);
        bench.Wait(31);
        bench.Wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Report_503_when_nothing_can_be_sent()
    {
        await using var bench = new Bench();
        bench.Wire.Broken = new IOException("no route");
        var response = await bench.Endpoint.SendRequestAsync(Make(SipMethod.Options), bench.Wire.PhoneFlow);
        (response.StatusCode, response.IsLocallyGenerated).ShouldBe((503, true));
    }

    [Fact]
    public async Task Report_503_where_no_transport_leads()
    {
        await using var bench = new Bench();
        var flow = new SipFlow(SipTransportKind.Tls, MemoryTransport.Phone);
        (await bench.Endpoint.SendRequestAsync(Make(SipMethod.Options), flow)).StatusCode.ShouldBe(503);
    }

    [Fact]
    public async Task Repeat_an_INVITE_by_timer_A_and_end_by_timer_B()
    {
        await using var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Make(SipMethod.Invite), bench.Wire.PhoneFlow);
        leg.Start();
        bench.Wait(0.5 + 1 + 2 + 4 + 8 + 16);
        bench.Wire.Requests.Count.ShouldBe(7);
        bench.Wait(1);
        (await leg.Final).StatusCode.ShouldBe(408);
        (await leg.Ended).StatusCode.ShouldBe(408);
    }

    [Fact]
    public async Task Acknowledge_a_refusal_in_the_transaction_and_again_for_each_repeat()
    {
        await using var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Make(SipMethod.Invite), bench.Wire.PhoneFlow);
        leg.Start();
        var invite = bench.Wire.Requests[0];
        var busy = Bench.Answer(invite, 486);
        bench.Wire.Receive(busy);
        bench.Wire.Receive(busy);
        (await leg.Final).StatusCode.ShouldBe(486);
        var acks = bench.Wire.Requests.Where(r => r.IsAck).ToList();
        acks.Count.ShouldBe(2);
        acks[0].TopVia!.Branch.ShouldBe(invite.TopVia!.Branch);
        acks[0].To.Tag.ShouldBe("callee");
        acks[0].CSeq.ShouldBe(new CSeq(1, "ACK"));
        bench.Wait(32.1);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Hold_a_CANCEL_back_until_the_first_provisional_answer()
    {
        await using var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Make(SipMethod.Invite), bench.Wire.PhoneFlow);
        leg.Start();
        leg.Cancel("SIP;cause=200;text=\"Call completed elsewhere\"");
        bench.Wire.Requests.ShouldAllBe(r => r.IsInvite);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 180));
        var cancel = bench.Wire.Requests.Last();
        cancel.Method.ShouldBe(SipMethod.Cancel);
        cancel.TopVia!.Branch.ShouldBe(bench.Wire.Requests[0].TopVia!.Branch);
        cancel.Headers["Reason"].ShouldBe("SIP;cause=200;text=\"Call completed elsewhere\"");
        cancel.To.Tag.ShouldBeNull();
        bench.Wire.Receive(Bench.Answer(cancel, 200));
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 487));
        (await leg.Final).StatusCode.ShouldBe(487);
    }

    [Fact]
    public async Task Give_up_on_a_cancelled_INVITE_that_is_never_answered()
    {
        await using var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Make(SipMethod.Invite), bench.Wire.PhoneFlow);
        leg.Start();
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 180));
        leg.Cancel();
        bench.Wait(32.1);
        (await leg.Final).IsLocallyGenerated.ShouldBeTrue();
    }

    [Fact]
    public async Task Ring_as_long_as_the_phone_rings()
    {
        await using var bench = new Bench();
        var leg = bench.Endpoint.CreateUacSession(Make(SipMethod.Invite), bench.Wire.PhoneFlow);
        var rung = new TaskCompletionSource<int>();
        leg.ProvisionalReceived = r => { rung.TrySetResult(r.StatusCode); return Task.CompletedTask; };
        leg.Start();
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 180));
        (await rung.Task).ShouldBe(180);
        bench.Wait(600);
        leg.Final.IsCompleted.ShouldBeFalse();
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 200));
        (await leg.Final).StatusCode.ShouldBe(200);
    }
}
