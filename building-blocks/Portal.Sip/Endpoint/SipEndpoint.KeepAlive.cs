using System.Collections.Concurrent;
using Portal.Sip.Outbound;

namespace Portal.Sip;

/// <summary>Flows that are kept open by us, RFC 5626 §4.4.</summary>
public sealed partial class SipEndpoint
{
    private readonly ConcurrentDictionary<FlowKeepAlive, byte> _keptAlive = new();

    internal void Watch(FlowKeepAlive keepAlive) => _keptAlive.TryAdd(keepAlive, 0);

    internal void Unwatch(FlowKeepAlive keepAlive) => _keptAlive.TryRemove(keepAlive, out _);

    /// <summary>Octets that are no message; neither counted nor traced.</summary>
    internal void SendRaw(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception> failed)
    {
        if (TransportFor(flow) is { } transport) transport.Send(flow, octets, failed);
        else ThreadPool.QueueUserWorkItem(_ => failed(new IOException($"No transport for {flow}.")));
    }

    void ISipReceiver.ReceivePong(SipFlow source)
    {
        foreach (var (keepAlive, _) in _keptAlive)
        {
            if (keepAlive.IsOf(source)) keepAlive.OnPong();
        }
    }

    void ISipReceiver.Closed(SipFlow flow)
    {
        foreach (var (keepAlive, _) in _keptAlive)
        {
            if (keepAlive.IsOf(flow)) keepAlive.OnFailed();
        }
    }
}
