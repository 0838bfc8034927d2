namespace Portal.Sip;

/// <summary>An INVITE sent: the INVITE client machine (RFC 3261 §17.1.1 with RFC 6026). Failures are acknowledged here; a 2xx is the dialog's to acknowledge.</summary>
public sealed class InviteClientTransaction : SipClientTransaction
{
    private readonly Action<SipRequest, SipFlow> _sendCancel;
    private WheelTimer? _cancelTimeout;
    private ReadOnlyMemory<byte> _ack;
    private SipRequest? _pendingCancel;
    private bool _cancelled;

    internal InviteClientTransaction(ITransactionHost host, TransactionKey key, SipRequest request, SipFlow flow, Action<SipRequest, SipFlow> sendCancel)
        : base(host, key, request, flow) => _sendCancel = sendCancel;

    /// <summary>
    /// Gives up (RFC 3261 §9.1). The CANCEL waits for the first provisional response; the final response (487, or a 2xx that crossed it) still comes,
    /// or after 64*T1 a local 408. No effect after a final response.
    /// </summary>
    /// <param name="reason">A Reason header, such as <c>SIP;cause=200;text="Call completed elsewhere"</c> (RFC 3326).</param>
    public void Cancel(string? reason = null)
    {
        SipRequest? send = null;
        lock (Gate)
        {
            if (_cancelled || State is not (SipTransactionState.Calling or SipTransactionState.Proceeding)) return;
            _cancelled = true;
            var cancel = SameTransaction(SipMethod.Cancel, Request.To.ToString());
            if (reason is not null) cancel.Headers.Add(SipHeaderName.Reason, reason);
            if (State == SipTransactionState.Proceeding) send = cancel; else _pendingCancel = cancel;
        }
        if (send is not null) DoCancel(send);
    }

    /// <summary>The session is over and keeps nothing but the INVITE for what is left of timer M. False when it is not in Accepted.</summary>
    internal bool Retire()
    {
        lock (Gate)
        {
            if (State != SipTransactionState.Accepted) return false;
            State = SipTransactionState.Terminated;
            StopTimeout();
            return true;
        }
    }

    private void StopCancelTimeout()
    {
        if (_cancelTimeout is not null) Host.Wheel.Stop(_cancelTimeout);
    }

    private void DoCancel(SipRequest cancel)
    {
        Host.Wheel.Start(_cancelTimeout ??= new WheelTimer(() => Finish(408)), Timers.Timeout);
        _sendCancel(cancel, Flow);
    }

    private protected override bool Accept(SipResponse response)
    {
        switch (State)
        {
            case SipTransactionState.Calling or SipTransactionState.Proceeding when response.IsProvisional:
                var first = State == SipTransactionState.Calling;
                State = SipTransactionState.Proceeding;
                StopRepeat();
                Octets = default;
                // Timer B runs in Calling only: a phone may ring as long as its user lets it.
                if (first) StartTimeout(TimeSpan.FromDays(1));
                if (_pendingCancel is { } cancel)
                {
                    _pendingCancel = null;
                    DoCancel(cancel);
                }
                return true;

            case SipTransactionState.Calling or SipTransactionState.Proceeding when response.IsSuccess:
                StopRepeat();
                Octets = default;
                StopCancelTimeout();
                State = SipTransactionState.Accepted;
                StartTimeout(Timers.Timeout); // timer M
                return true;

            case SipTransactionState.Accepted when response.IsSuccess:
                return true; // a repeat, or another branch of a fork: the user tells them apart by the To tag

            case SipTransactionState.Calling or SipTransactionState.Proceeding:
                StopCancelTimeout();
                var ack = SameTransaction(SipMethod.Ack, response.Headers[SipHeaderName.To] ?? "");
                _ack = ack.ToBytes();
                Send(_ack);
                Linger(SipTransactionState.Completed, Timers.D);
                return true;

            case SipTransactionState.Completed when response.IsFinal && !response.IsSuccess:
                Host.CountRetransmission();
                Send(_ack);
                return false;

            default:
                return false;
        }
    }

    /// <summary>ACK and CANCEL of this transaction: same Request-URI, topmost Via, From, Call-ID, CSeq number and Route (§9.1, §17.1.1.3).</summary>
    private SipRequest SameTransaction(string method, string to)
    {
        var request = new SipRequest(method, Request.Uri);
        request.Headers
            .Add(SipHeaderName.Via, Request.TopVia!.ToString())
            .Add(SipHeaderName.MaxForwards, "70")
            .CopyFrom(Request.Headers, SipHeaderName.Route)
            .CopyFrom(Request.Headers, SipHeaderName.From)
            .Add(SipHeaderName.To, to)
            .CopyFrom(Request.Headers, SipHeaderName.CallId)
            .Add(SipHeaderName.CSeq, new CSeq(Request.CSeq.Number, method).ToString());
        return request;
    }

    private protected override void Repeat()
    {
        lock (Gate)
        {
            if (State != SipTransactionState.Calling) return;
            Host.CountRetransmission();
            Send(Octets);
            StartRepeat(Interval * 2); // timer A has no upper bound but timer B
        }
    }
}
