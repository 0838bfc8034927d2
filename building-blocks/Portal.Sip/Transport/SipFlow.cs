using System.Net;
using System.Net.Sockets;

namespace Portal.Sip;

/// <summary>The transports of SIP. A datagram transport is unreliable: transactions over it retransmit.</summary>
public enum SipTransportKind { Udp, Tcp, Tls, Ws, Wss }

/// <summary>
/// Where a message came from or goes to: transport, remote address and, for streams, the connection. What a registered phone
/// behind a NAT is reached by is the flow of its REGISTER (RFC 5626 §3.1's idea, without its negotiation).
/// </summary>
public sealed class SipFlow : IEquatable<SipFlow>
{
    private SocketAddress? _socketAddress;
    private string? _portText;
    private string? _addressText;

    public SipFlow(SipTransportKind transport, IPEndPoint remote, long connectionId = 0, IPEndPoint? local = null)
    {
        Transport = transport;
        Remote = remote.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(remote.Address.MapToIPv4(), remote.Port) : remote;
        ConnectionId = connectionId;
        Local = local;
    }

    public SipTransportKind Transport { get; }
    public IPEndPoint Remote { get; }

    /// <summary>The connection to use while it lives; 0 means any (a new one is opened when needed).</summary>
    public long ConnectionId { get; }

    /// <summary>The local address the message arrived at, where known.</summary>
    public IPEndPoint? Local { get; }

    /// <summary>Whom the certificate of a TLS server must name when a connection has to be opened; null: its address. Not part of what makes two flows equal.</summary>
    public string? ServerName { get; init; }

    public bool IsReliable => Transport != SipTransportKind.Udp;

    /// <summary>UDP, TCP, TLS, WS, WSS: as in a Via.</summary>
    public string TransportName => Transport switch
    {
        SipTransportKind.Udp => "UDP",
        SipTransportKind.Tcp => "TCP",
        SipTransportKind.Tls => "TLS",
        SipTransportKind.Ws => "WS",
        _ => "WSS",
    };

    /// <summary>The remote port as a Via states it: a peer comes back, so it is written once.</summary>
    internal string PortText => _portText ??= Remote.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The remote address likewise.</summary>
    internal string AddressText => _addressText ??= Remote.Address.ToString();

    internal SocketAddress SocketAddress => _socketAddress ??= Remote.Serialize();

    /// <summary>The same transport and connection, another address.</summary>
    public SipFlow WithRemote(IPEndPoint remote) => new(Transport, remote, ConnectionId, Local) { ServerName = ServerName };

    /// <summary>Reads what <see cref="ToString"/> wrote: <c>udp:192.0.2.1:5060</c>, so that a persisted binding keeps its flow. A connection does not survive: its id is dropped.</summary>
    public static bool TryParse(string? text, out SipFlow? flow)
    {
        flow = null;
        var colon = text?.IndexOf(':') ?? -1;
        if (colon < 0 || !Enum.TryParse<SipTransportKind>(text.AsSpan(0, colon), ignoreCase: true, out var kind)) return false;
        if (!IPEndPoint.TryParse(text.AsSpan(colon + 1), out var remote)) return false;
        flow = new SipFlow(kind, remote);
        return true;
    }

    public bool Equals(SipFlow? other) => other is not null && Transport == other.Transport && ConnectionId == other.ConnectionId && Remote.Equals(other.Remote);
    public override bool Equals(object? obj) => Equals(obj as SipFlow);
    public override int GetHashCode() => HashCode.Combine(Transport, Remote, ConnectionId);
    public override string ToString() => $"{TransportName.ToLowerInvariant()}:{Remote}";
}
