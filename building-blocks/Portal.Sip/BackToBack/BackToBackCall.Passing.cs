namespace Portal.Sip.BackToBack;

/// <summary>Requests inside the call go from one leg to the other: hold, new codecs, DTMF by INFO.</summary>
public sealed partial class BackToBackCall
{
    private int _offers;
    // The ACK of the last offer that was answered: its telephone must not be asked anything before it has come (RFC 3261 §14.1).
    private Task _settling = Task.CompletedTask;

    // The session's callbacks begin one after another but are not awaited: while one telephone thinks about a re-INVITE, the INFO behind it does not wait.
    private async Task PassAsync(SipServerTransaction transaction, InviteSession from)
    {
        try
        {
            if (transaction.Request.Method == SipMethod.Refer)
            {
                await ReferAsync(transaction, from).ConfigureAwait(false);
            }
            else if (Other(from) is not { } to || !MayPass(transaction.Request, from, to))
            {
                // RFC 3311 §5.2 and RFC 3261 §14.2: not now, try again.
                transaction.Respond(491);
            }
            else if (transaction is InviteServerTransaction || (transaction.Request.Method == SipMethod.Update && !transaction.Request.Body.IsEmpty))
            {
                await OfferAsync(transaction, from, to).ConfigureAwait(false);
            }
            else
            {
                await RequestAsync(transaction, transaction.Request.Method, to).ConfigureAwait(false);
            }
        }
        // A session that ended meanwhile has no dialog to send in; its own end ends the call.
        catch (InvalidOperationException)
        {
            transaction.Respond(481);
        }
    }

    /// <summary>Before the answer only an UPDATE or PRACK, and only where one telephone rings: the caller's side has one dialog.</summary>
    private bool MayPass(SipRequest request, InviteSession from, InviteSession to) =>
        from.IsEstablished && to.IsEstablished
        || (request.Method is SipMethod.Update or SipMethod.Prack && to.Dialog is not null && (from is InviteUacSession { EarlyDialogs.Count: 1 } || to is InviteUacSession { EarlyDialogs.Count: 1 }));

    /// <summary>Glare, RFC 3261 §14.1 and RFC 3311 §5.2: while one offer is on its way, in either direction, there is no second.</summary>
    private async Task OfferAsync(SipServerTransaction transaction, InviteSession from, InviteSession to)
    {
        if (!await BeginOfferAsync().ConfigureAwait(false))
        {
            transaction.Respond(491);
            return;
        }
        try
        {
            if (transaction is InviteServerTransaction invite) await ReinviteAsync(invite, from, to).ConfigureAwait(false);
            else await RequestAsync(transaction, SipMethod.Update, to).ConfigureAwait(false);
        }
        finally
        {
            EndOffer();
        }
    }

    private async Task<bool> BeginOfferAsync()
    {
        if (Interlocked.Increment(ref _offers) == 1)
        {
            await _settling.ConfigureAwait(false);
            return true;
        }
        Interlocked.Decrement(ref _offers);
        return false;
    }

    private void EndOffer() => Interlocked.Decrement(ref _offers);

    private async Task ReinviteAsync(InviteServerTransaction transaction, InviteSession from, InviteSession to)
    {
        var request = transaction.Request;
        var answer = await to.ReinviteAsync(request.Body, request.ContentType, invite => Passing.CopyBodyHeaders(request, invite)).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            transaction.Respond(Passing.ForOtherSide(answer));
            return;
        }
        var hasOffer = !request.Body.IsEmpty;
        if (hasOffer) to.Ack(answer.CSeq.Number);
        var success = transaction.CreateResponse(answer.StatusCode);
        Passing.CopyBody(answer, success);
        var acknowledged = from.AcceptAsync(transaction, success);
        if (hasOffer)
        {
            // Offer and answer are through; the next may come, from the other side, before the ACK does.
            _settling = acknowledged;
            return;
        }
        // The offer came in the answer, so the answer comes in the ACK.
        var ack = await acknowledged.ConfigureAwait(false);
        to.Ack(answer.CSeq.Number, ack?.Body ?? default, ack?.ContentType);
    }

    private static async Task RequestAsync(SipServerTransaction transaction, string method, InviteSession to)
    {
        // An offer in a PRACK (RFC 3262 §5) has no PRACK to go on in where the other side confirms nothing: there it is an UPDATE.
        var request = to.CreateRequest(method == SipMethod.Prack ? SipMethod.Update : method);
        Passing.CopyInsideCall(transaction.Request, request);
        var answer = await to.SendAsync(request).ConfigureAwait(false);
        var response = transaction.CreateResponse(Passing.ForOtherSide(answer));
        Passing.CopyBody(answer, response);
        transaction.Respond(response);
    }
}
