namespace Portal.Sip;

/// <summary>A request sent and the answers to it: the non-INVITE client machine (RFC 3261 §17.1.2).</summary>
public class SipClientTransaction : SipTransaction
{
    private readonly TaskCompletionSource<SipResponse> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Where it would have gone but for its size.
    private SipFlow? _datagramFlow;

    /// <summary>What is repeated; nothing once no repeat is due any more.</summary>
    private protected ReadOnlyMemory<byte> Octets { get; set; }

    internal SipClientTransaction(ITransactionHost host, TransactionKey key, SipRequest request, SipFlow flow) : base(host, key, request, flow) =>
        State = request.IsInvite ? SipTransactionState.Calling : SipTransactionState.Trying;

    /// <summary>
    /// Every response in the order received; for an INVITE repeated 2xx too. Set it before the transaction starts and do not block in it.
    /// A timeout arrives as a 408 and a transport failure as a 503 with <see cref="SipResponse.IsLocallyGenerated"/>.
    /// </summary>
    public Action<SipResponse>? ResponseReceived { get; set; }

    /// <summary>The first final response; never faults.</summary>
    public Task<SipResponse> Final => _final.Task;

    internal void Start()
    {
        lock (Gate)
        {
            Octets = Request.ToBytes();
            if (Host.MoveToStream(Request, Octets.Length, Flow) is { } stream)
            {
                _datagramFlow = Flow;
                Flow = stream;
                Octets = Request.ToBytes();
            }
            Begin();
        }
    }

    private void Begin()
    {
        if (!Flow.IsReliable) StartRepeat(Timers.T1); // timers A and E
        StartTimeout(Timers.Timeout); // timers B and F
        Send(Octets);
    }

    internal void Receive(SipResponse response)
    {
        bool deliver;
        lock (Gate) deliver = Accept(response);
        if (deliver) Deliver(response);
    }

    /// <summary>Moves the machine; true when the response is for the transaction user.</summary>
    private protected virtual bool Accept(SipResponse response)
    {
        if (State is not (SipTransactionState.Trying or SipTransactionState.Proceeding)) return false;
        if (response.IsProvisional)
        {
            State = SipTransactionState.Proceeding;
            return true;
        }
        Octets = default;
        if (Flow.IsReliable)
        {
            End();
            return true;
        }
        StopRepeat();
        StopTimeout();
        State = SipTransactionState.Completed;
        Host.Absorb(this); // timer K
        return true;
    }

    private protected void Deliver(SipResponse response)
    {
        ResponseReceived?.Invoke(response);
        if (response.IsFinal) _final.TrySetResult(response);
    }

    private protected override void Repeat()
    {
        lock (Gate)
        {
            if (State is not (SipTransactionState.Trying or SipTransactionState.Proceeding)) return;
            Host.CountRetransmission();
            Send(Octets);
            // Timer E doubles up to T2, and is T2 once a provisional came.
            StartRepeat(State == SipTransactionState.Proceeding ? Timers.T2 : TimeSpan.FromTicks(Math.Min(Interval.Ticks * 2, Timers.T2.Ticks)));
        }
    }

    private protected override void TimedOut() => Finish(408);

    private protected override void SendFailed(Exception cause)
    {
        lock (Gate)
        {
            // §18.1.1: a stream taken for the size only, and refused, gives way to the datagram.
            if (_datagramFlow is { } datagram && State is SipTransactionState.Calling or SipTransactionState.Trying)
            {
                _datagramFlow = null;
                Flow = datagram;
                Host.MoveBack(Request, datagram);
                Octets = Request.ToBytes();
                Begin();
                return;
            }
        }
        Finish(503);
    }

    /// <summary>Ends the machine; the user hears of it unless a final response came before.</summary>
    private protected void Finish(int statusCode)
    {
        bool waiting;
        lock (Gate)
        {
            waiting = State is SipTransactionState.Calling or SipTransactionState.Trying or SipTransactionState.Proceeding;
            End();
        }
        if (waiting) Deliver(SipResponse.CreateLocal(Request, statusCode));
    }
}
