using Portal.Sip.Authentication;
using Portal.Sip.BackToBack;

namespace Portal.Sip;

/// <summary>Why a session ended.</summary>
public enum SessionEndCause
{
    /// <summary>Never answered: refused, cancelled, timed out.</summary>
    NotEstablished,
    LocalBye,
    RemoteBye,
    /// <summary>The ACK for our 2xx never came; a BYE was sent.</summary>
    AckMissing,
    /// <summary>The session timer ran out or a refresh failed (RFC 4028); a BYE was sent.</summary>
    Expired,
    /// <summary>A request inside the dialog was answered 481 or 408: the peer has lost the dialog (RFC 3261 §12.2.1.2).</summary>
    PeerLost,
}

/// <summary>How a session ended.</summary>
/// <param name="Bye">The BYE received, with its Reason header; null for other causes.</param>
/// <param name="StatusCode">The final status of a session never established; else 0.</param>
public sealed record SessionEnd(SessionEndCause Cause, SipRequest? Bye = null, int StatusCode = 0);

/// <summary>
/// One leg made by INVITE, as UAS (<see cref="InviteUasSession"/>) or UAC (<see cref="InviteUacSession"/>): its dialog, requests in both directions,
/// repeated 2xx and ACK, session timer, BYE. Bodies are passed as they are. Callbacks of one session
/// begin in order on the thread pool; one that waits does not hold up the next.
/// </summary>
public abstract partial class InviteSession : IDialogUser
{
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SerialExecutor _callbacks;

    private protected InviteSession(SipEndpoint endpoint, SipUri localContact, SessionTimerOptions? timer)
    {
        Endpoint = endpoint;
        LocalContact = localContact;
        TimerOptions = timer;
        _callbacks = new SerialExecutor(endpoint.ReportFailure);
        _sessionTimer = new WheelTimer(static self => ((InviteSession)self).OnSessionTimer(), this);
    }

    public SipEndpoint Endpoint { get; }

    /// <summary>The Contact this leg gives its peer.</summary>
    public SipUri LocalContact
    {
        get;
        private protected set
        {
            field = value;
            ContactOctets = SipHeaders.Encode($"<{value}>");
        }
    }

    /// <summary>The Contact header as it is written.</summary>
    private protected byte[] ContactOctets { get; private set; } = [];

    public abstract string CallId { get; }

    /// <summary>The dialog: null until a response with a To tag went or came; early until the 2xx.</summary>
    public SipDialog? Dialog { get; private protected set; }

    public bool IsEstablished => Dialog is { State: SipDialogState.Confirmed };

    /// <summary>
    /// Gets requests inside the dialog: re-INVITE (an <see cref="InviteServerTransaction"/>, to be answered with <see cref="AcceptAsync"/> or Respond),
    /// UPDATE with a body, INFO, REFER, NOTIFY, MESSAGE, …. BYE, a session refresh by empty UPDATE, and OPTIONS are answered by the session itself.
    /// Without it they are answered 501, and a re-INVITE 488.
    /// </summary>
    public Func<SipServerTransaction, Task>? RequestReceived { get; set; }

    /// <summary>Completes once when the session is over, for whatever reason; never faults.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    /// <summary>Our session timer wishes; null uses none and only obeys the peer's.</summary>
    public SessionTimerOptions? TimerOptions { get; }

    /// <summary>Answers challenges to our requests, inside the dialog too; null when they are left to the user.</summary>
    private protected DigestCredentials? Credentials { get; init; }

    /// <summary>Told at once when the session is over, on whatever thread ended it.</summary>
    internal Action<InviteSession, SessionEnd>? EndedWith { get; set; }

    /// <summary>The call that this leg is part of.</summary>
    internal BackToBackCall? Call { get; set; }

    private protected Lock Gate { get; } = new();

    /// <summary>A request inside the dialog, to be given headers or a body and sent by <see cref="SendAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no dialog (yet, or any more).</exception>
    public SipRequest CreateRequest(string method) => RequireDialog().CreateRequest(method);

    /// <summary>Sends a request other than INVITE inside the dialog and waits for its final response (408 and 503 when there was none).</summary>
    public async Task<SipResponse> SendAsync(SipRequest request)
    {
        var dialog = DialogWith(request.To.Tag) ?? RequireDialog();
        var response = await SendInDialogAsync(dialog, request).ConfigureAwait(false);
        dialog.Refresh(response);
        Judge(response);
        return response;
    }

    /// <summary>
    /// Sends a re-INVITE. On a 2xx call <see cref="Ack"/> with its CSeq number (and body, if the offer was in the 2xx); failures are acknowledged already.
    /// </summary>
    public async Task<SipResponse> ReinviteAsync(ReadOnlyMemory<byte> body, string? contentType, Action<SipRequest>? complete = null)
    {
        var request = CreateRequest(SipMethod.Invite);
        if (!body.IsEmpty) LastBody = (body, contentType);
        request.SetBody(body, contentType);
        OfferTimer(request.Headers);
        complete?.Invoke(request);
        return await SendInviteAsync(request).ConfigureAwait(false);
    }

    /// <summary>Acknowledges the 2xx to the INVITE with this sequence number; repeated when the 2xx is. A second call changes nothing.</summary>
    public void Ack(uint cseq, ReadOnlyMemory<byte> body = default, string? contentType = null)
    {
        var dialog = RequireDialog();
        SipRequest ack;
        lock (Gate)
        {
            if (_lastAck is { } last && last.CSeq.Number == cseq) return;
            ack = dialog.CreateAck(cseq);
            // §13.2.2.4: the credentials of the INVITE it acknowledges.
            if (AcknowledgedInvite(cseq) is { } invite) ack.Headers.CopyFrom(invite.Headers, SipHeaderName.Authorization).CopyFrom(invite.Headers, SipHeaderName.ProxyAuthorization);
            ack.SetBody(body, contentType);
            Endpoint.AddVia(ack, dialog.Flow);
            _lastAck = ack;
        }
        Endpoint.SendAck(ack, dialog.Flow);
    }

    /// <summary>
    /// Answers an INVITE (the first or a re-INVITE) with a 2xx, repeats it until acknowledged and returns the ACK with its body; null when none came within
    /// 64*T1 or the transaction had been answered already (cancelled).
    /// </summary>
    public Task<SipRequest?> AcceptAsync(InviteServerTransaction transaction, SipResponse success) => AcceptCore(transaction, success);

    /// <summary>Ends an established session by BYE; harmless when it has ended. Completes when the peer has answered or is given up on.</summary>
    /// <param name="reason">A Reason header (RFC 3326), such as <c>Q.850;cause=16</c>.</param>
    public Task ByeAsync(string? reason = null) => ByeCore(new SessionEnd(SessionEndCause.LocalBye), reason);

    private SipDialog RequireDialog() => Dialog ?? throw new InvalidOperationException("The session has no dialog yet.");
}
