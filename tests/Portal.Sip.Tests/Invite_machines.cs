using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>Figures 5 and 7 of RFC 3261 as RFC 6026 changed them: every arrow that <see cref="Client_transactions"/> and <see cref="Server_transactions"/> do not follow.</summary>
public class Invite_machines
{
    private sealed class Caller : IAsyncDisposable
    {
        public Bench Bench { get; }
        public InviteClientTransaction Transaction { get; }
        public List<SipResponse> Told { get; } = [];

        public Caller(SipTransportKind kind = SipTransportKind.Udp, Exception? broken = null)
        {
            Bench = new Bench(kind);
            Bench.Wire.Broken = broken;
            var uri = SipUri.Parse("sip:2001@192.0.2.77");
            Transaction = (InviteClientTransaction)Bench.Endpoint.CreateClientTransaction(
                SipRequest.Create(SipMethod.Invite, uri, new NameAddr(SipUri.Parse("sip:a@b")), new NameAddr(uri)), Bench.Wire.PhoneFlow);
            Transaction.ResponseReceived = response =>
            {
                lock (Told) Told.Add(response);
            };
            Transaction.Start();
        }

        public void Answer(int status, string tag = "callee") => Bench.Wire.Receive(Bench.Answer(Bench.Wire.Requests[0], status, tag));
        public int[] Statuses { get { lock (Told) return [.. Told.Select(response => response.StatusCode)]; } }
        public int Invites => Bench.Wire.Requests.Count(request => request.IsInvite);
        public int Acks => Bench.Wire.Requests.Count(request => request.IsAck);
        public bool IsGone => Bench.Endpoint.Live.ClientTransactions == 0;
        public ValueTask DisposeAsync() => Bench.DisposeAsync();
    }

