using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Telephony.Tests.Calls;

public class A_call
{
    [Theory]
    [InlineData(SipTransportKind.Udp, SipTransportKind.Udp)]
    [InlineData(SipTransportKind.Tcp, SipTransportKind.Tcp)]
    [InlineData(SipTransportKind.Udp, SipTransportKind.Tcp)]
    public async Task Connects_two_telephones_with_their_bodies_untouched(SipTransportKind from, SipTransportKind to)
    {
        await using var portal = await TestSwitch.StartAsync();
        var john = portal.Phone(portal.People.John, from);
        var jane = portal.Phone(portal.People.Jane, to);

        var call = john.Call("2002");
        var incoming = await jane.PicksUpAsync();
        var answer = await call.AnsweredAsync();
        call.Ack();

        answer.StatusCode.ShouldBe(200);
        answer.BodyText.ShouldBe(TestPhone.Answer);
        incoming.Invite.BodyText.ShouldBe(TestPhone.Offer);
        incoming.Invite.ContentType.ShouldBe(TestPhone.Sdp);

        await call.ByeAsync();
        (await incoming.EndsAsync()).Cause.ShouldBe(SessionEndCause.RemoteBye);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.Answered);
        record.StatusCode.ShouldBe(200);
        record.EndedBy.ShouldBe("caller");
        record.Caller.Number.ShouldBe("2001");
        record.Dialled.ShouldBe("2002");
        record.Called!.Name.ShouldBe("Jane Jones");
        record.AnsweredBy!.Employee.ShouldBe(portal.People.Jane.Employee);
        record.AnsweredAt.ShouldNotBeNull();
        record.EndedAt.ShouldBeGreaterThanOrEqualTo(record.AnsweredAt.Value);
        record.Reasons.ShouldBe(["2002 belongs to Jane Jones.", "Jane Jones's telephone rings.", "Jane Jones answered."]);
    }

    [Fact]
    public async Task Shows_who_calls_from_our_data_not_from_what_the_telephone_says()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);

        portal.Unregistered(portal.People.John).Call("2002", change: r => r.Headers
            .Add(SipHeaderName.PAssertedIdentity, "\"The Queen\" <sip:1@palace.example>")
            .Add("Remote-Party-ID", "\"The Queen\" <sip:1@palace.example>")
            .Add("Alert-Info", "<http://127.0.0.1>;info=alert-autoanswer")
            .Add("Call-Info", "<sip:127.0.0.1>;answer-after=0"));
        var incoming = (await jane.RingsAsync()).Invite;

        incoming.From.DisplayName.ShouldBe("John Smith");
        incoming.From.Uri.ToString().ShouldBe("sip:2001@acme.localhost");
        incoming.Headers[SipHeaderName.PAssertedIdentity].ShouldBe("\"John Smith\" <sip:2001@acme.localhost>");
        incoming.Headers.Contains("Remote-Party-ID").ShouldBeFalse();
        incoming.Headers.Contains("Alert-Info").ShouldBeFalse("a telephone must not be made to pick up by itself");
        incoming.Headers.Contains("Call-Info").ShouldBeFalse();
        incoming.Headers.Contains(SipHeaderName.ProxyAuthorization).ShouldBeFalse();
    }

    [Fact]
    public async Task Hides_the_number_of_a_caller_who_withholds_it_but_records_it()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);

        var call = portal.Phone(portal.People.John).Call("2002", change: r => r.Headers.Add(SipHeaderName.Privacy, "id"));
        var incoming = await jane.RingsAsync();
        incoming.Invite.From.Uri.ToString().ShouldBe("sip:anonymous@anonymous.invalid");
        incoming.Invite.ToWireText().ShouldNotContain("John Smith");
        incoming.Reject(486);
        await call.AnsweredAsync();

        (await portal.Records.OneAsync()).Caller.Number.ShouldBe("2001");
    }

    [Fact]
    public async Task Is_ended_by_the_called_side_too()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        var incoming = await jane.PicksUpAsync();
        (await call.AnsweredAsync()).IsSuccess.ShouldBeTrue();
        call.Ack();

        await incoming.ByeAsync("Q.850;cause=16;text=\"Normal\"");

        var end = await call.EndsAsync();
        end.Cause.ShouldBe(SessionEndCause.RemoteBye);
        end.Bye!.Headers[SipHeaderName.Reason].ShouldBe("Q.850;cause=16;text=\"Normal\"");
        (await portal.Records.OneAsync()).EndedBy.ShouldBe("called");
    }

    [Fact]
    public async Task Carries_an_offer_made_in_the_answer()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002", body: null);

        var incoming = await jane.RingsAsync();
        incoming.Invite.Body.IsEmpty.ShouldBeTrue();
        var accepted = incoming.AnswerAsync(System.Text.Encoding.UTF8.GetBytes(TestPhone.Offer), TestPhone.Sdp);
        (await call.AnsweredAsync()).BodyText.ShouldBe(TestPhone.Offer);
        call.Ack(System.Text.Encoding.UTF8.GetBytes(TestPhone.Answer), TestPhone.Sdp);

        (await accepted)!.BodyText.ShouldBe(TestPhone.Answer);
    }

    [Fact]
    public async Task Names_the_person_who_answered()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        await jane.PicksUpAsync();

        (await call.AnsweredAsync()).Headers[SipHeaderName.PAssertedIdentity].ShouldBe("\"Jane Jones\" <sip:2002@acme.localhost>");
    }

    [Fact]
    public async Task Counts_while_it_lasts_and_no_longer()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        await jane.PicksUpAsync();
        await call.AnsweredAsync();
        call.Ack();
        portal.Counted("portal.telephony.calls.active").ShouldBe(1);

        await call.ByeAsync();
        await portal.Records.OneAsync();

        portal.Counted("portal.telephony.calls.active").ShouldBe(0);
        portal.Counted("portal.telephony.calls", "Answered").ShouldBe(1);
    }

    [Fact]
    public async Task Leaves_no_timer_and_no_dialog_behind()
    {
        var clock = new ManualTimeProvider();
        await using var portal = await TestSwitch.StartAsync(clock);
        var jane = portal.Phone(portal.People.Jane, SipTransportKind.Tcp);
        var john = portal.Phone(portal.People.John, SipTransportKind.Tcp);
        var before = clock.WaitingTimers;

        var call = john.Call("2002");
        await jane.PicksUpAsync();
        await call.AnsweredAsync();
        call.Ack();
        await Eventually.TrueAsync(() => portal.Endpoint.Live.Dialogs == 2);
        await call.ByeAsync();
        await portal.Records.OneAsync();

        await Eventually.TrueAsync(() => portal.Endpoint.Live.Dialogs == 0);
        // What remains of transactions lives for 64*T1, and a connection for its idle time.
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(40));
            return portal.Endpoint.Live == (0, 0, 0) && clock.WaitingTimers <= before + 1;
        });
    }

    [Fact]
    public async Task Goes_to_fifty_pairs_at_once()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var john = portal.Phone(portal.People.John);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var call = john.Call("2002");
            var incoming = await jane.PicksUpAsync();
            (await call.AnsweredAsync()).StatusCode.ShouldBe(200);
            call.Ack();
            await call.ByeAsync();
        }));

        (await portal.Records.AllAsync(50)).ShouldAllBe(r => r.Result == CallResult.Answered);
    }
}
