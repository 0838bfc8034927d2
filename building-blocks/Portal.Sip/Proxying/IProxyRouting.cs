namespace Portal.Sip.Proxying;

/// <summary>Decides where a <see cref="SipProxy"/> sends what reaches it outside a call it stands in: who may, and to whom.</summary>
public interface IProxyRouting
{
    /// <summary>True when the decisions never wait and take microseconds: they are then made on the receiving thread. Default false.</summary>
    bool RunsInline => false;

    /// <summary>
    /// The targets, or a refusal; null when the request has been answered here (a challenge). Our own Route values are already taken off the request (RFC 3261 §16.4).
    /// What is not known must be refused: a proxy that sends everybody's requests anywhere is an open relay. An exception becomes a 500.
    /// </summary>
    /// <param name="transaction">The request; leave its answers to the proxy unless null is returned.</param>
    /// <param name="cancellation">Cancelled when the endpoint stops.</param>
    ValueTask<ProxyRoute?> RouteAsync(SipServerTransaction transaction, CancellationToken cancellation);

    /// <summary>
    /// Where a contact of a 3xx answer leads, when <see cref="SipProxyOptions.MaxRedirects"/> lets it be followed; empty leaves it to the caller. Default: to the contact
    /// itself, wherever that is. Override it where the called may not send the caller everywhere, and to look up addresses of the own domain. An exception becomes a 500.
    /// </summary>
    /// <param name="transaction">The request; its answers are the proxy's.</param>
    /// <param name="contact">The contact, with its q.</param>
    /// <param name="cancellation">Cancelled when the endpoint stops.</param>
    ValueTask<IReadOnlyList<ProxyTarget>> RedirectAsync(SipServerTransaction transaction, NameAddr contact, CancellationToken cancellation) =>
        new([new ProxyTarget(contact.Uri) { Quality = contact.Quality ?? 1000 }]);
}
