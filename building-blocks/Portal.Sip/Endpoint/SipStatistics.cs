using System.Diagnostics.Metrics;

namespace Portal.Sip;

/// <summary>Counts of one endpoint, and the instruments of the meter <c>Portal.Sip</c> that count for all of the process.</summary>
public sealed class SipStatistics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Portal.Sip";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> ReceivedCounter = Meter.CreateCounter<long>("sip.messages.received", "{message}", "Messages received");
    private static readonly Counter<long> SentCounter = Meter.CreateCounter<long>("sip.messages.sent", "{message}", "Messages sent, repeats included");
    private static readonly Counter<long> MalformedCounter = Meter.CreateCounter<long>("sip.messages.malformed", "{message}", "Messages that could not be parsed");
    private static readonly Counter<long> DroppedCounter = Meter.CreateCounter<long>("sip.messages.dropped", "{message}", "Responses and ACKs that belong to nothing");
    private static readonly Counter<long> RepeatedCounter = Meter.CreateCounter<long>("sip.retransmissions", "{message}", "Repeats sent or absorbed");
    private static readonly Counter<long> RejectedCounter = Meter.CreateCounter<long>("sip.requests.rejected", "{message}", "Requests refused before a handler saw them, and sources over their limit");

    private static readonly KeyValuePair<string, object?>[] Transports =
        [new("transport", "udp"), new("transport", "tcp"), new("transport", "tls"), new("transport", "ws"), new("transport", "wss")];

    private long _received, _sent, _malformed, _dropped, _repeated, _rejected;

    public long MessagesReceived => Interlocked.Read(ref _received);
    public long MessagesSent => Interlocked.Read(ref _sent);
    public long MessagesMalformed => Interlocked.Read(ref _malformed);
    public long MessagesDropped => Interlocked.Read(ref _dropped);
    public long Retransmissions => Interlocked.Read(ref _repeated);
    public long RequestsRejected => Interlocked.Read(ref _rejected);

    internal void Received(SipTransportKind transport)
    {
        Interlocked.Increment(ref _received);
        ReceivedCounter.Add(1, Transports[(int)transport]);
    }

    internal void Sent()
    {
        Interlocked.Increment(ref _sent);
        SentCounter.Add(1);
    }

    internal void Malformed()
    {
        Interlocked.Increment(ref _malformed);
        MalformedCounter.Add(1);
    }

    internal void Dropped(string kind)
    {
        Interlocked.Increment(ref _dropped);
        DroppedCounter.Add(1, new KeyValuePair<string, object?>("kind", kind));
    }

    internal void Retransmitted()
    {
        Interlocked.Increment(ref _repeated);
        RepeatedCounter.Add(1);
    }

    internal void Rejected(string why)
    {
        Interlocked.Increment(ref _rejected);
        RejectedCounter.Add(1, new KeyValuePair<string, object?>("why", why));
    }
}
