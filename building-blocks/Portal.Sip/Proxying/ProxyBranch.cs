namespace Portal.Sip.Proxying;

/// <summary>One copy on its way: its client transaction and its timer C (RFC 3261 §16.6 step 11).</summary>
internal sealed class ProxyBranch
{
    private readonly SipClientTransaction _transaction;
    private readonly SipEndpoint _endpoint;
    private readonly WheelTimer? _timerC;
    private readonly TimeSpan _patience;

    internal ProxyBranch(ResponseContext context, SipProxy proxy, SipRequest copy, SipFlow flow)
    {
        _endpoint = proxy.Endpoint;
        _patience = proxy.Options.TimerC;
        _transaction = _endpoint.CreateForwardingTransaction(copy, flow, copy.TopVia!.Branch!);
        _transaction.ResponseReceived = response => context.OnResponse(this, response);
        // §16.8: after a provisional answer it is cancelled; before one timer B ends it.
        if (copy.IsInvite) _timerC = new WheelTimer(() => Cancel("SIP;cause=408;text=\"No answer\""));
    }

    /// <summary>Tries the next server of the same target; null when this is the last.</summary>
    internal Action? Next { get; init; }

    /// <summary>Its part of the breadth (RFC 5393 §5.3.3), free again with its final answer.</summary>
    internal int Breadth { get; init; }

    /// <summary>It has had its final answer. Under the context's lock.</summary>
    internal bool Done { get; private set; }

    internal void Start()
    {
        RestartTimerC();
        _transaction.Start();
    }

    internal void RestartTimerC()
    {
        if (_timerC is not null) _endpoint.Wheel.Start(_timerC, _patience);
    }

    internal void Finish()
    {
        Done = true;
        if (_timerC is not null) _endpoint.Wheel.Stop(_timerC);
    }

    /// <summary>Only an INVITE can be cancelled to any purpose (§9.1).</summary>
    internal void Cancel(string? reason) => (_transaction as InviteClientTransaction)?.Cancel(reason);
}
