namespace Portal.Sip;

/// <summary>A request received and what is answered to it: the non-INVITE server machine (RFC 3261 §17.2.2).</summary>
public class SipServerTransaction : SipTransaction
{
    private protected ReadOnlyMemory<byte> Last { get; set; }
    private string? _localTag;

    internal SipServerTransaction(SipEndpoint? endpoint, ITransactionHost host, TransactionKey key, SipRequest request, SipFlow replyTo)
        : base(host, key, request, replyTo)
    {
        Endpoint = endpoint!;
        State = SipTransactionState.Trying;
    }

    /// <summary>The endpoint it arrived at: handlers make further requests through it.</summary>
    public SipEndpoint Endpoint { get; }

    /// <summary>Where the request really came from (the packet's source, not what its Via says).</summary>
    public SipFlow Source => Request.Source!;

    /// <summary>The To tag that all answers of this transaction carry.</summary>
    public string LocalTag => _localTag ??= Request.To.Tag ?? SipToken.Tag();

    /// <summary>The final answer given; null while there is none.</summary>
    public SipResponse? FinalResponse { get; private protected set; }

    /// <summary>An answer to this request, to be completed and handed to <see cref="Respond(SipResponse)"/>.</summary>
    public SipResponse CreateResponse(int statusCode, string? reason = null) => SipResponse.Create(Request, statusCode, reason, LocalTag);

    /// <summary>Answers with status and reason only.</summary>
    public bool Respond(int statusCode, string? reason = null) => Respond(CreateResponse(statusCode, reason));

    /// <summary>Sends an answer. False, and nothing is sent, when a final answer was given before or the transaction has ended.</summary>
    public bool Respond(SipResponse response)
    {
        lock (Gate) return Answer(response);
    }

    /// <summary>Nobody has looked yet at who sent it: the endpoint refuses it by itself.</summary>
    internal bool IsUnverified { get; set; }

    /// <summary>Lets the session complete what is about to be sent (Contact, session timer).</summary>
    internal Action<SipResponse>? Completing { get; set; }

    private protected virtual bool Answer(SipResponse response)
    {
        if (State is not (SipTransactionState.Trying or SipTransactionState.Proceeding)) return false;
        Completing?.Invoke(response);
        if (!response.IsFinal)
        {
            State = SipTransactionState.Proceeding;
            Last = response.ToBytes();
            Send(Last);
            return true;
        }
        FinalResponse = response;
        if (Flow.IsReliable)
        {
            Send(response.ToBytes());
            End();
            return true;
        }
        State = SipTransactionState.Completed;
        var octets = SipWriter.Scratch(response);
        Send(octets);
        Host.Remember(this, octets.Span); // timer J
        return true;
    }

    /// <summary>The request came again: the last answer is repeated, or nothing while there is none.</summary>
    internal void ReceiveRepeat()
    {
        lock (Gate)
        {
            Host.CountRetransmission();
            // In Accepted the 2xx is the dialog's to repeat (RFC 6026 §7.1); the final answer to another request lies in the answer cache.
            if (!Last.IsEmpty && State is SipTransactionState.Proceeding or SipTransactionState.Completed) Send(Last);
        }
    }

    /// <summary>Ends without an answer: a 408 to anything but an INVITE does harm (RFC 4320 §4.2).</summary>
    internal void Abandon()
    {
        lock (Gate) End();
    }

    private protected override void Repeat() { }

    private protected override void TimedOut()
    {
        lock (Gate) End();
    }

    private protected override void SendFailed(Exception cause)
    {
        lock (Gate) End();
    }
}
