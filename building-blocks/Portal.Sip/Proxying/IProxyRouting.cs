namespace Portal.Sip.Proxying;

/// <summary>Decides where a <see cref="SipProxy"/> sends what reaches it outside a call it stands in: who may, and to whom.</summary>
public interface IProxyRouting
{
    /// <summary>True when the decision never waits and takes microseconds: it is then made on the receiving thread. Default false.</summary>
    bool RunsInline => false;

    /// <summary>
    /// The targets, or a refusal; null when the request has been answered here (a challenge). Our own Route values are already taken off the request (RFC 3261 §16.4).
    /// What is not known must be refused: a proxy that sends everybody's requests anywhere is an open relay. An exception becomes a 500.
    /// </summary>
    /// <param name="transaction">The request; leave its answers to the proxy unless null is returned.</param>
    /// <param name="cancellation">Cancelled when the endpoint stops.</param>
    ValueTask<ProxyRoute?> RouteAsync(SipServerTransaction transaction, CancellationToken cancellation);
}
