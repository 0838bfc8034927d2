using System.Net;

namespace Portal.Sip;

/// <summary>One listening transport. UDP and TCP are built in; another (an in-memory one in tests) can be given to the endpoint.</summary>
public interface ISipTransport : IAsyncDisposable
{
    SipTransportKind Kind { get; }

    /// <summary>The address bound; the real port where 0 was asked for. Valid after <see cref="Start"/>.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Binds and starts receiving.</summary>
    /// <exception cref="SipBindException">The address or port cannot be had.</exception>
    void Start(ISipReceiver receiver);

    /// <summary>Queues or sends the octets; never blocks on the network and never throws. A datagram transport sends at once: the octets are its own during this call only.</summary>
    /// <param name="failed">Called once, later and from another thread, when the octets could not be sent: never from within this call.</param>
    void Send(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception>? failed);
}

/// <summary>What a transport hands messages to.</summary>
public interface ISipReceiver
{
    /// <summary>Asked before anything is spent on a source; false drops the datagram or closes the connection.</summary>
    bool Admit(SipTransportKind transport, SocketAddress? datagramSource, IPEndPoint? streamSource);

    /// <summary>One whole message. The memory belongs to the receiver from here on.</summary>
    void Receive(ReadOnlyMemory<byte> message, SipFlow source);

    /// <summary>The head of a message on a stream whose length can't be told. It is answered where it can be; the connection is then closed.</summary>
    void ReceiveUnframed(ReadOnlyMemory<byte> head, SipFlow source, string reason);

    /// <summary>Something that will never become a message: counted, logged at a limited rate.</summary>
    void Reject(SipFlow source, string reason);

    /// <summary>The peer answered a keep-alive of ours (RFC 5626 §4.4.1).</summary>
    void ReceivePong(SipFlow source) { }

    /// <summary>A connection that was there is gone.</summary>
    void Closed(SipFlow flow) { }
}

/// <summary>An address that could not be bound: in use, not local or not permitted.</summary>
public sealed class SipBindException(SipTransportKind transport, IPEndPoint address, Exception cause)
    : IOException($"SIP cannot listen on {transport.ToString().ToLowerInvariant()} {address}: {cause.Message}", cause)
{
    public SipTransportKind Transport { get; } = transport;
    public IPEndPoint Address { get; } = address;
}
