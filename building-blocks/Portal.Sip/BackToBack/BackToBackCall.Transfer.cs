using System.Security.Cryptography;
using Portal.Sip.Transfer;

namespace Portal.Sip.BackToBack;

/// <summary>Transfers (RFC 5589) carried out here, so that the telephone that stays need not know REFER: third-party call control of RFC 3725 §4.1.</summary>
public sealed partial class BackToBackCall
{
    private const int OfferAttempts = 4;

    /// <summary>
    /// Decides and carries out a transfer that one side asks for, by the means of <see cref="CallTransfer"/>. Returns what the asker is told in the end, 200 to 699; after a 2xx its leg is
    /// ended, after anything else the call goes on as it was. The REFER is answered 202 as soon as it waits for something. Null, the default, answers REFER 501.
    /// </summary>
    public Func<CallTransfer, Task<int>>? Transferring { get; set; }

    private async Task ReferAsync(SipServerTransaction transaction, InviteSession from)
    {
        if (Transferring is not { } carryOut || Other(from) is not { IsEstablished: true } stays || !from.IsEstablished)
        {
            transaction.Respond(501);
            return;
        }
        if (!BeginLeaving(from))
        {
            transaction.Respond(491);
            return;
        }
        try
        {
            if (IncomingReferral.Read(from, transaction) is not { } referral) return;
            // Begun before the asker hears 202: it may hang up on both its calls as soon as it does.
            var carrying = CarryOutAsync(referral, from, stays, carryOut);
            referral.Take(transaction);
            await carrying.ConfigureAwait(false);
        }
        finally
        {
            EndLeaving(from);
        }
    }

    private async Task CarryOutAsync(IncomingReferral referral, InviteSession from, InviteSession stays, Func<CallTransfer, Task<int>> carryOut)
    {
        var consulted = referral.Replaces is { } replaces && from.Endpoint.FindReplaced(replaces) is { Session: { Call: { } other } session } && !ReferenceEquals(other, this) ? session : null;
        var status = 500;
        try
        {
            status = await carryOut(new CallTransfer(this, referral, from, stays, consulted)).ConfigureAwait(false);
        }
        finally
        {
            // Whatever went wrong: the asker must not wait for ever.
            referral.Report(status);
        }
        if (status is < 200 or >= 300) return;
        // It is told before it is hung up on, or it would take the BYE for the end of the whole call.
        await referral.Delivered.ConfigureAwait(false);
        await from.ByeAsync().ConfigureAwait(false);
    }

    /// <summary>The new party is rung while the two talk; the end of the call ends the ringing.</summary>
    internal Task<RingingResult> RingInsteadAsync(IncomingReferral referral, IReadOnlyList<InviteUacSession> legs, TimeSpan? time)
    {
        ArgumentOutOfRangeException.ThrowIfZero(legs.Count);
        var ringing = new Ringing(this, legs, response => referral.Report(response.StatusCode));
        lock (_gate)
        {
            if (!_over) _ringing = ringing;
        }
        if (ReferenceEquals(_ringing, ringing)) ringing.Start(time); else ringing.Abandon(null);
        return ringing.Result;
    }

    /// <summary>Attended: the leg of the other call that is not the asker's is joined with the one that stays, and that call is over.</summary>
    internal async Task<int> JoinAsync(CallTransfer transfer, InviteSession consulted, Action? joined)
    {
        if (consulted.Call is not { } other || other.Other(consulted) is not { IsEstablished: true } joins) return 481;
        if (!other.BeginLeaving(consulted)) return 491;
        try
        {
            if (!await other.BeginOfferAsync().ConfigureAwait(false)) return 491;
            try
            {
                var offer = await AskAsync(joins, default, null, transfer.Introducing).ConfigureAwait(false);
                if (!offer.IsSuccess) return offer.StatusCode;
                var status = await ExchangeAsync(transfer, joins, offer, () =>
                {
                    joined?.Invoke();
                    other.GiveUp(joins);
                }).ConfigureAwait(false);
                if (status == 200) other.End();
                return status;
            }
            finally
            {
                other.EndOffer();
            }
        }
        finally
        {
            other.EndLeaving(consulted);
        }
    }

    /// <summary>False while another transfer of this call is under way.</summary>
    private bool BeginLeaving(InviteSession leg)
    {
        lock (_gate)
        {
            if (_leaving is not null) return false;
            _leaving = leg;
            return true;
        }
    }

    private void EndLeaving(InviteSession leg)
    {
        lock (_gate) _leaving = null;
        // It hung up meanwhile, as many telephones do as soon as they have asked; without a transfer that is the end after all.
        if (leg.Ended.IsCompleted) OnLegEnded(leg, leg.Ended.Result);
    }

