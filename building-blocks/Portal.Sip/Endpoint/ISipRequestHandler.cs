namespace Portal.Sip;

/// <summary>Answers one method. Requests inside the dialog of an <see cref="InviteSession"/> go to the session instead.</summary>
public interface ISipRequestHandler
{
    /// <summary>The method, such as <see cref="SipMethod.Register"/>.</summary>
    string Method { get; }

    /// <summary>
    /// True when the handler never waits and takes microseconds: it is then run on the receiving thread. Otherwise (the default) it runs on the thread pool.
    /// </summary>
    bool RunsInline => false;

    /// <summary>
    /// Answers through the transaction, at once or later. An exception becomes a 500 and a log entry. The INVITE handler gets an <see cref="InviteServerTransaction"/>.
    /// </summary>
    /// <param name="transaction">The request and its answers.</param>
    /// <param name="cancellation">Cancelled when the endpoint stops.</param>
    ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation);
}
