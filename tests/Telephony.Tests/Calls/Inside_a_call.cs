using System.Text;
using Portal.Sip;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;

namespace Portal.Telephony.Tests.Calls;

public class Inside_a_call
{
    [Fact]
    public async Task Hold_and_resume_pass_from_either_side()
    {
        await using var talk = await Talk.StartAsync();
        foreach (var (from, to) in new (InviteSession, InviteSession)[] { (talk.Caller, talk.Called), (talk.Called, talk.Caller) })
        {
            var seen = "";
            to.RequestReceived = async t =>
            {
                seen = t.Request.BodyText;
                var ok = t.CreateResponse(200);
                ok.SetBody(TestPhone.Answer, TestPhone.Sdp);
                await to.AcceptAsync((InviteServerTransaction)t, ok);
            };

            var answer = await from.ReinviteAsync(Encoding.UTF8.GetBytes(TestPhone.Hold), TestPhone.Sdp).WaitAsync(Eventually.Deadline);
            from.Ack(answer.CSeq.Number);

            answer.StatusCode.ShouldBe(200);
            answer.BodyText.ShouldBe(TestPhone.Answer);
            seen.ShouldBe(TestPhone.Hold);
        }
    }

    [Fact]
    public async Task A_refused_hold_leaves_the_call_as_it_was()
    {
        await using var talk = await Talk.StartAsync();
        talk.Called.RequestReceived = t =>
        {
            t.Respond(488);
            return Task.CompletedTask;
        };

        (await talk.Caller.ReinviteAsync(Encoding.UTF8.GetBytes(TestPhone.Hold), TestPhone.Sdp).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(488);
        talk.Caller.Ended.IsCompleted.ShouldBeFalse();
        talk.Called.Ended.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_offers_at_once_are_told_to_try_again()
    {
        await using var talk = await Talk.StartAsync();
        var arrived = new TaskCompletionSource<InviteServerTransaction>();
        talk.Called.RequestReceived = t =>
        {
            arrived.TrySetResult((InviteServerTransaction)t);
            return Task.CompletedTask;
        };

        var first = talk.Caller.ReinviteAsync(Encoding.UTF8.GetBytes(TestPhone.Hold), TestPhone.Sdp);
        var pending = await arrived.Task.WaitAsync(Eventually.Deadline);
        var second = await talk.Called.ReinviteAsync(Encoding.UTF8.GetBytes(TestPhone.Offer), TestPhone.Sdp).WaitAsync(Eventually.Deadline);
        second.StatusCode.ShouldBe(491);

        var ok = pending.CreateResponse(200);
        ok.SetBody(TestPhone.Answer, TestPhone.Sdp);
        var acknowledged = talk.Called.AcceptAsync(pending, ok);
        var answer = await first.WaitAsync(Eventually.Deadline);
        talk.Caller.Ack(answer.CSeq.Number);
        answer.StatusCode.ShouldBe(200);
        (await acknowledged).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(SipMethod.Info, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n")]
    [InlineData(SipMethod.Message, "text/plain", "Bin gleich da – 5 min")]
    [InlineData(SipMethod.Update, TestPhone.Sdp, TestPhone.Hold)]
    public async Task Requests_pass_with_their_bodies(string method, string type, string body)
    {
        await using var talk = await Talk.StartAsync();
        SipRequest? seen = null;
        talk.Called.RequestReceived = t =>
        {
            seen = t.Request;
            var ok = t.CreateResponse(200);
            ok.SetBody("thanks", "text/plain");
            t.Respond(ok);
            return Task.CompletedTask;
        };

        var request = talk.Caller.CreateRequest(method);
        request.SetBody(body, type);
        request.Headers.Add("Info-Package", "dtmf");
        var answer = await talk.Caller.SendAsync(request).WaitAsync(Eventually.Deadline);

        answer.StatusCode.ShouldBe(200);
        answer.BodyText.ShouldBe("thanks");
        seen!.Method.ShouldBe(method);
        seen.BodyText.ShouldBe(body);
        seen.ContentType.ShouldBe(type);
        seen.Headers["Info-Package"].ShouldBe("dtmf");
        seen.From.Uri.ToString().ShouldBe("sip:2001@acme.localhost");
    }

    [Fact]
    public async Task A_telephone_that_has_lost_the_call_ends_it()
    {
        await using var talk = await Talk.StartAsync();
        talk.Called.RequestReceived = t =>
        {
            t.Respond(481);
            return Task.CompletedTask;
        };

        (await talk.Caller.ReinviteAsync(Encoding.UTF8.GetBytes(TestPhone.Hold), TestPhone.Sdp).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(503);

        (await talk.Caller.EndsAsync()).Cause.ShouldBe(SessionEndCause.RemoteBye);
        (await talk.Portal.Records.OneAsync()).EndedBy.ShouldBe("system");
    }

    private sealed class Talk : IAsyncDisposable
    {
        public required TestSwitch Portal { get; init; }

        public required InviteUacSession Caller { get; init; }

        public required InviteUasSession Called { get; init; }

        public static async Task<Talk> StartAsync()
        {
            var portal = await TestSwitch.StartAsync();
            var jane = portal.Phone(portal.People.Jane);
            var call = portal.Phone(portal.People.John).Call("2002");
            var incoming = await jane.PicksUpAsync();
            (await call.AnsweredAsync()).IsSuccess.ShouldBeTrue();
            call.Ack();
            return new Talk { Portal = portal, Caller = call, Called = incoming };
        }

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
