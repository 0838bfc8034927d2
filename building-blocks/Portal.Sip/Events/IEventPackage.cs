namespace Portal.Sip.Events;

/// <summary>What can be subscribed to: an event package (RFC 6665 §5) as the notifier sees it.</summary>
public interface IEventPackage
{
    /// <summary>The package name, lower case: <c>dialog</c>, <c>message-summary</c>, <c>presence</c>.</summary>
    string Name { get; }

    /// <summary>The body type sent, such as <c>application/dialog-info+xml</c>. A subscriber whose Accept excludes it is refused by 406.</summary>
    string ContentType { get; }

    /// <summary>Given when the subscriber names no duration (§5.2 asks each package for one).</summary>
    TimeSpan DefaultExpires => TimeSpan.FromHours(1);

    /// <summary>
    /// Decides about a new subscription or its refresh: authentication and the right to see the resource. A refusal is a status code of 300 to 699; null lets it in.
    /// May answer the transaction itself (a challenge): then return 0.
    /// </summary>
    ValueTask<int?> AdmitAsync(SipServerTransaction subscribe, CancellationToken cancellation);

    /// <summary>The whole state of the resource now, for this subscription. Empty: a NOTIFY without a body.</summary>
    /// <param name="resource">The address of record subscribed to, in canonical form.</param>
    /// <param name="version">Counts the NOTIFYs of this subscription from 0 (dialog-info and others number their documents).</param>
    ReadOnlyMemory<byte> Describe(string resource, uint version);
}
