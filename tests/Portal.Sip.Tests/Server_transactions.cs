namespace Portal.Sip.Tests;

public class Server_transactions
{
    [Fact]
    public async Task Answer_a_repeated_request_with_the_same_octets_and_ask_the_handler_once()
    {
        var asked = 0;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Message, t => { asked++; t.Respond(202); }));
        var request = bench.FromPhone(SipMethod.Message);
        bench.Wire.Receive(request);
        bench.Wire.Receive(request);
        asked.ShouldBe(1);
        bench.Wire.Responses.Count.ShouldBe(2);
        bench.Wire.Responses[1].ToBytes().ShouldBe(bench.Wire.Responses[0].ToBytes());
        bench.Endpoint.Statistics.Retransmissions.ShouldBe(1);
    }

    [Fact]
    public async Task Forget_a_request_after_timer_J()
    {
        var asked = 0;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Message, t => { asked++; t.Respond(202); }));
        var request = bench.FromPhone(SipMethod.Message);
        bench.Wire.Receive(request);
        bench.Wait(31.9);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(1);
        bench.Wait(0.2);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
        bench.Wire.Receive(request);
        asked.ShouldBe(2);
    }

    [Fact]
    public async Task End_at_once_over_a_reliable_transport()
    {
        await using var bench = new Bench(SipTransportKind.Tcp, new Handler(SipMethod.Message, t => t.Respond(202)));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message));
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Send_100_for_an_INVITE_that_nobody_answered_within_200_ms()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, _ => { }));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        bench.Wait(0.18);
        bench.Wire.Sent.ShouldBeEmpty();
        bench.Wait(0.04);
        bench.Wire.Responses.Single().StatusCode.ShouldBe(100);
        bench.Wire.Responses[0].To.Tag.ShouldBeNull();
    }

    [Fact]
    public async Task Repeat_a_refused_INVITE_by_timer_G_until_the_ACK()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t => t.Respond(486)));
        var invite = bench.FromPhone(SipMethod.Invite);
        bench.Wire.Receive(invite);
        bench.Wire.Responses.Count.ShouldBe(1);
        bench.Wait(0.5);
        bench.Wire.Responses.Count.ShouldBe(2);
        bench.Wait(1);
        bench.Wire.Responses.Count.ShouldBe(3);
        var ack = bench.FromPhone(SipMethod.Ack, toTag: bench.Wire.Responses[0].To.Tag);
        bench.Wire.Receive(ack);
        bench.Wait(4);
        bench.Wire.Responses.Count.ShouldBe(3);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(1); // Confirmed: absorbs repeated ACKs for T4
        bench.Wait(1.1);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Give_up_on_the_ACK_after_timer_H()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t => t.Respond(486)));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        bench.Wait(32.1);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
        // 0, .5, 1.5, 3.5, 7.5, 11.5 … every T2 afterwards
        bench.Wire.Responses.Count.ShouldBe(11);
    }

    [Fact]
    public async Task Absorb_a_repeated_INVITE_after_the_2xx_until_timer_L()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t => t.Respond(200)));
        var invite = bench.FromPhone(SipMethod.Invite);
        bench.Wire.Receive(invite);
        bench.Wire.Receive(invite);
        bench.Wire.Responses.Count.ShouldBe(1);
        bench.Wait(32.1);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Answer_CANCEL_200_and_the_INVITE_487_with_the_same_tag()
    {
        SipRequest? told = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
        {
            ((InviteServerTransaction)t).Cancelled += cancel => told = cancel;
            t.Respond(180);
        }));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Cancel));
        bench.Wire.Responses.Select(r => (r.StatusCode, r.CSeq.Method)).ShouldBe([(180, "INVITE"), (200, "CANCEL"), (487, "INVITE")]);
        bench.Wire.Responses.Select(r => r.To.Tag).Distinct().Count().ShouldBe(1);
        told.ShouldNotBeNull();
    }

    [Fact]
    public async Task Answer_481_to_a_CANCEL_of_nothing()
    {
        await using var bench = new Bench();
        bench.Wire.Receive(bench.FromPhone(SipMethod.Cancel));
        bench.Wire.Responses.Single().StatusCode.ShouldBe(481);
    }

    [Fact]
    public async Task Leave_an_answered_INVITE_alone_when_the_CANCEL_is_late()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t => t.Respond(486)));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Cancel));
        bench.Wire.Responses.Select(r => r.StatusCode).ShouldBe([486, 200]);
    }

    [Fact]
    public async Task Match_requests_of_an_RFC_2543_peer_without_a_branch()
    {
        var asked = 0;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t => { asked++; t.Respond(486); }));
        var invite = bench.FromPhone(SipMethod.Invite);
        invite.Headers["Via"] = "SIP/2.0/UDP 192.0.2.77:5062";
        bench.Wire.Receive(invite);
        bench.Wire.Receive(invite);
        asked.ShouldBe(1);
        var ack = bench.FromPhone(SipMethod.Ack, toTag: bench.Wire.Responses[0].To.Tag);
        ack.Headers["Via"] = "SIP/2.0/UDP 192.0.2.77:5062";
        bench.Wire.Receive(ack);
        var sent = bench.Wire.Sent.Count;
        bench.Wait(4);
        bench.Wire.Sent.Count.ShouldBe(sent);
    }

    [Fact]
    public async Task Answer_500_when_the_handler_throws_and_go_on()
    {
        await using var bench = new Bench(handlers: new Handler(SipMethod.Message, _ => throw new InvalidOperationException("no")));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Options, "z9hG4bKnext"));
        bench.Wire.Responses.Select(r => r.StatusCode).ShouldBe([500, 200]);
    }

    [Fact]
    public async Task Refuse_a_second_final_answer()
    {
        SipServerTransaction? transaction = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Message, t => transaction = t));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message));
        transaction!.Respond(200).ShouldBeTrue();
        transaction.Respond(500).ShouldBeFalse();
        bench.Wire.Responses.Single().StatusCode.ShouldBe(200);
    }
}
