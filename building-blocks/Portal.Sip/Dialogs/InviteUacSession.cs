using Portal.Sip.Authentication;

namespace Portal.Sip;

/// <summary>
/// A leg we ring: we are the UAC of the INVITE. Set the callbacks, then <see cref="Start"/>. On a 2xx the user acknowledges (<see cref="Ack"/>), because the
/// ACK may have to carry the answer from the other leg.
/// </summary>
public sealed partial class InviteUacSession : InviteSession
{
    private readonly TaskCompletionSource<SipResponse> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // A fork that rings more telephones than this is not followed into all of them.
    private const int MostEarly = 32;

    private readonly Dictionary<string, SipDialog> _early = [];
    private StrayAnswers? _strays;
    private readonly DigestAttempt? _attempt;
    private SipFlow _flow;
    private InviteClientTransaction? _transaction;
    private string? _cancelReason;
    private bool _cancelled;

    internal InviteUacSession(SipEndpoint endpoint, SipRequest invite, IReadOnlyList<SipFlow> targets, string? contactUser, SessionTimerOptions? timer, DigestCredentials? credentials)
        : base(endpoint, endpoint.ContactFor(targets[0], contactUser), timer)
    {
        Invite = invite;
        Credentials = credentials;
        _flow = targets[0];
        _targets = targets;
        _contactUser = contactUser;
        _attempt = credentials?.Begin();
        _attempt?.Authorize(invite);
        _ownContact = !invite.Headers.Contains(SipHeaderName.Contact);
        if (_ownContact) invite.Headers.Add(SipHeaderName.Contact, ContactOctets);
        if (!invite.Headers.Contains(SipHeaderName.Allow)) invite.Headers.Add(SipHeaderName.Allow, endpoint.AllowOctets);
        OfferTimer(invite.Headers);
        LastBody = (invite.Body, invite.ContentType);
    }

    /// <summary>The INVITE as sent last (a second one after a challenge, or to the next server).</summary>
    public SipRequest Invite { get; private set; }

    public override string CallId => Invite.CallId;

    /// <summary>Gets every provisional response but 100. Set before <see cref="Start"/>.</summary>
    public Func<SipResponse, Task>? ProvisionalReceived { get; set; }

    /// <summary>
    /// The final response; never faults. A 408 when nobody answered at all, a 503 when nothing could be sent, a 487 after <see cref="Cancel"/> even where the
    /// 200 crossed it (that call is acknowledged and ended here).
    /// </summary>
    public Task<SipResponse> Final => _final.Task;

    /// <summary>
    /// The early dialogs (RFC 3261 §12.1.2): more than one where a proxy behind the peer forked the INVITE. Requests in one of them (UPDATE, RFC 3311) come from its
    /// <see cref="SipDialog.CreateRequest"/> and are sent by <see cref="InviteSession.SendAsync"/>. Empty after the final answer.
    /// </summary>
    public IReadOnlyList<SipDialog> EarlyDialogs { get { lock (Gate) return [.. _early.Values]; } }

    /// <summary>Told of the final response at once, on the receiving thread.</summary>
    internal Action<InviteUacSession, SipResponse>? FinalReceived { get; set; }

    /// <summary>Told of every provisional response but 100 at once, on the receiving thread.</summary>
    internal Action<SipResponse>? ProvisionalTold { get; set; }

    private void Complete(SipResponse final)
    {
        if (!_final.TrySetResult(final)) return;
        FinalReceived?.Invoke(this, final);
        FinalReceived = null;
        ProvisionalReceived = null;
        ProvisionalTold = null;
    }

    private protected override SipDialog? DialogWith(string? remoteTag)
    {
        lock (Gate) return remoteTag is not null && _early.TryGetValue(remoteTag, out var early) ? early : Dialog;
    }

    /// <summary>Sends the INVITE.</summary>
    public void Start()
    {
        var transaction = (InviteClientTransaction)Endpoint.CreateClientTransaction(Invite, _flow);
        transaction.ResponseReceived = response => OnResponse(transaction, response);
        bool cancelled;
        lock (Gate)
        {
            _transaction = transaction;
            cancelled = _cancelled;
        }
        if (cancelled)
        {
            Endpoint.Forget(transaction);
            Conclude(SipResponse.CreateLocal(Invite, 487));
            return;
        }
        WatchTarget();
        transaction.Start();
    }

    /// <summary>Gives up before the answer; harmless after it. The outcome still comes through <see cref="Final"/>: before <see cref="Start"/> a local 487 at once.</summary>
    /// <param name="reason">A Reason header, such as <c>SIP;cause=200;text="Call completed elsewhere"</c> (RFC 3326).</param>
    public void Cancel(string? reason = null)
    {
        InviteClientTransaction? transaction;
        lock (Gate)
        {
            if (_cancelled || _final.Task.IsCompleted) return;
            _cancelled = true;
            _cancelReason = reason;
            transaction = _transaction;
        }
        if (transaction is null) Conclude(SipResponse.CreateLocal(Invite, 487));
        else transaction.Cancel(reason);
    }

    /// <summary>Acknowledges the 2xx of the first INVITE.</summary>
    public void Ack(ReadOnlyMemory<byte> body = default, string? contentType = null) => Ack(Invite.CSeq.Number, body, contentType);

    private protected override SipRequest? AcknowledgedInvite(uint cseq) => Invite.CSeq.Number == cseq ? Invite : base.AcknowledgedInvite(cseq);

