using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Telephony.Tests.Calls;

public class Ringing_several_telephones
{
    [Fact]
    public async Task Connects_the_first_that_answers_and_stops_the_others()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (desk, mobile) = (portal.Phone(portal.People.Jane), portal.Phone(portal.People.Jane));
        var call = portal.Phone(portal.People.John).Call("2002");

        var onMobile = await mobile.RingsAsync();
        onMobile.Progress(180);
        await desk.PicksUpAsync();
        (await call.AnsweredAsync()).IsSuccess.ShouldBeTrue();
        call.Ack();

        var cancel = await onMobile.Cancelled.WaitAsync(Eventually.Deadline);
        cancel!.Headers[SipHeaderName.Reason].ShouldBe("SIP;cause=200;text=\"Call completed elsewhere\"");
        await call.ByeAsync();
        (await portal.Records.OneAsync()).Reasons.ShouldContain("Jane Jones's 2 telephones ring.");
    }

    [Fact]
    public async Task Hangs_up_on_one_that_answers_in_the_same_moment()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (desk, mobile) = (portal.Phone(portal.People.Jane), portal.Phone(portal.People.Jane));
        var call = portal.Phone(portal.People.John).Call("2002");

        var onDesk = await desk.RingsAsync();
        var onMobile = await mobile.RingsAsync();
        var body = System.Text.Encoding.UTF8.GetBytes(TestPhone.Answer);
        var accepted = await Task.WhenAll(onDesk.AnswerAsync(body, TestPhone.Sdp), onMobile.AnswerAsync(body, TestPhone.Sdp));
        (await call.AnsweredAsync()).IsSuccess.ShouldBeTrue();
        call.Ack();

        accepted.ShouldAllBe(ack => ack != null, "both answers are acknowledged, or a telephone would repeat its own");
        var end = await await Task.WhenAny(onDesk.EndsAsync(), onMobile.EndsAsync());
        end.Cause.ShouldBe(SessionEndCause.RemoteBye);
        (onDesk.Ended.IsCompleted && onMobile.Ended.IsCompleted).ShouldBeFalse("the one that won goes on");
    }

    [Fact]
    public async Task Goes_on_while_only_one_is_busy()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (desk, mobile) = (portal.Phone(portal.People.Jane), portal.Phone(portal.People.Jane));
        var call = portal.Phone(portal.People.John).Call("2002");

        await desk.RefusesAsync(486);
        await mobile.PicksUpAsync();

        (await call.AnsweredAsync()).StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Is_busy_when_all_are()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (desk, mobile) = (portal.Phone(portal.People.Jane), portal.Phone(portal.People.Jane));
        var call = portal.Phone(portal.People.John).Call("2002");

        await desk.RefusesAsync(480);
        await mobile.RefusesAsync(486);

        (await call.AnsweredAsync()).StatusCode.ShouldBe(486);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.Busy);
        record.Reasons[^1].ShouldBe("Jane Jones is busy.");
        record.LastRang!.Name.ShouldBe("Jane Jones");
    }

    [Fact]
    public async Task Stops_everywhere_when_the_person_declines_on_one()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (desk, mobile) = (portal.Phone(portal.People.Jane), portal.Phone(portal.People.Jane));
        var call = portal.Phone(portal.People.John).Call("2002");

        var onDesk = await desk.RingsAsync();
        onDesk.Progress(180);
        await mobile.RefusesAsync(603);

        (await call.AnsweredAsync()).StatusCode.ShouldBe(603);
        await onDesk.Cancelled.WaitAsync(Eventually.Deadline);
        (await portal.Records.OneAsync()).Result.ShouldBe(CallResult.Declined);
    }

    [Fact]
    public async Task Is_unanswered_when_the_time_is_over()
    {
        var clock = new ManualTimeProvider();
        await using var portal = await TestSwitch.StartAsync(clock);
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        var ringing = new TaskCompletionSource();
        call.ProvisionalReceived = r =>
        {
            ringing.TrySetResult();
            return Task.CompletedTask;
        };
        var incoming = await jane.RingsAsync();
        incoming.Progress(180);
        await ringing.Task.WaitAsync(Eventually.Deadline);

        clock.Advance(TimeSpan.FromSeconds(29));
        call.Final.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        (await call.AnsweredAsync()).StatusCode.ShouldBe(480);
        await incoming.Cancelled.WaitAsync(Eventually.Deadline);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.NoAnswer);
        record.RingMilliseconds.ShouldBeInRange(29_000, 31_000);
        record.TalkMilliseconds.ShouldBe(0);
        record.Reasons[^1].ShouldBe("Jane Jones did not answer.");
    }

    [Fact]
    public async Task Is_not_reachable_when_none_says_a_word()
    {
        var clock = new ManualTimeProvider();
        await using var portal = await TestSwitch.StartAsync(clock);
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        await jane.RingsAsync();

        clock.Advance(TimeSpan.FromSeconds(31));

        (await call.AnsweredAsync()).StatusCode.ShouldBe(480);
        (await portal.Records.OneAsync()).Result.ShouldBe(CallResult.NotRegistered);
    }

    [Fact]
    public async Task Says_that_there_is_none()
    {
        await using var portal = await TestSwitch.StartAsync();
        var answer = await portal.Phone(portal.People.John).Call("2002").AnsweredAsync();

        answer.StatusCode.ShouldBe(480);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.NotRegistered);
        record.LastRang.ShouldBeNull();
        record.Reasons.ShouldBe(["2002 belongs to Jane Jones.", "No telephone of Jane Jones is registered.", "Jane Jones cannot be reached."]);
    }

    [Fact]
    public async Task Passes_early_media_of_a_single_one()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var heard = new TaskCompletionSource<SipResponse>();
        var phone = portal.Phone(portal.People.John);
        var call = phone.Call("2002");
        call.ProvisionalReceived = r =>
        {
            heard.TrySetResult(r);
            return Task.CompletedTask;
        };
        var incoming = await jane.RingsAsync();
        incoming.Progress(183, null, System.Text.Encoding.UTF8.GetBytes(TestPhone.Answer), TestPhone.Sdp);

        var early = await heard.Task.WaitAsync(Eventually.Deadline);
        early.StatusCode.ShouldBe(183);
        early.BodyText.ShouldBe(TestPhone.Answer);
    }

    [Fact]
    public async Task Tells_the_caller_when_the_codecs_do_not_match()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        await jane.RefusesAsync(488);

        (await call.AnsweredAsync()).StatusCode.ShouldBe(488);
        (await portal.Records.OneAsync()).Result.ShouldBe(CallResult.Failed);
    }

    [Fact]
    public async Task Follows_a_telephone_that_forwards_the_call_itself()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var mary = portal.Phone(portal.People.Mary);
        var call = portal.Phone(portal.People.John).Call("2002");

        await jane.RefusesAsync(302, r => r.Headers.Add(SipHeaderName.Contact, "<sip:2003@acme.localhost>"));
        var incoming = await mary.PicksUpAsync();
        (await call.AnsweredAsync()).IsSuccess.ShouldBeTrue();
        call.Ack();
        await call.ByeAsync();

        incoming.Invite.Headers[SipHeaderName.Diversion].ShouldBe("<sip:2002@acme.localhost>;reason=deflection;counter=1");
        var record = await portal.Records.OneAsync();
        record.Called!.Name.ShouldBe("Jane Jones");
        record.AnsweredBy!.Name.ShouldBe("Mary Miller");
        record.Diversions.ShouldBe([new Diversion("2002", "2003", "deflection")]);
        record.Reasons.ShouldContain("Jane Jones's telephone forwarded the call to 2003.");
    }
}
