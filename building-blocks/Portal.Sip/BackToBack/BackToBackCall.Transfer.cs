using System.Security.Cryptography;
using Portal.Sip.Transfer;

namespace Portal.Sip.BackToBack;

/// <summary>Transfers (RFC 5589) carried out here, so that the telephone that stays need not know REFER: third-party call control of RFC 3725 §4.1.</summary>
public sealed partial class BackToBackCall
{
    private const int OfferAttempts = 4;

    /// <summary>
    /// Takes transfers. Gives the leg to the new party, not started and with an INVITE without a body (its offer is asked for); null refuses (the asker is told 403).
    /// Not asked for an attended transfer whose Replaces names another call of ours: the two are then joined. Null, the default, answers REFER 501.
    /// </summary>
    public Func<IncomingReferral, InviteUacSession?>? Transferring { get; set; }

    private async Task ReferAsync(SipServerTransaction transaction, InviteSession from)
    {
        if (Transferring is not { } target || Other(from) is not { IsEstablished: true } stays || !from.IsEstablished)
        {
            transaction.Respond(501);
            return;
        }
        lock (_gate)
        {
            if (_leaving is null) _leaving = from;
            else transaction.Respond(491);
        }
        if (transaction.FinalResponse is not null) return;
        try
        {
            if (IncomingReferral.Accept(from, transaction) is { } referral) await CarryOutAsync(referral, from, stays, target).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _leaving = null;
            // It hung up meanwhile, as many telephones do as soon as they have asked; without a transfer that is the end after all.
            if (from.Ended.IsCompleted) OnLegEnded(from, from.Ended.Result);
        }
    }

    private async Task CarryOutAsync(IncomingReferral referral, InviteSession from, InviteSession stays, Func<IncomingReferral, InviteUacSession?> target)
    {
        var status = referral.Replaces is { } replaces && from.Endpoint.FindReplaced(replaces) is { Session: { Call: { } other } consulted } && !ReferenceEquals(other, this)
            ? await JoinAsync(from, stays, other, consulted).ConfigureAwait(false)
            : target(referral) is { } leg ? await CallInsteadAsync(referral, from, stays, leg).ConfigureAwait(false) : 403;
        referral.Report(status);
        if (status is < 200 or >= 300) return;
        // It is told before it is hung up on, or it would take the BYE for the end of the whole call.
        await referral.Delivered.ConfigureAwait(false);
        await from.ByeAsync().ConfigureAwait(false);
    }

    /// <summary>Blind: the new party is rung, and answers with an offer for the one that stays.</summary>
    private async Task<int> CallInsteadAsync(IncomingReferral referral, InviteSession leaves, InviteSession stays, InviteUacSession leg)
    {
        leg.ProvisionalReceived = response =>
        {
            referral.Report(response.StatusCode);
            return Task.CompletedTask;
        };
        // Nobody is left to talk to the new party when the one that stays hangs up meanwhile.
        _ = stays.Ended.ContinueWith((_, ringing) => ((InviteUacSession)ringing!).Cancel(), leg, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        leg.Start();
        var offer = await leg.Final.ConfigureAwait(false);
        if (!offer.IsSuccess) return offer.StatusCode;
        return await ExchangeAsync(leaves, stays, leg, offer).ConfigureAwait(false);
    }

    /// <summary>Attended: the leg of the other call that is not the asker's is joined with the one that stays, and that call is over.</summary>
    private async Task<int> JoinAsync(InviteSession leaves, InviteSession stays, BackToBackCall other, InviteSession consulted)
    {
        if (other.Other(consulted) is not { IsEstablished: true } joins) return 481;
        if (!await other.BeginOfferAsync().ConfigureAwait(false)) return 491;
        try
        {
            var offer = await AskAsync(joins, default, null).ConfigureAwait(false);
            if (!offer.IsSuccess) return offer.StatusCode;
            var status = await ExchangeAsync(leaves, stays, joins, offer, () => other.GiveUp(joins)).ConfigureAwait(false);
            if (status == 200) other.End();
            return status;
        }
        finally
        {
            other.EndOffer();
        }
    }

    /// <summary>The offer of the joining leg goes to the one that stays, and its answer back in the ACK.</summary>
    private async Task<int> ExchangeAsync(InviteSession leaves, InviteSession stays, InviteSession joins, SipResponse offer, Action? taken = null)
    {
        var waits = !await BeginOfferAsync().ConfigureAwait(false);
        SipResponse? answer = null;
        try
        {
            answer = waits ? null : await AskAsync(stays, offer.Body, offer.ContentType).ConfigureAwait(false);
        }
        finally
        {
            // Acknowledged in any case; without an answer there is no media, and the leg is ended.
            joins.Ack(offer.CSeq.Number, answer is { IsSuccess: true } ? answer.Body : default, answer?.ContentType);
            if (!waits) EndOffer();
        }
        if (answer is not { IsSuccess: true })
        {
            if (taken is null) AddFarewell(joins.ByeAsync());
            return answer is null ? 491 : Passing.ForOtherSide(answer);
        }
        stays.Ack(answer.CSeq.Number);
        taken?.Invoke();
        Exchange(leaves, joins);
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
    /// the other side says to the offer.
    /// </summary>
    /// <returns>True when it has taken the place.</returns>
    public async Task<bool> ReplaceAsync(InviteSession replaced, InviteUasSession by)
    {
        if (Other(replaced) is not { IsEstablished: true } stays)
        {
            by.Reject(481);
            return false;
        }
        if (!await BeginOfferAsync().ConfigureAwait(false))
        {
            by.Reject(491);
            return false;
        }
        try
        {
            var invite = by.Invite;
            var said = await AskAsync(stays, invite.Body, invite.ContentType).ConfigureAwait(false);
            if (!said.IsSuccess)
            {
                by.Reject(Passing.ForOtherSide(said));
                return false;
            }
            if (!invite.Body.IsEmpty) stays.Ack(said.CSeq.Number);
            var acknowledged = by.AnswerAsync(said.Body, said.ContentType, answer => Passing.CopyBodyHeaders(said, answer));
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
            EndOffer();
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
    private static async Task<SipResponse> AskAsync(InviteSession leg, ReadOnlyMemory<byte> offer, string? contentType)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await leg.ReinviteAsync(offer, contentType).ConfigureAwait(false);
            if (answer.StatusCode != 491 || attempt == OfferAttempts) return answer;
            var tens = leg is InviteUacSession ? RandomNumberGenerator.GetInt32(210, 401) : RandomNumberGenerator.GetInt32(0, 201);
            await Task.Delay(TimeSpan.FromMilliseconds(10 * tens), leg.Endpoint.Time).ConfigureAwait(false);
        }
    }
}
