using Portal.Sip.Transfer;

namespace Portal.Sip.Interop.Tests;

/// <summary>Two legs that hear each other: what one asks, the other is asked; a REFER changes who they are.</summary>
internal sealed class JoinedCall
{
    private readonly Calling _calls;
    private readonly Lock _gate = new();
    private InviteSession _one, _other;
    private bool _dissolved;

    public JoinedCall(Calling calls, InviteSession one, InviteSession other)
    {
        (_calls, _one, _other) = (calls, one, other);
        Attach(one);
        Attach(other);
    }

    private void Attach(InviteSession leg)
    {
        _calls.Joined[leg] = this;
        leg.RequestReceived = request => OnRequestAsync(request, leg);
    }

    private InviteSession PeerOf(InviteSession leg)
    {
        lock (_gate) return ReferenceEquals(leg, _one) ? _other : _one;
    }

    /// <summary>Ends both legs when one of them has ended, whoever they are by then.</summary>
    public async Task LastAsync()
    {
        while (true)
        {
            InviteSession one, other;
            lock (_gate) (one, other) = (_one, _other);
            await Task.WhenAny(one.Ended, other.Ended);
            lock (_gate)
            {
                if (_dissolved) return;
                if (!ReferenceEquals(one, _one) || !ReferenceEquals(other, _other)) continue;
            }
            await Task.WhenAll(one.ByeAsync(), other.ByeAsync());
            _calls.Joined.TryRemove(one, out _);
            _calls.Joined.TryRemove(other, out _);
            return;
        }
    }

    private Task OnRequestAsync(SipServerTransaction transaction, InviteSession from) =>
        transaction is InviteServerTransaction reinvite ? ReinviteAsync(reinvite, from, PeerOf(from))
        : transaction.Request.Method == SipMethod.Refer ? TransferAsync(transaction, from)
        : RelayAsync(transaction, PeerOf(from));

    private static async Task ReinviteAsync(InviteServerTransaction reinvite, InviteSession from, InviteSession to)
    {
        var answer = await to.ReinviteAsync(reinvite.Request.Body, reinvite.Request.ContentType);
        if (!answer.IsSuccess)
        {
            reinvite.Respond(answer.StatusCode, answer.Reason);
            return;
        }
        var ok = reinvite.CreateResponse(answer.StatusCode, answer.Reason);
        ok.SetBody(answer.Body, answer.ContentType);
        if (!reinvite.Request.Body.IsEmpty) to.Ack(answer.CSeq.Number);
        var ack = await from.AcceptAsync(reinvite, ok);
        to.Ack(answer.CSeq.Number, ack?.Body ?? default, ack?.ContentType);
    }

    private static async Task RelayAsync(SipServerTransaction transaction, InviteSession to)
    {
        var request = to.CreateRequest(transaction.Request.Method);
        request.SetBody(transaction.Request.Body, transaction.Request.ContentType);
        var response = await to.SendAsync(request);
        var reply = transaction.CreateResponse(response.StatusCode, response.Reason);
        reply.SetBody(response.Body, response.ContentType);
        transaction.Respond(reply);
    }

    private async Task TransferAsync(SipServerTransaction transaction, InviteSession from)
    {
        if (IncomingReferral.Accept(from, transaction) is not { } referral) return;
        var staying = PeerOf(from);
        var status = referral.Replaces is { } replaces ? await TakeOverAsync(replaces, from, staying) : await PutThroughAsync(referral, from, staying);
        referral.Report(status);
        if (status == 200) await from.ByeAsync();
    }

    /// <summary>Blind: the new leg is asked for an offer, which the staying one answers.</summary>
    private async Task<int> PutThroughAsync(IncomingReferral referral, InviteSession from, InviteSession staying)
    {
        if (_calls.Leg(referral.Target.Uri.User ?? "", staying.Dialog!.Remote, default, null) is not { } leg) return 404;
        leg.ProvisionalReceived = response =>
        {
            referral.Report(response.StatusCode, response.Reason);
            return Task.CompletedTask;
        };
        leg.Start();
        var offer = await leg.Final;
        if (!offer.IsSuccess) return offer.StatusCode;
        var answer = await staying.ReinviteAsync(offer.Body, offer.ContentType);
        leg.Ack(answer.IsSuccess ? answer.Body : default, answer.ContentType);
        if (!answer.IsSuccess) return answer.StatusCode;
        staying.Ack(answer.CSeq.Number);
        Replace(from, leg);
        return 200;
    }

    /// <summary>Attended: Replaces names another call of ours; that call's other leg and the staying one are joined, and both legs of the transferring phone end.</summary>
    private async Task<int> TakeOverAsync(Replaces replaces, InviteSession from, InviteSession staying)
    {
        var search = new SipRequest(SipMethod.Invite, from.LocalContact);
        search.Headers.Add(SipHeaderName.Replaces, replaces.ToString());
        if (from.Endpoint.FindReplaced(search) is not ({ } replaced, 0) || !_calls.Joined.TryGetValue(replaced, out var other)) return 481;
        var found = other.PeerOf(replaced);
        var offer = await found.ReinviteAsync(default, null);
        if (!offer.IsSuccess) return offer.StatusCode;
        var answer = await staying.ReinviteAsync(offer.Body, offer.ContentType);
        found.Ack(offer.CSeq.Number, answer.Body, answer.ContentType);
        if (!answer.IsSuccess) return answer.StatusCode;
        staying.Ack(answer.CSeq.Number);
        other.Dissolve();
        Replace(from, found);
        await replaced.ByeAsync();
        return 200;
    }

    private void Dissolve()
    {
        lock (_gate) _dissolved = true;
    }

    private void Replace(InviteSession leaving, InviteSession coming)
    {
        Attach(coming);
        lock (_gate)
        {
            if (ReferenceEquals(_one, leaving)) _one = coming; else _other = coming;
        }
        _calls.Joined.TryRemove(leaving, out _);
    }
}