    private void OnResponse(InviteClientTransaction transaction, SipResponse response)
    {
        if (IsLeftBehind(transaction))
        {
            OnLateResponse(transaction, response);
            return;
        }
        if (_tryTimer is not null) Endpoint.Wheel.Stop(_tryTimer);
        if (response.IsProvisional) OnProvisional(transaction, response);
        else if (response.IsSuccess) OnSuccess(transaction, response);
        else if (!TryAuthenticate(response) && !TryNextTarget(transaction, response)) Conclude(response);
    }

    private void OnProvisional(InviteClientTransaction transaction, SipResponse response)
    {
        if (response.StatusCode == 100 || _final.Task.IsCompleted) return;
        SipDialog? early = null;
        if (response.To.Tag is { } tag)
        {
            SipDialog? made = null;
            lock (Gate)
            {
                if (!_early.TryGetValue(tag, out early) && _early.Count < MostEarly)
                {
                    early = made = SipDialog.CreateUac(Invite, response, LocalContact, transaction.Flow);
                    _early.Add(tag, made);
                    Dialog ??= made;
                }
            }
            if (made is not null) Endpoint.AddDialog(made.Id, this);
        }
        if (!Confirm(response, early)) return;
        // RFC 6228: this branch of the fork is over; the others ring on.
        if (response.StatusCode == 199 && early is not null) Drop(early);
        ProvisionalTold?.Invoke(response);
        if (ProvisionalReceived is { } tell) Tell(tell, response);
    }

    private void Tell(Func<SipResponse, Task> user, SipResponse response) => Post(() => user(response));

    private void Drop(SipDialog early)
    {
        lock (Gate)
        {
            _early.Remove(early.Id.RemoteTag);
            if (ReferenceEquals(Dialog, early)) Dialog = _early.Values.FirstOrDefault();
        }
        Endpoint.RemoveDialog(early.Id);
    }

    private void OnSuccess(InviteClientTransaction transaction, SipResponse response)
    {
        var tag = response.To.Tag ?? "";
        SipDialog? confirmed = null;
        bool cancelled;
        lock (Gate)
        {
            cancelled = _cancelled;
            if (!_final.Task.IsCompleted && Dialog is not { State: SipDialogState.Confirmed })
            {
                confirmed = _early.Remove(tag, out var early) ? early : SipDialog.CreateUac(Invite, response, LocalContact, transaction.Flow);
                confirmed.Confirm(response);
                Dialog = confirmed;
            }
        }
        if (confirmed is null)
        {
            // §13.2.2.4: a repeat is acknowledged again; another branch of a fork is taken and ended.
            if (tag == Dialog?.Id.RemoteTag) RepeatAck(response); else EndStray(Invite, response, transaction.Flow);
            return;
        }
        Endpoint.AddDialog(confirmed.Id, this);
        ForgetEarly();
        if (cancelled)
        {
            Ack();
            _ = ByeCore(new SessionEnd(SessionEndCause.NotEstablished, StatusCode: 487), _cancelReason);
            Complete(SipResponse.CreateLocal(Invite, 487));
            return;
        }
        TakeTimer(response);
        Complete(response);
    }

    private void EndStray(SipRequest invite, SipResponse response, SipFlow flow)
    {
        StrayAnswers strays;
        lock (Gate) strays = _strays ??= new StrayAnswers(Endpoint, LocalContact);
        strays.End(invite, response, flow);
    }

    /// <summary>The transaction goes on taking 2xx for half a minute (timer M): it must know what to do with another branch's, and need not hold the session for it.</summary>
    private protected override void OnFinished()
    {
        InviteClientTransaction? transaction;
        StrayAnswers? strays;
        lock (Gate)
        {
            transaction = _transaction;
            strays = _strays;
        }
        if (transaction is not { State: SipTransactionState.Accepted } || Dialog?.Id.RemoteTag is not { } own) return;
        if (strays is null)
        {
            Endpoint.Retire(transaction, own);
            return;
        }
        transaction.ResponseReceived = response =>
        {
            if (response.IsSuccess && response.To.Tag != own) strays.End(transaction.Request, response, transaction.Flow);
        };
    }

    /// <summary>Answers a challenge where there are credentials (RFC 3261 §22.2): the failure is acknowledged already, the INVITE goes out again with the next CSeq.</summary>
    private bool TryAuthenticate(SipResponse response)
    {
        if (_attempt is null || _cancelled || response.StatusCode is not (401 or 407)) return false;
        var next = Invite.Clone();
        if (!_attempt.TryAnswer(next, response)) return false;
        next.Headers[SipHeaderName.CSeq] = new CSeq(Invite.CSeq.Number + 1, SipMethod.Invite).ToString();
        Restart(next);
        return true;
    }

    private void Restart(SipRequest next)
    {
        next.Headers.Remove(SipHeaderName.Via);
        Invite = next;
        ForgetEarly();
        Start();
    }

    private void Conclude(SipResponse response)
    {
        ForgetEarly();
        Finish(new SessionEnd(SessionEndCause.NotEstablished, StatusCode: response.StatusCode));
        Complete(response);
    }

    private void ForgetEarly()
    {
        List<SipDialog> early;
        lock (Gate)
        {
            early = [.. _early.Values];
            _early.Clear();
            if (Dialog is { State: SipDialogState.Early }) Dialog = null;
        }
        foreach (var dialog in early) Endpoint.RemoveDialog(dialog.Id);
    }
}
