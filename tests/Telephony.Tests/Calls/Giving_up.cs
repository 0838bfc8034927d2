using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Telephony.Tests.Calls;

public class Giving_up
{
    [Fact]
    public async Task Early_stops_the_telephones_and_is_recorded()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        var incoming = await jane.RingsAsync();
        incoming.Progress(180);

        call.Cancel();

        (await call.AnsweredAsync()).StatusCode.ShouldBe(487);
        await incoming.Cancelled.WaitAsync(Eventually.Deadline);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.CallerHungUp);
        record.StatusCode.ShouldBe(487);
        record.EndedBy.ShouldBe("caller");
        record.LastRang!.Name.ShouldBe("Jane Jones");
        record.Reasons[^1].ShouldBe("The caller hung up before anybody answered.");
    }

    [Fact]
    public async Task In_the_moment_of_the_answer_leaves_nobody_talking()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var portal = await TestSwitch.StartAsync();
            var jane = portal.Phone(portal.People.Jane);
            var call = portal.Phone(portal.People.John).Call("2002");
            var incoming = await jane.RingsAsync();
            incoming.Progress(180);

            var answered = incoming.AnswerAsync(System.Text.Encoding.UTF8.GetBytes(TestPhone.Answer), TestPhone.Sdp);
            call.Cancel();

            // Whichever came first. An answer that was here before the hand that hung up is a call the telephone takes and ends.
            var final = await call.AnsweredAsync();
            if (final.IsSuccess)
            {
                call.Ack();
                await call.ByeAsync();
            }
            else final.StatusCode.ShouldBe(487);
            await incoming.EndsAsync();
            var record = await portal.Records.OneAsync();
            // The record agrees with what both saw.
            if (final.IsSuccess) record.Result.ShouldBe(CallResult.Answered);
            else record.Result.ShouldBeOneOf(CallResult.CallerHungUp, CallResult.Answered);
            if (record.Result == CallResult.CallerHungUp)
            {
                record.AnsweredBy.ShouldBeNull();
                record.TalkMilliseconds.ShouldBe(0);
            }

            await answered;
        }
    }

    [Fact]
    public async Task By_the_switch_at_shutdown_ends_calls_with_a_record()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var john = portal.Phone(portal.People.John);
        var mary = portal.Phone(portal.People.Mary);
        var talking = john.Call("2002");
        var incoming = await jane.PicksUpAsync();
        await talking.AnsweredAsync();
        talking.Ack();
        var ringing = jane.Call("2003");
        var unanswered = await mary.RingsAsync();
        var told = new TaskCompletionSource();
        ringing.ProvisionalReceived = _ =>
        {
            told.TrySetResult();
            return Task.CompletedTask;
        };
        unanswered.Progress(180);
        await told.Task.WaitAsync(Eventually.Deadline);

        await portal.StopAsync();

        (await talking.EndsAsync()).Cause.ShouldBe(SessionEndCause.RemoteBye);
        (await incoming.EndsAsync()).Cause.ShouldBe(SessionEndCause.RemoteBye);
        (await ringing.AnsweredAsync()).StatusCode.ShouldBe(503);
        await unanswered.Cancelled.WaitAsync(Eventually.Deadline);
        var records = await portal.Records.AllAsync(2);
        records.ShouldAllBe(r => r.EndedBy == "system");
        records.Select(r => r.Result).ShouldBe([CallResult.Answered, CallResult.Failed], ignoreOrder: true);
    }

    [Fact]
    public async Task After_the_longest_time_a_call_may_last()
    {
        var clock = new ManualTimeProvider();
        await using var portal = await TestSwitch.StartAsync(clock, settings: new() { ["Telephony:MaxCallMinutes"] = "10" });
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        var incoming = await jane.PicksUpAsync();
        await call.AnsweredAsync();
        call.Ack();
        // Read after the ACK: once it is answered, the clock may run without the answer counting as unconfirmed.
        await call.SendAsync(call.CreateRequest(SipMethod.Options)).WaitAsync(Eventually.Deadline);

        var lasted = TimeSpan.Zero;
        for (var step = TimeSpan.FromSeconds(20); lasted < TimeSpan.FromMinutes(11) && !call.Ended.IsCompleted; lasted += step)
        {
            clock.Advance(step);
            // From ten minutes on the BYE is on its way: a busy machine gets the time to deliver it.
            await Task.WhenAny(call.Ended, Task.Delay(lasted + step >= TimeSpan.FromMinutes(10) ? 2000 : 10));
        }

        call.Ended.IsCompleted.ShouldBeTrue();
        lasted.ShouldBeInRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        await call.EndsAsync();
        await incoming.EndsAsync();
        (await portal.Records.OneAsync()).Reasons[^1].ShouldStartWith("The call had lasted as long as a call may");
    }

    [Fact]
    public async Task On_a_telephone_that_was_unplugged_ends_the_call_by_the_session_timer()
    {
        var clock = new ManualTimeProvider();
        await using var portal = await TestSwitch.StartAsync(clock, settings: new() { ["Telephony:SessionSeconds"] = "90" });
        var jane = portal.Phone(portal.People.Jane);
        var call = portal.Phone(portal.People.John).Call("2002");
        await jane.PicksUpAsync();
        await call.AnsweredAsync();
        call.Ack();
        await jane.DisposeAsync();

        // Half the interval until the refresh, then 32 s until it is known that nobody answers it.
        for (var i = 0; i < 40 && !call.Ended.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            await Task.WhenAny(call.Ended, Task.Delay(20));
        }

        (await call.EndsAsync()).Cause.ShouldBe(SessionEndCause.RemoteBye);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.Answered);
        record.EndedBy.ShouldBe("system");
        record.Reasons[^1].ShouldContain("no sign of life");
    }
}
