namespace Portal.Sip;

/// <summary>Requests of ours inside the dialog, challenges answered where there are credentials (RFC 3261 §22.2).</summary>
public abstract partial class InviteSession
{
    private SipRequest? _lastReinvite;

    private protected async Task<SipResponse> SendInDialogAsync(SipDialog dialog, SipRequest request)
    {
        var attempt = Credentials?.Begin();
        attempt?.Authorize(request);
        while (true)
        {
            var response = await SendOnceAsync(dialog, request).ConfigureAwait(false);
            if (attempt is null || response.StatusCode is not (401 or 407)) return response;
            var again = request.Clone();
            again.Headers.Remove(SipHeaderName.Via);
            if (!attempt.TryAnswer(again, response)) return response;
            again.Headers[SipHeaderName.CSeq] = new CSeq(dialog.NextCSeq(), request.Method).ToString();
            request = again;
        }
    }

    private Task<SipResponse> SendOnceAsync(SipDialog dialog, SipRequest request)
    {
        if (!request.IsInvite) return Endpoint.SendRequest(request, dialog.Flow).Final;
        lock (Gate) _lastReinvite = request;
        var transaction = Endpoint.CreateClientTransaction(request, dialog.Flow);
        var first = true;
        transaction.ResponseReceived = response =>
        {
            if (!response.IsSuccess) return;
            if (first) first = false; else RepeatAck(response);
        };
        transaction.Start();
        return transaction.Final;
    }

    /// <summary>The INVITE of ours with this sequence number, for its credentials.</summary>
    private protected virtual SipRequest? AcknowledgedInvite(uint cseq) => _lastReinvite is { } invite && invite.CSeq.Number == cseq ? invite : null;
}
