namespace Portal.Sip;

/// <summary>An INVITE received: the INVITE server machine (RFC 3261 §17.2.1 with RFC 6026). Answers 100 by itself when nothing else was answered within 200 ms.</summary>
public sealed class InviteServerTransaction : SipServerTransaction
{
    private readonly WheelTimer _trying;
    private Action<SipRequest?>? _cancelled;
    private bool _wasCancelled;
    private SipRequest? _cancel;

    internal InviteServerTransaction(SipEndpoint? endpoint, ITransactionHost host, TransactionKey key, SipRequest request, SipFlow replyTo)
        : base(endpoint, host, key, request, replyTo)
    {
        State = SipTransactionState.Proceeding;
        _trying = new WheelTimer(static self => ((InviteServerTransaction)self).SendTrying(), this);
        host.Wheel.Start(_trying, Timers.Trying);
    }

    /// <summary>True once a CANCEL arrived in time. The library has answered it 200 and this request 487.</summary>
    public bool IsCancelled => _wasCancelled;

    /// <summary>Raised once with the CANCEL when the caller gives up before a final answer; at once if that happened before subscribing. Do not block in it.</summary>
    public event Action<SipRequest?> Cancelled
    {
        add
        {
            lock (Gate)
            {
                if (!_wasCancelled)
                {
                    _cancelled += value;
                    return;
                }
            }
            value(_cancel);
        }
        remove
        {
            lock (Gate) _cancelled -= value;
        }
    }

    /// <summary>The ACK for a failure never came (timer H), or an answer could not be sent.</summary>
    internal event Action? Failed;

    private protected override bool Answer(SipResponse response)
    {
        if (State != SipTransactionState.Proceeding) return false;
        Host.Wheel.Stop(_trying);
        Completing?.Invoke(response);
        var nothingYet = Last.IsEmpty;
        Last = response.ToBytes();
        if (response.IsProvisional)
        {
            Send(Last);
            return true;
        }
        FinalResponse = response;
        if (response.IsSuccess)
        {
            // The dialog repeats the 2xx until the ACK comes; this machine only absorbs repeated INVITEs.
            State = SipTransactionState.Accepted;
            StartTimeout(Timers.Timeout); // timer L
        }
        else if (!Flow.IsReliable && nothingYet && (IsUnverified || response.StatusCode is 400 or 401 or 403 or 407))
        {
            // §26.3.2.4, §8.2.7: whoever forges a source must not make us send the victim eleven answers to one INVITE. The caller, who has heard
            // nothing so far, repeats its INVITE if this is lost, and is answered from memory.
            State = SipTransactionState.Completed;
            Send(Last);
            Host.Remember(this, Last.Span);
            return true;
        }
        else
        {
            State = SipTransactionState.Completed;
            if (!Flow.IsReliable) StartRepeat(Timers.T1); // timer G
            StartTimeout(Timers.Timeout); // timer H
        }
        Send(Last);
        return true;
    }

    /// <summary>The session is over: what is left is to absorb repeats, and nobody is to be told of anything.</summary>
    internal void Release()
    {
        lock (Gate)
        {
            Completing = null;
            Failed = null;
            _cancelled = null;
            if (State != SipTransactionState.Accepted) return;
            Last = default;
            StopTimeout();
            Host.Remember(this, default); // the rest of timer L
        }
    }

    /// <summary>Where it is kept to tell merged requests; null when it is not.</summary>
    internal TransactionKey? Merging { get; set; }

    /// <summary>A proxy answers a cancelled INVITE with what its branches say, since a 2xx may cross the CANCEL (§16.10).</summary>
    internal bool LeavesCancelToUser { get; set; }

    /// <summary>A further 2xx of a proxied INVITE, repeated or of another branch (RFC 6026 §7.1).</summary>
    internal void ForwardSuccess(SipResponse success)
    {
        lock (Gate)
        {
            if (State == SipTransactionState.Accepted) Host.Send(Flow, success.ToBytes(), null);
        }
    }

    /// <summary>Sends the 2xx once more: asked for by the dialog while no ACK has come (§13.3.1.4).</summary>
    internal void RepeatSuccess()
    {
        var octets = Last;
        if (octets.IsEmpty) return; // the session has ended meanwhile
        Host.CountRetransmission();
        Host.Send(Flow, octets, null);
    }

    /// <summary>Sends a reliable provisional answer once more (RFC 3262 §3).</summary>
    internal void RepeatProvisional(ReadOnlyMemory<byte> octets)
    {
        lock (Gate)
        {
            if (State != SipTransactionState.Proceeding) return;
            Host.CountRetransmission();
            Host.Send(Flow, octets, null);
        }
    }

    internal void ReceiveAck()
    {
        lock (Gate)
        {
            if (State != SipTransactionState.Completed) return;
            Linger(SipTransactionState.Confirmed, Timers.T4); // timer I
        }
    }

    /// <summary>False when a final answer was given already: the CANCEL then has no effect (§9.2).</summary>
    internal bool ReceiveCancel(SipRequest cancel)
    {
        Action<SipRequest?>? tell;
        lock (Gate)
        {
            if (_wasCancelled || State != SipTransactionState.Proceeding) return false;
            _wasCancelled = true;
            _cancel = cancel;
            if (!LeavesCancelToUser) Answer(CreateResponse(487));
            tell = _cancelled;
        }
        tell?.Invoke(cancel);
        return true;
    }

    private void SendTrying()
    {
        lock (Gate)
        {
            if (State != SipTransactionState.Proceeding || !Last.IsEmpty) return;
            Last = SipResponse.Create(Request, 100).ToBytes();
            Send(Last);
        }
    }

    private protected override void Repeat()
    {
        lock (Gate)
        {
            if (State != SipTransactionState.Completed) return;
            Host.CountRetransmission();
            Send(Last);
            StartRepeat(TimeSpan.FromTicks(Math.Min(Interval.Ticks * 2, Timers.T2.Ticks)));
        }
    }

    private protected override void TimedOut()
    {
        Action? tell = null;
        lock (Gate)
        {
            if (State == SipTransactionState.Completed) tell = Failed;
            End();
        }
        tell?.Invoke();
    }

    private protected override void SendFailed(Exception cause)
    {
        Action? tell;
        lock (Gate)
        {
            Host.Wheel.Stop(_trying);
            End();
            tell = Failed;
        }
        tell?.Invoke();
    }
}
