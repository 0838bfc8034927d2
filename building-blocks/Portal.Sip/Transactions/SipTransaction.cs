namespace Portal.Sip;

/// <summary>The states of the four machines (RFC 3261 figures 5–8, Accepted from RFC 6026).</summary>
public enum SipTransactionState { Calling, Trying, Proceeding, Accepted, Completed, Confirmed, Terminated }

/// <summary>What the four transaction machines have in common: one lock each, one retransmission timer, one timeout.</summary>
public abstract class SipTransaction
{
    // Made when first started: most server transactions answer at once and need neither.
    private WheelTimer? _repeat;
    private WheelTimer? _timeout;
    private Action<Exception>? _sendFailed;

    private protected SipTransaction(ITransactionHost host, TransactionKey key, SipRequest request, SipFlow flow)
    {
        Host = host;
        Key = key;
        Request = request;
        Flow = flow;
    }

    /// <summary>The request that began it.</summary>
    public SipRequest Request { get; }

    /// <summary>Where this transaction sends to. A request too large for UDP goes by TCP, and back to UDP where TCP is refused (RFC 3261 §18.1.1).</summary>
    public SipFlow Flow { get; private protected set; }

    public SipTransactionState State { get; private protected set; }

    public bool IsTerminated => State == SipTransactionState.Terminated;

    internal TransactionKey Key { get; }
    private protected ITransactionHost Host { get; }
    private protected Lock Gate { get; } = new();
    private protected TimeSpan Interval { get; set; }
    private protected SipTimers Timers => Host.Timers;

    private protected abstract void Repeat();
    private protected abstract void TimedOut();
    private protected abstract void SendFailed(Exception cause);

    private protected void StartRepeat(TimeSpan interval)
    {
        Interval = interval;
        Host.Wheel.Start(_repeat ??= new WheelTimer(static self => ((SipTransaction)self).Repeat(), this), interval);
    }

    private protected void StopRepeat()
    {
        if (_repeat is not null) Host.Wheel.Stop(_repeat);
    }

    private protected void StopTimeout()
    {
        if (_timeout is not null) Host.Wheel.Stop(_timeout);
    }

    private protected void StartTimeout(TimeSpan due) => Host.Wheel.Start(_timeout ??= new WheelTimer(static self => ((SipTransaction)self).TimedOut(), this), due);

    private protected void Send(ReadOnlyMemory<byte> octets) => Host.Send(Flow, octets, _sendFailed ??= SendFailed);

    /// <summary>Enters the state in which only repeats are absorbed, or ends at once where the transport makes no repeats.</summary>
    private protected void Linger(SipTransactionState state, TimeSpan unreliableDuration)
    {
        StopRepeat();
        if (Flow.IsReliable)
        {
            End();
            return;
        }
        State = state;
        StartTimeout(unreliableDuration);
    }

    private protected void End()
    {
        if (State == SipTransactionState.Terminated) return;
        State = SipTransactionState.Terminated;
        StopRepeat();
        StopTimeout();
        Host.Remove(this);
    }
}

/// <summary>What transactions need of the endpoint.</summary>
internal interface ITransactionHost
{
    SipTimers Timers { get; }
    TimerWheel Wheel { get; }
    void Send(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception>? failed);
    void Remove(SipTransaction transaction);

    /// <summary>The flow that a request of this length must take instead, its Via already changed; null when it may go as it is.</summary>
    SipFlow? MoveToStream(SipRequest request, int length, SipFlow flow);

    /// <summary>Undoes the move: the stream was refused.</summary>
    void MoveBack(SipRequest request, SipFlow flow);

    /// <summary>The final response has come: what repeats it is absorbed for timer K, and the transaction forgotten.</summary>
    void Absorb(SipClientTransaction transaction);

    /// <summary>Keeps the final answer of a non-INVITE request for timer J, and forgets the transaction. Without an answer repeats are absorbed only.</summary>
    void Remember(SipServerTransaction transaction, ReadOnlySpan<byte> answer);
    void CountRetransmission();
}
