using System.Net;
using System.Net.Sockets;

namespace Portal.Sip.Transport;

/// <summary>UDP: blocking receive on threads of their own, because that costs a third of the asynchronous calls under light load; sends are direct.</summary>
internal sealed class UdpTransport(IPEndPoint address, int sockets, int bufferBytes) : ISipTransport
{
    private const int SolSocket = 1, ReusePort = 15; // Linux
    private readonly List<Socket> _sockets = [];
    private readonly List<Thread> _threads = [];
    private ISipReceiver? _receiver;
    private volatile bool _stopping;

    public SipTransportKind Kind => SipTransportKind.Udp;
    public IPEndPoint LocalEndPoint { get; private set; } = address;

    public void Start(ISipReceiver receiver)
    {
        _receiver = receiver;
        try
        {
            for (var i = 0; i < Math.Max(sockets, 1); i++) _sockets.Add(Bind());
        }
        catch (SocketException e)
        {
            foreach (var socket in _sockets) socket.Dispose();
            throw new SipBindException(Kind, LocalEndPoint, e);
        }
        foreach (var socket in _sockets)
        {
            var thread = new Thread(() => ReceiveLoop(socket)) { IsBackground = true, Name = $"sip udp {LocalEndPoint}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private Socket Bind()
    {
        var socket = new Socket(LocalEndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (LocalEndPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            // Only for several sockets of ours: otherwise a second server could steal half of the traffic unnoticed.
            if (sockets > 1 && OperatingSystem.IsLinux()) socket.SetRawSocketOption(SolSocket, ReusePort, BitConverter.GetBytes(1));
            socket.ReceiveBufferSize = bufferBytes;
            socket.SendBufferSize = bufferBytes;
            socket.Bind(LocalEndPoint);
            LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void ReceiveLoop(Socket socket)
    {
        var buffer = new byte[SipLimits.MessageBytes];
        var source = new SocketAddress(socket.AddressFamily);
        var flows = new Dictionary<SocketAddress, SipFlow>();
        while (!_stopping)
        {
            int count;
            try
            {
                count = socket.ReceiveFrom(buffer, SocketFlags.None, source);
            }
            catch (SocketException) when (!_stopping)
            {
                continue; // an ICMP error for something sent earlier, or a datagram larger than any message
            }
            catch (Exception e) when (_stopping && e is SocketException or ObjectDisposedException)
            {
                return;
            }
            if (_stopping) return;
            if (!_receiver!.Admit(Kind, source, null)) continue;
            var flow = FlowOf(flows, source);
            if (IsKeepAlive(buffer.AsSpan(0, count))) continue;
            _receiver.Receive(buffer.AsSpan(0, count).ToArray(), flow);
        }
    }

    /// <summary>Peers come back: their flow is made once.</summary>
    private SipFlow FlowOf(Dictionary<SocketAddress, SipFlow> flows, SocketAddress source)
    {
        if (flows.TryGetValue(source, out var known)) return known;
        if (flows.Count == 20_000) flows.Clear();
        var copy = new SocketAddress(source.Family, source.Size);
        source.Buffer.Span[..source.Size].CopyTo(copy.Buffer.Span);
        var remote = (IPEndPoint)LocalEndPoint.Create(copy);
        return flows[copy] = new SipFlow(SipTransportKind.Udp, remote, local: LocalEndPoint);
    }

    /// <summary>CRLF, CRLF CRLF, a NUL or nothing: phones keep their NAT open with these.</summary>
    private static bool IsKeepAlive(ReadOnlySpan<byte> datagram) => datagram.Length <= 4 && !datagram.ContainsAnyExcept("\r\n\0 "u8);

    public void Send(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception>? failed)
    {
        try
        {
            _sockets[0].SendTo(octets.Span, SocketFlags.None, flow.SocketAddress);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ArgumentException)
        {
            if (failed is not null) ThreadPool.QueueUserWorkItem(_ => failed(e));
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_stopping) return ValueTask.CompletedTask;
        _stopping = true;
        Wake();
        foreach (var socket in _sockets) socket.Dispose();
        foreach (var thread in _threads)
        {
            if (thread != Thread.CurrentThread) thread.Join(TimeSpan.FromSeconds(2));
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>A datagram to ourselves ends the blocking receive sooner than closing the socket would.</summary>
    private void Wake()
    {
        var address = LocalEndPoint.Address;
        if (address.Equals(IPAddress.Any)) address = IPAddress.Loopback;
        if (address.Equals(IPAddress.IPv6Any)) address = IPAddress.IPv6Loopback;
        try
        {
            foreach (var socket in _sockets) socket.SendTo([], new IPEndPoint(address, LocalEndPoint.Port));
        }
        catch (SocketException)
        {
            // Closing the sockets, which follows, ends the loops too.
        }
    }
}
