using Microsoft.Extensions.Logging;
using Portal.Sip;

namespace Portal.Telephony.Calls;

/// <summary>
/// Passes requests inside the call from one telephone to the other with their bodies untouched: hold, new codecs, DTMF by INFO.
/// Each side keeps a dialog of its own with us.
/// </summary>
internal sealed class DialogRelay(InviteSession caller, InviteSession called, ILogger log)
{
    private static readonly SipHeaderName[] PassedOn = ["Info-Package", SipHeaderName.Event, "Subscription-State", "Date", SipHeaderName.Reason];

    private int _offers;

    public Task FromCaller(SipServerTransaction transaction) => Begin(transaction, caller, called);

    public Task FromCalled(SipServerTransaction transaction) => Begin(transaction, called, caller);

    // Not awaited by the session: while one telephone thinks about a re-INVITE, the INFO behind it must not wait.
    private Task Begin(SipServerTransaction transaction, InviteSession from, InviteSession to)
    {
        _ = PassAsync(transaction, from, to);
        return Task.CompletedTask;
    }

    private async Task PassAsync(SipServerTransaction transaction, InviteSession from, InviteSession to)
    {
        try
        {
            if (transaction.Request.Method is SipMethod.Refer)
            {
                transaction.Respond(501);
            }
            else if (!to.IsEstablished)
            {
                // RFC 3311 5.2 and RFC 3261 14.2: not now, try again.
                transaction.Respond(491);
            }
            else if (transaction is InviteServerTransaction invite)
            {
                await ReinviteAsync(invite, from, to);
            }
            else
            {
                await RequestAsync(transaction, to);
            }
        }
        // A session that ended meanwhile has no dialog to send in; its own end ends the call.
        catch (InvalidOperationException e)
        {
            log.LogDebug(e, "A request inside a call came too late");
            transaction.Respond(481);
        }
        catch (Exception e)
        {
            log.LogError(e, "A request inside a call could not be passed on");
            transaction.Respond(500);
        }
    }

    private async Task ReinviteAsync(InviteServerTransaction transaction, InviteSession from, InviteSession to)
    {
        // Glare, RFC 3261 14.1: while one offer is on its way, in either direction, there is no second.
        if (Interlocked.Increment(ref _offers) > 1)
        {
            Interlocked.Decrement(ref _offers);
            transaction.Respond(491);
            return;
        }

        try
        {
            var request = transaction.Request;
            var answer = await to.ReinviteAsync(request.Body, request.ContentType, invite => LegInvite.CopyBodyHeaders(request, invite));
            if (!answer.IsSuccess)
            {
                transaction.Respond(ForOtherSide(answer));
                return;
            }

            var hasOffer = !request.Body.IsEmpty;
            if (hasOffer)
            {
                to.Ack(answer.CSeq.Number);
            }

            var success = transaction.CreateResponse(answer.StatusCode);
            LegInvite.CopyBody(answer, success);
            var ack = await from.AcceptAsync(transaction, success);
            if (!hasOffer)
            {
                // The offer came in the answer, so the answer comes in the ACK.
                to.Ack(answer.CSeq.Number, ack?.Body ?? default, ack?.ContentType);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _offers);
        }
    }

    private static async Task RequestAsync(SipServerTransaction transaction, InviteSession to)
    {
        var request = to.CreateRequest(transaction.Request.Method);
        LegInvite.CopyBody(transaction.Request, request);
        foreach (var name in PassedOn)
        {
            request.Headers.CopyFrom(transaction.Request.Headers, name);
        }

        var answer = await to.SendAsync(request);
        var response = transaction.CreateResponse(ForOtherSide(answer));
        LegInvite.CopyBody(answer, response);
        transaction.Respond(response);
    }

    /// <summary>The status as the other side may see it: what concerns only our dialog with the first side is not its affair.</summary>
    private static int ForOtherSide(SipResponse answer) => answer.StatusCode switch
    {
        401 or 407 => 488,
        // The dialog there is lost and the session ends itself; here it is still ours to end.
        408 or 481 => 503,
        >= 300 and < 400 => 488,
        var code => code,
    };
}
