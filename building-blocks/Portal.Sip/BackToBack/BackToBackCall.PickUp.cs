using System.Net;
using System.Text;
using Portal.Sip.Sdp;

namespace Portal.Sip.BackToBack;

/// <summary>An INVITE with Replaces that names a leg that rings (RFC 3891 §3): we placed it, so its early dialog may be taken the place of.</summary>
public sealed partial class BackToBackCall
{
    // Where media goes that nobody is to hear yet.
    private const int DiscardPort = 9;

    private bool _picking;
    private bool _pickedUp;

    /// <summary>
    /// Says who may pick the call up while it rings, by an INVITE with Replaces that names one of the ringing legs (the lamps' dialog-info tells it, RFC 4235): the caller of that INVITE, authenticated
    /// and admitted to this telephone's calls. Null, the default: nobody; 403. See <see cref="ReplaceAsync"/>.
    /// </summary>
    public Func<InviteUasSession, bool>? PickingUp { get; set; }

    /// <summary>
    /// The telephones ring on until the picker and the caller have agreed on media, so that what fails costs nobody the call. Refusals: 403 not allowed, 481 rings no more, 491 another is picking it up,
    /// 488 no offer on either side, an offer that can't be read, or a caller who hears one of the telephones already.
    /// </summary>
    private async Task<bool> PickUpAsync(InviteUacSession rings, InviteUasSession by, Action? taking)
    {
        if (PickingUp is not { } may || !may(by)) return Refused(by, 403);
        Ringing? ringing;
        bool first;
        lock (_gate)
        {
            ringing = !_over && _ringing is { } current && current.Has(rings) ? current : null;
            first = ringing is not null && !_picking;
            if (first) _picking = true;
        }
        if (ringing is null || !first) return Refused(by, ringing is null ? 481 : 491);
        try
        {
            if (ringing.GaveMedia) return Refused(by, 488);
            return Caller.Invite.Body.IsEmpty ? await OfferToCallerAsync(ringing, by, taking).ConfigureAwait(false) : await OfferToPickerAsync(ringing, by, taking).ConfigureAwait(false);
        }
        // It hung up meanwhile; the telephones ring on.
        catch (InvalidOperationException) when (by.Ended.IsCompleted)
        {
            return false;
        }
        finally
        {
            lock (_gate) _picking = false;
        }
    }

    /// <summary>The caller's offer is answered by the picker: in its ACK, or, where it came with an offer of its own, held first and then asked (RFC 3725 §4.1).</summary>
    private async Task<bool> OfferToPickerAsync(Ringing ringing, InviteUasSession by, Action? taking)
    {
        var offer = Caller.Invite;
        SipMessage answer;
        if (by.Invite.Body.IsEmpty)
        {
            if (await by.AnswerAsync(offer.Body, offer.ContentType, ok => Passing.CopyBodyHeaders(offer, ok)).ConfigureAwait(false) is not { } ack) return false;
            answer = ack;
        }
        else
        {
            if (Held(by.Invite) is not { } held) return Refused(by, 488);
            if (await by.AnswerAsync(held, "application/sdp").ConfigureAwait(false) is null) return false;
            var said = await AskAsync(by, offer.Body, offer.ContentType).ConfigureAwait(false);
            if (said.IsSuccess) by.Ack(said.CSeq.Number);
            answer = said;
        }
        var agreed = !answer.Body.IsEmpty && answer is not SipResponse { IsSuccess: false } && !by.Ended.IsCompleted;
        if (!agreed || !Take(ringing, by, taking))
        {
            AddFarewell(by.ByeAsync(agreed ? Ringing.Elsewhere : null));
            return false;
        }
        _ = Caller.AnswerAsync(answer.Body, answer.ContentType, ok => Passing.CopyBodyHeaders(answer, ok));
        return true;
    }

    /// <summary>The caller came without an offer: it gets the picker's, and answers in its ACK.</summary>
    private async Task<bool> OfferToCallerAsync(Ringing ringing, InviteUasSession by, Action? taking)
    {
        var offer = by.Invite;
        if (offer.Body.IsEmpty) return Refused(by, 488);
        if (by.Ended.IsCompleted || !Take(ringing, by, taking)) return Refused(by, 481);
        if (await Caller.AnswerAsync(offer.Body, offer.ContentType, ok => Passing.CopyBodyHeaders(offer, ok)).ConfigureAwait(false) is not { } ack) return Refused(by, 480);
        _ = by.AnswerAsync(ack.Body, ack.ContentType, ok => Passing.CopyBodyHeaders(ack, ok));
        return true;
    }

    /// <summary>Ends the ringing and puts the picker where the telephone that answers would be. False when one has, or the caller has gone.</summary>
    private bool Take(Ringing ringing, InviteUasSession by, Action? taking)
    {
        if (!ringing.Claim()) return false;
        taking?.Invoke();
        bool over;
        lock (_gate)
        {
            over = _over;
            _pickedUp = true;
            _second = by;
        }
        Adopt(by);
        by.RequestReceived = request => PassAsync(request, by);
        ringing.PickedUp();
        // Either may have ended while it was nobody's leg.
        if (by.Ended.IsCompleted) OnLegEnded(by, by.Ended.Result);
        return !over;
    }

    /// <summary>Every stream of the offer answered with silence both ways, so that the caller's may be offered next; null when there is none that can be.</summary>
    private static ReadOnlyMemory<byte>? Held(SipRequest invite)
    {
        if (!SdpSession.TryParse(invite.Body.Span, out var offer)) return null;
        var streams = offer!.Media.Where(medium => medium.Port != 0)
            .Select(medium => new SdpStream { Kind = medium.Kind, Port = DiscardPort, Codecs = medium.Codecs, Direction = SdpDirection.Inactive });
        var answer = new SdpNegotiation(invite.Source?.Local?.Address ?? IPAddress.Any).Answer(offer, [.. streams]);
        return answer.IsRefusal ? null : Encoding.UTF8.GetBytes(answer.Description.ToString());
    }

    private static bool Refused(InviteUasSession by, int status)
    {
        by.Reject(status);
        return false;
    }
}
