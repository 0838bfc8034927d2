namespace Portal.Sip.Outbound;

/// <summary>
/// Keeps a flow to a server open and notices when it is gone (RFC 5626 §4.4): CRLF CRLF on a stream, answered by CRLF; CRLF over UDP, which opens the NAT but proves nothing.
/// </summary>
internal sealed class FlowKeepAlive : IDisposable
{
    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Crlf = "\r\n"u8.ToArray();
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SipEndpoint _endpoint;
    private readonly SipFlow _flow;
    private readonly TimeSpan _longest;
    private readonly Random _random;
    private readonly Action<FlowKeepAlive> _failed;
    private readonly WheelTimer _ping, _pong;
    private bool _answers, _over;

    /// <param name="flowTimer">The Flow-Timer of the registrar; null when it named none.</param>
    /// <param name="answers">The server is known to answer pings; else it must have answered one before its silence means anything.</param>
    /// <param name="failed">Called once, from any thread.</param>
    internal FlowKeepAlive(SipEndpoint endpoint, SipFlow flow, TimeSpan? flowTimer, bool answers, Random random, Action<FlowKeepAlive> failed)
    {
        (_endpoint, _flow, _answers, _random, _failed) = (endpoint, flow, answers, random, failed);
        // §4.4.1 and §4.4.2: 120 s on streams, 29 s over UDP.
        _longest = flowTimer ?? TimeSpan.FromSeconds(flow.IsReliable ? 120 : 29);
        _ping = new WheelTimer(SendPing);
        _pong = new WheelTimer(OnFailed);
    }

    internal void Start()
    {
        _endpoint.Watch(this);
        lock (_gate) Schedule();
    }

    internal bool IsOf(SipFlow flow) => flow.Transport == _flow.Transport && flow.Remote.Equals(_flow.Remote);

    /// <summary>Between 80 and 100 per cent of the longest interval, so that many phones behind one proxy do not ping at once.</summary>
    private void Schedule()
    {
        if (!_over) _endpoint.Wheel.Start(_ping, _longest * (0.8 + 0.2 * _random.NextDouble()));
    }

    private void SendPing()
    {
        lock (_gate)
        {
            if (_over) return;
            if (_flow.IsReliable && _answers) _endpoint.Wheel.Start(_pong, PongWithin);
            Schedule();
        }
        _endpoint.SendRaw(_flow, _flow.IsReliable ? Ping : Crlf, _ => OnFailed());
    }

    internal void OnPong()
    {
        lock (_gate) _answers = true;
        _endpoint.Wheel.Stop(_pong);
    }

    internal void OnFailed()
    {
        lock (_gate)
        {
            if (_over) return;
        }
        Dispose();
        _failed(this);
    }

    public void Dispose()
    {
        lock (_gate) _over = true;
        _endpoint.Unwatch(this);
        _endpoint.Wheel.Stop(_ping);
        _endpoint.Wheel.Stop(_pong);
    }
}
