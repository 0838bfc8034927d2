using System.Collections.Concurrent;
using System.Text;
using Portal.Sip;
using Portal.Sip.Transfer;
using Portal.Testing;

namespace Portal.Telephony.Tests.Rig;

/// <summary>One telephone's end of a call that is talked over: answers offers with its own description, and keeps what it was sent.</summary>
internal sealed class Line
{
    private readonly ConcurrentQueue<SipRequest> _requests = new();

    private Line(TestPhone phone, InviteSession session)
    {
        (Phone, Session) = (phone, session);
        session.RequestReceived = AnswerAsync;
    }

    public TestPhone Phone { get; }

    public InviteSession Session { get; }

    /// <summary>The dialog as its other end, the switch, knows it.</summary>
    public Replaces Replaces => new(Session.Dialog!.Id.CallId, Session.Dialog.Id.RemoteTag, Session.Dialog.Id.LocalTag);

    /// <summary>Calls somebody who picks up.</summary>
    public static async Task<(Line Caller, Line Called)> BetweenAsync(TestPhone caller, TestPhone called, string? number = null)
    {
        var session = caller.Call(number ?? called.Owner.Number);
        var answers = PickUpAsync(called);
        (await session.AnsweredAsync()).StatusCode.ShouldBe(200);
        session.Ack();
        return (new Line(caller, session), await answers);
    }

    /// <summary>Answers the next call that rings here: with an answer, or with its own offer when it was asked for one.</summary>
    public static async Task<Line> PickUpAsync(TestPhone phone)
    {
        var session = await phone.RingsAsync();
        session.Progress(180);
        return await PickUpAsync(phone, session);
    }

    public static async Task<Line> PickUpAsync(TestPhone phone, InviteUasSession session)
    {
        var line = new Line(phone, session);
        (await session.AnswerAsync(Encoding.UTF8.GetBytes(Description(phone)), TestPhone.Sdp)).ShouldNotBeNull();
        return line;
    }

    public static string Description(TestPhone phone) => "described by " + phone.Owner.DisplayName;

    public Task<OutgoingReferral> ReferAsync(string number, Replaces? replaces = null, string host = People.Acme) =>
        Session.ReferAsync(new SipUri(number, host), replaces).WaitAsync(Eventually.Deadline);

    /// <summary>What the switch says in the end to a transfer.</summary>
    public async Task<int> TransferAsync(string number, Replaces? replaces = null, string host = People.Acme) =>
        await (await ReferAsync(number, replaces, host)).Outcome.WaitAsync(Eventually.Deadline);

    /// <summary>The re-INVITE that brought this description, or that asked for an offer.</summary>
    public Task<SipRequest> AskedAsync(string body) => Eventually.ValueAsync(() =>
        Task.FromResult(_requests.FirstOrDefault(r => r.IsInvite && r.BodyText == body)));

    /// <summary>They talk with each other: what one sends comes to the other.</summary>
    public async Task TalksWithAsync(Line other)
    {
        var word = Guid.NewGuid().ToString();
        var info = Session.CreateRequest(SipMethod.Info);
        info.SetBody(word, "text/plain");
        (await Session.SendAsync(info).WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200);
        other._requests.ShouldContain(r => r.BodyText == word);
        Session.Ended.IsCompleted.ShouldBeFalse();
        other.Session.Ended.IsCompleted.ShouldBeFalse();
    }

    public Task HangUpAsync() => Session.ByeAsync().WaitAsync(Eventually.Deadline);

    public Task<SessionEnd> EndsAsync() => Session.EndsAsync();

    private async Task AnswerAsync(SipServerTransaction transaction)
    {
        _requests.Enqueue(transaction.Request);
        var ok = transaction.CreateResponse(200);
        if (transaction is InviteServerTransaction offer)
        {
            ok.SetBody(Description(Phone), TestPhone.Sdp);
            await Session.AcceptAsync(offer, ok);
        }
        else
        {
            transaction.Respond(ok);
        }
    }
}