    [Fact]
    public async Task Calling_tells_of_a_transport_error_and_ends()
    {
        await using var caller = new Caller(broken: new IOException("no route"));
        (await caller.Transaction.Final.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(503);
        caller.IsGone.ShouldBeTrue();
        caller.Transaction.State.ShouldBe(SipTransactionState.Terminated);
    }

    [Fact]
    public async Task Calling_does_not_repeat_over_a_reliable_transport_and_ends_by_timer_B_all_the_same()
    {
        await using var caller = new Caller(SipTransportKind.Tcp);
        caller.Bench.Wait(31.9);
        caller.Invites.ShouldBe(1);
        caller.Transaction.State.ShouldBe(SipTransactionState.Calling);
        caller.Bench.Wait(0.2);
        caller.Statuses.ShouldBe([408]);
        caller.IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task Calling_goes_to_Proceeding_with_1xx_and_repeats_no_more()
    {
        await using var caller = new Caller();
        caller.Answer(100);
        caller.Transaction.State.ShouldBe(SipTransactionState.Proceeding);
        caller.Answer(180);
        caller.Answer(183);
        caller.Transaction.State.ShouldBe(SipTransactionState.Proceeding);
        caller.Bench.Wait(100);
        caller.Invites.ShouldBe(1);
        caller.Statuses.ShouldBe([100, 180, 183]);
    }

    [Theory]
    [InlineData(SipTransportKind.Udp)]
    [InlineData(SipTransportKind.Tcp)]
    public async Task A_2xx_leads_to_Accepted_where_more_2xx_are_handed_over_until_timer_M(SipTransportKind kind)
    {
        await using var caller = new Caller(kind);
        caller.Answer(200);
        caller.Transaction.State.ShouldBe(SipTransactionState.Accepted);
        caller.Answer(200);
        caller.Answer(200, "fork");
        caller.Answer(180);
        caller.Answer(486);
        caller.Statuses.ShouldBe([200, 200, 200]);
        caller.Invites.ShouldBe(1);
        caller.Acks.ShouldBe(0);
        caller.Bench.Wait(31.9);
        caller.IsGone.ShouldBeFalse();
        caller.Bench.Wait(0.2);
        caller.IsGone.ShouldBeTrue();
        caller.Answer(200);
        caller.Statuses.Length.ShouldBe(3);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(404)]
    [InlineData(503)]
    [InlineData(699)]
    public async Task A_failure_after_1xx_is_acknowledged_and_leads_to_Completed_until_timer_D(int status)
    {
        await using var caller = new Caller();
        caller.Answer(180);
        caller.Answer(status);
        caller.Transaction.State.ShouldBe(SipTransactionState.Completed);
        caller.Answer(status);
        caller.Answer(180);
        caller.Answer(200);
        caller.Acks.ShouldBe(2);
        caller.Statuses.ShouldBe([180, status]);
        caller.Bench.Wait(31.9);
        caller.IsGone.ShouldBeFalse();
        caller.Bench.Wait(0.2);
        caller.IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task Timer_D_is_zero_over_a_reliable_transport()
    {
        await using var caller = new Caller(SipTransportKind.Tcp);
        caller.Answer(486);
        caller.Acks.ShouldBe(1);
        caller.IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task Completed_ends_when_the_ACK_cannot_be_sent()
    {
        await using var caller = new Caller();
        caller.Answer(486);
        caller.Bench.Wire.Broken = new IOException("gone");
        caller.Answer(486);
        await Eventually.TrueAsync(() => caller.IsGone);
        caller.Statuses.ShouldBe([486]);
    }

    private sealed class Called : IAsyncDisposable
    {
        public Bench Bench { get; }
        public InviteServerTransaction Transaction { get; private set; } = null!;

        public Called(SipTransportKind kind = SipTransportKind.Udp)
        {
            Bench = new Bench(kind, new Handler(SipMethod.Invite, t => Transaction = (InviteServerTransaction)t));
            Invite();
        }

        public void Invite() => Bench.Wire.Receive(Bench.FromPhone(SipMethod.Invite));
        public void Ack() => Bench.Wire.Receive(Bench.FromPhone(SipMethod.Ack, toTag: Transaction.LocalTag));
        public int[] Sent => [.. Bench.Wire.Responses.Select(response => response.StatusCode)];
        public bool IsGone => Bench.Endpoint.Live.ServerTransactions == 0;
        public ValueTask DisposeAsync() => Bench.DisposeAsync();
    }

    [Fact]
    public async Task Proceeding_sends_each_1xx_and_the_last_one_again_for_a_repeated_INVITE()
    {
        await using var called = new Called();
        called.Invite();
        called.Sent.ShouldBeEmpty();
        called.Transaction.Respond(180);
        called.Transaction.Respond(183);
        called.Invite();
        called.Sent.ShouldBe([180, 183, 183]);
        called.Transaction.State.ShouldBe(SipTransactionState.Proceeding);
        called.Bench.Wait(300);
        called.Sent.Length.ShouldBe(3);
    }

    [Fact]
    public async Task Proceeding_ends_when_an_answer_cannot_be_sent()
    {
        await using var called = new Called();
        called.Bench.Wire.Broken = new IOException("gone");
        called.Transaction.Respond(180);
        await Eventually.TrueAsync(() => called.IsGone);
        called.Transaction.Respond(200).ShouldBeFalse();
    }

    [Fact]
    public async Task Completed_sends_its_answer_again_for_a_repeated_INVITE_and_by_timer_G_up_to_T2()
    {
        await using var called = new Called();
        called.Transaction.Respond(180);
        called.Transaction.Respond(486);
        called.Transaction.State.ShouldBe(SipTransactionState.Completed);
        called.Invite();
        called.Sent.ShouldBe([180, 486, 486]);
        var before = 3;
        foreach (var wait in new[] { 0.5, 1, 2, 4, 4, 4 })
        {
            called.Bench.Wait(wait);
            called.Sent.Length.ShouldBe(++before);
        }
    }

    [Fact]
    public async Task Completed_does_not_repeat_over_a_reliable_transport_and_ends_by_timer_H()
    {
        await using var called = new Called(SipTransportKind.Tcp);
        called.Transaction.Respond(486);
        called.Bench.Wait(31.9);
        called.Sent.ShouldBe([486]);
        called.IsGone.ShouldBeFalse();
        called.Bench.Wait(0.2);
        called.IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task Completed_ends_when_its_answer_cannot_be_sent()
    {
        await using var called = new Called();
        called.Transaction.Respond(180);
        called.Transaction.Respond(486);
        called.Bench.Wire.Broken = new IOException("gone");
        called.Bench.Wait(0.5);
        await Eventually.TrueAsync(() => called.IsGone);
    }

    [Fact]
    public async Task Confirmed_absorbs_ACK_and_INVITE_until_timer_I()
    {
        await using var called = new Called();
        called.Transaction.Respond(180);
        called.Transaction.Respond(486);
        called.Ack();
        called.Transaction.State.ShouldBe(SipTransactionState.Confirmed);
        called.Ack();
        called.Invite();
        called.Bench.Wait(4.9);
        called.Sent.ShouldBe([180, 486]);
        called.IsGone.ShouldBeFalse();
        called.Bench.Wait(0.2);
        called.IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task Timer_I_is_zero_over_a_reliable_transport()
    {
        await using var called = new Called(SipTransportKind.Tcp);
        called.Transaction.Respond(486);
        called.Ack();
        called.IsGone.ShouldBeTrue();
    }

    [Theory]
    [InlineData(SipTransportKind.Udp)]
    [InlineData(SipTransportKind.Tcp)]
    public async Task A_2xx_leads_to_Accepted_which_repeats_nothing_absorbs_INVITEs_and_hands_ACKs_on_until_timer_L(SipTransportKind kind)
    {
        await using var called = new Called(kind);
        var session = called.Bench.Endpoint.CreateUasSession(called.Transaction);
        var acknowledged = session.AnswerAsync(default, null);
        called.Transaction.State.ShouldBe(SipTransactionState.Accepted);
        called.Invite();
        called.Sent.ShouldBe([200]);
        called.Transaction.Respond(486).ShouldBeFalse();
        called.Ack();
        (await acknowledged.WaitAsync(Eventually.Deadline)).ShouldNotBeNull();
        called.Bench.Wait(31.9);
        called.Sent.ShouldBe([200]);
        called.IsGone.ShouldBeFalse();
        called.Bench.Wait(0.2);
        called.IsGone.ShouldBeTrue();
    }
}
