namespace Portal.Sip.Tests;

/// <summary>The joining of two legs as the README shows it: every INVITE rings one place.</summary>
internal sealed class Joining(Func<SipFlow> callee) : ISipRequestHandler
{
    private int _ended;

    public string Method => SipMethod.Invite;

    /// <summary>Calls whose both legs are over.</summary>
    public int Ended => _ended;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var caller = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "b2bua", new SessionTimerOptions());
        var invite = SipRequest.Create(SipMethod.Invite, transaction.Request.Uri, caller.Invite.From.WithTag(null), caller.Invite.To);
        invite.SetBody(caller.Invite.Body, caller.Invite.ContentType);
        var called = transaction.Endpoint.CreateUacSession(invite, callee(), "b2bua", new SessionTimerOptions());
        called.ProvisionalReceived = response =>
        {
            caller.Progress(response.StatusCode, response.Reason, response.Body, response.ContentType);
            return Task.CompletedTask;
        };
        _ = GiveUpWithAsync(caller, called);
        called.Start();

        var final = await called.Final;
        if (!final.IsSuccess)
        {
            caller.Reject(final.StatusCode, final.Reason);
            return;
        }
        caller.RequestReceived = request => RelayAsync(request, caller, called);
        called.RequestReceived = request => RelayAsync(request, called, caller);
        if (!invite.Body.IsEmpty) called.Ack();
        var ack = await caller.AnswerAsync(final.Body, final.ContentType);
        if (invite.Body.IsEmpty) called.Ack(ack?.Body ?? default, ack?.ContentType);
        await Task.WhenAny(caller.Ended, called.Ended);
        await Task.WhenAll(caller.ByeAsync(), called.ByeAsync());
        Interlocked.Increment(ref _ended);
    }

    private static async Task GiveUpWithAsync(InviteUasSession caller, InviteUacSession called)
    {
        var cancel = await caller.Cancelled;
        called.Cancel(cancel?.Headers[SipHeaderName.Reason]);
    }

    private static async Task RelayAsync(SipServerTransaction transaction, InviteSession from, InviteSession to)
    {
        if (transaction is InviteServerTransaction reinvite)
        {
            var answer = await to.ReinviteAsync(transaction.Request.Body, transaction.Request.ContentType);
            if (!answer.IsSuccess)
            {
                transaction.Respond(answer.StatusCode, answer.Reason);
                return;
            }
            var ok = transaction.CreateResponse(answer.StatusCode, answer.Reason);
            ok.SetBody(answer.Body, answer.ContentType);
            var ack = await from.AcceptAsync(reinvite, ok);
            to.Ack(answer.CSeq.Number, ack?.Body ?? default, ack?.ContentType);
            return;
        }
        var request = to.CreateRequest(transaction.Request.Method);
        request.SetBody(transaction.Request.Body, transaction.Request.ContentType);
        var response = await to.SendAsync(request);
        var reply = transaction.CreateResponse(response.StatusCode, response.Reason);
        reply.SetBody(response.Body, response.ContentType);
        transaction.Respond(reply);
    }
}