    /// <summary>The offer of the joining leg goes to the one that stays, and its answer back in the ACK.</summary>
    /// <param name="endOtherwise">Ends the joining leg when it comes to nothing: it is in no other call.</param>
    internal async Task<int> ExchangeAsync(CallTransfer transfer, InviteSession joins, SipResponse offer, Action? joined, bool endOtherwise = false)
    {
        var stays = transfer.Stays;
        var waits = !await BeginOfferAsync().ConfigureAwait(false);
        SipResponse? answer = null;
        try
        {
            answer = waits ? null : await AskAsync(stays, offer.Body, offer.ContentType, transfer.Introducing).ConfigureAwait(false);
        }
        finally
        {
            // Acknowledged in any case; without an answer there is no media, and the leg is ended.
            joins.Ack(offer.CSeq.Number, answer is { IsSuccess: true } ? answer.Body : default, answer?.ContentType);
            if (!waits) EndOffer();
        }
        if (answer is not { IsSuccess: true })
        {
            if (endOtherwise) AddFarewell(joins.ByeAsync());
            return answer is null ? 491 : Passing.ForOtherSide(answer);
        }
        stays.Ack(answer.CSeq.Number);
        joined?.Invoke();
        Exchange(transfer.Asker, joins);
        return 200;
    }

    /// <summary>Puts one leg in the place of another.</summary>
    private void Exchange(InviteSession leaves, InviteSession joins)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_first, leaves)) _first = joins; else _second = joins;
            Adopt(joins);
        }
        joins.RequestReceived = request => PassAsync(request, joins);
        if (_over) AddFarewell(joins.ByeAsync());
        if (joins.Ended.IsCompleted) OnLegEnded(joins, joins.Ended.Result);
    }

    /// <summary>
    /// An INVITE with Replaces (RFC 3891): its sender takes the place of a leg, as <see cref="SipEndpoint.FindReplaced(SipRequest)"/> found it, and that leg is ended. How an attended
    /// transfer ends where the telephones carry it out, and how a call is picked up. The INVITE is answered here: 200, 481 when there is nobody to talk to, 491 while an offer is under way, or what
    /// the other side says to the offer. A leg that still rings is picked up, where <see cref="PickingUp"/> allows it.
    /// </summary>
    /// <param name="taking">Called when nothing can fail any more, before the sender takes the place.</param>
    /// <returns>True when it has taken the place.</returns>
    public async Task<bool> ReplaceAsync(InviteSession replaced, InviteUasSession by, Action? taking = null)
    {
        if (replaced is InviteUacSession { IsEstablished: false } rings) return await PickUpAsync(rings, by, taking).ConfigureAwait(false);
        if (Other(replaced) is not { IsEstablished: true } stays)
        {
            by.Reject(481);
            return false;
        }
        if (!BeginLeaving(replaced))
        {
            by.Reject(491);
            return false;
        }
        var mayOffer = await BeginOfferAsync().ConfigureAwait(false);
        try
        {
            if (!mayOffer)
            {
                by.Reject(491);
                return false;
            }
            var invite = by.Invite;
            var said = await AskAsync(stays, invite.Body, invite.ContentType).ConfigureAwait(false);
            if (!said.IsSuccess)
            {
                by.Reject(Passing.ForOtherSide(said));
                return false;
            }
            if (!invite.Body.IsEmpty) stays.Ack(said.CSeq.Number);
            var acknowledged = by.AnswerAsync(said.Body, said.ContentType, answer => Passing.CopyBodyHeaders(said, answer));
            taking?.Invoke();
            Exchange(replaced, by);
            AddFarewell(replaced.ByeAsync());
            if (invite.Body.IsEmpty)
            {
                var ack = await acknowledged.ConfigureAwait(false);
                stays.Ack(said.CSeq.Number, ack?.Body ?? default, ack?.ContentType);
            }
            return true;
        }
        finally
        {
            if (mayOffer) EndOffer();
            EndLeaving(replaced);
        }
    }

    /// <summary>This leg talks in another call from now on.</summary>
    private void GiveUp(InviteSession leg)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_second, leg)) _second = null;
            else if (_second is not null) (_first, _second) = (_second, null);
        }
    }

    /// <summary>A re-INVITE of our own. Answered 491, it is tried again after the random time of RFC 3261 §14.1: the owner of the Call-ID waits longer.</summary>
    private static async Task<SipResponse> AskAsync(InviteSession leg, ReadOnlyMemory<byte> offer, string? contentType, Action<InviteSession, SipRequest>? complete = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await leg.ReinviteAsync(offer, contentType, invite => complete?.Invoke(leg, invite)).ConfigureAwait(false);
            if (answer.StatusCode != 491 || attempt == OfferAttempts) return answer;
            var tens = leg is InviteUacSession ? RandomNumberGenerator.GetInt32(210, 401) : RandomNumberGenerator.GetInt32(0, 201);
            await Task.Delay(TimeSpan.FromMilliseconds(10 * tens), leg.Endpoint.Time).ConfigureAwait(false);
        }
    }
}
