using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>Figures 6 and 8 of RFC 3261, and the timers of its table 4: what <see cref="Client_transactions"/> and <see cref="Server_transactions"/> leave out.</summary>
public class Other_machines
{
    private static SipRequest Options() =>
        SipRequest.Create(SipMethod.Options, SipUri.Parse("sip:2001@192.0.2.77"), new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(SipUri.Parse("sip:2001@b")));

    [Fact]
    public void Timers_are_those_of_table_4()
    {
        var timers = new SipTimers();
        timers.T1.ShouldBe(TimeSpan.FromMilliseconds(500));
        timers.T2.ShouldBe(TimeSpan.FromSeconds(4));
        timers.T4.ShouldBe(TimeSpan.FromSeconds(5));
        timers.Timeout.ShouldBe(64 * timers.T1); // B, F, H, J; L and M of RFC 6026
        timers.D.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(32));
    }

    [Fact]
    public async Task Proceeding_hands_1xx_over_and_still_ends_by_timer_F()
    {
        await using var bench = new Bench();
        var transaction = bench.Endpoint.CreateClientTransaction(Options(), bench.Wire.PhoneFlow);
        List<int> told = [];
        transaction.ResponseReceived = response => told.Add(response.StatusCode);
        transaction.Start();
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 100));
        transaction.State.ShouldBe(SipTransactionState.Proceeding);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 182));
        told.ShouldBe([100, 182]);
        bench.Wait(31.9);
        transaction.State.ShouldBe(SipTransactionState.Proceeding);
        bench.Wait(0.2);
        told.ShouldBe([100, 182, 408]);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(0);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(600)]
    public async Task Proceeding_completes_with_any_final_answer(int status)
    {
        await using var bench = new Bench();
        var transaction = bench.Endpoint.SendRequest(Options(), bench.Wire.PhoneFlow);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 100));
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], status));
        transaction.State.ShouldBe(SipTransactionState.Completed);
        (await transaction.Final).StatusCode.ShouldBe(status);
        bench.Wait(4.9);
        bench.Wire.Requests.Count.ShouldBe(1);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(1);
        bench.Wait(0.2);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Timer_K_is_zero_over_a_reliable_transport()
    {
        await using var bench = new Bench(SipTransportKind.Tcp);
        bench.Endpoint.SendRequest(Options(), bench.Wire.PhoneFlow);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 200));
        bench.Endpoint.Live.ClientTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Proceeding_tells_of_a_transport_error()
    {
        await using var bench = new Bench();
        var transaction = bench.Endpoint.SendRequest(Options(), bench.Wire.PhoneFlow);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 100));
        bench.Wire.Broken = new IOException("gone");
        bench.Wait(0.5);
        (await transaction.Final.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(503);
    }

    [Fact]
    public async Task Trying_discards_repeats_and_Proceeding_answers_them_with_the_last_1xx()
    {
        SipServerTransaction? held = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Message, t => held = t));
        var request = bench.FromPhone(SipMethod.Message);
        bench.Wire.Receive(request);
        bench.Wire.Receive(request);
        bench.Wire.Responses.ShouldBeEmpty();
        held!.State.ShouldBe(SipTransactionState.Trying);

        held.Respond(100);
        bench.Wire.Receive(request);
        held.State.ShouldBe(SipTransactionState.Proceeding);
        held.Respond(182);
        bench.Wire.Receive(request);
        bench.Wire.Responses.Select(response => response.StatusCode).ShouldBe([100, 100, 182, 182]);
        held.Respond(200);
        bench.Wire.Receive(request);
        bench.Wire.Responses.Select(response => response.StatusCode).ShouldBe([100, 100, 182, 182, 200, 200]);
        held.Respond(180).ShouldBeFalse();
        bench.Wait(32.1);
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task Proceeding_ends_when_an_answer_cannot_be_sent()
    {
        SipServerTransaction? held = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Message, t => held = t));
        bench.Wire.Receive(bench.FromPhone(SipMethod.Message));
        bench.Wire.Broken = new IOException("gone");
        held!.Respond(100);
        await Eventually.TrueAsync(() => bench.Endpoint.Live.ServerTransactions == 0);
        held.Respond(200).ShouldBeFalse();
    }
}
