using System.Collections.Concurrent;
using System.Net;

namespace Portal.Sip;

/// <summary>Requests that are too large for a datagram, RFC 3261 §18.1.1. Answers always go the way their request came.</summary>
public sealed partial class SipEndpoint
{
    private static readonly TimeSpan RefusalKept = TimeSpan.FromMinutes(30);
    private const int MaxRefusals = 10_000;

    /// <summary>Peers that refused TCP lately: they are not asked again with every large request.</summary>
    private readonly ConcurrentDictionary<IPEndPoint, long> _refusedStream = new();

    SipFlow? ITransactionHost.MoveToStream(SipRequest request, int length, SipFlow flow)
    {
        if (length <= _options.MaxUdpRequestBytes || flow.Transport != SipTransportKind.Udp) return null;
        if (_refusedStream.TryGetValue(flow.Remote, out var since))
        {
            if (Time.GetElapsedTime(since) < RefusalKept) return null;
            _refusedStream.TryRemove(flow.Remote, out _);
        }
        var stream = new SipFlow(SipTransportKind.Tcp, flow.Remote, local: flow.Local);
        if (TransportFor(stream) is null) return null;
        Readdress(request, stream);
        return stream;
    }

    void ITransactionHost.MoveBack(SipRequest request, SipFlow flow)
    {
        NoteRefusal(flow);
        Readdress(request, flow);
    }

    /// <summary>An ACK for a 2xx has no transaction; one that carries an answer can be as large as an INVITE.</summary>
    internal void SendAck(SipRequest ack, SipFlow flow)
    {
        ITransactionHost host = this;
        var octets = ack.ToBytes();
        if (octets.Length > _options.MaxUdpRequestBytes && flow.Transport == SipTransportKind.Udp)
        {
            // A copy: the same ACK is sent again when the 2xx is repeated, perhaps at this moment.
            var large = ack.Clone();
            if (host.MoveToStream(large, octets.Length, flow) is { } stream)
            {
                host.Send(stream, large.ToBytes(), _ =>
                {
                    NoteRefusal(flow);
                    host.Send(flow, octets, null);
                });
                return;
            }
        }
        host.Send(flow, octets, null);
    }

    private void NoteRefusal(SipFlow flow)
    {
        // Forgetting all costs one vain attempt each; growing without end would cost more.
        if (_refusedStream.Count >= MaxRefusals) _refusedStream.Clear();
        _refusedStream[flow.Remote] = Time.GetTimestamp();
    }

    /// <summary>Names another transport in the topmost Via; the branch, and with it the transaction, stays.</summary>
    private void Readdress(SipRequest request, SipFlow flow)
    {
        var (host, port) = LocalFor(flow);
        request.Headers.ReplaceTopVia(new Via(flow.TransportName, host, port, request.TopVia!.Parameters));
    }
}
