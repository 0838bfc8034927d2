using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Portal.Sip.Transport;

/// <summary>
/// TCP, TLS over it, and WebSocket over either: listens, opens connections, reuses them in both directions and closes what is idle, half-finished or too much.
/// </summary>
/// <param name="security">Null: plain TCP.</param>
/// <param name="webSocket">Null: SIP by itself. WebSockets are opened by the peer only: its connection is the one way to it.</param>
internal sealed class StreamTransport(IPEndPoint address, SipTcpOptions options, TimeProvider time, TlsSecurity? security = null, WebSocketUpgrade? webSocket = null) : ISipTransport
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);
    private static long s_lastConnection;

    private readonly ConcurrentDictionary<long, StreamConnection> _connections = new();
    private readonly ConcurrentDictionary<IPEndPoint, long> _byRemote = new();
    private readonly ConcurrentDictionary<IPAddress, int> _perAddress = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _connecting = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private ITimer? _sweep;
    private int _disposed;

    public SipTransportKind Kind => (security, webSocket) switch
    {
        (null, null) => SipTransportKind.Tcp,
        (_, null) => SipTransportKind.Tls,
        (null, _) => SipTransportKind.Ws,
        _ => SipTransportKind.Wss,
    };

    public IPEndPoint LocalEndPoint { get; private set; } = address;
    internal ISipReceiver Receiver { get; private set; } = null!;
    internal TimeProvider Time => time;
    internal SipTcpOptions Options => options;
    internal TlsSecurity? Security => security;
    internal int Connections => _connections.Count;

    /// <summary>True while octets are on their way to some peer.</summary>
    internal bool IsWriting => _connections.Values.Any(connection => connection.IsWriting);

    /// <summary>What has to happen on an accepted connection before SIP is spoken; null: nothing.</summary>
    internal Func<Stream, CancellationToken, Task<Stream>>? Opening => (security, webSocket) switch
    {
        (null, null) => null,
        (_, null) => security.AcceptAsync,
        (null, _) => webSocket.AcceptAsync,
        _ => async (stream, cancellation) => await webSocket.AcceptAsync(await security.AcceptAsync(stream, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false),
    };

    public void Start(ISipReceiver receiver)
    {
        Receiver = receiver;
        var listener = new Socket(LocalEndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (LocalEndPoint.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = false;
            listener.Bind(LocalEndPoint);
            listener.Listen(1024);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new SipBindException(Kind, LocalEndPoint, e);
        }
        LocalEndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _listener = listener;
        _accepting = AcceptAsync(listener);
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (SocketException) when (!_stopping.IsCancellationRequested)
            {
                // The peer went away before we took it, or descriptors ran out: the next may do better, but not in a busy loop.
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System).ConfigureAwait(false);
                continue;
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            var remote = (IPEndPoint)socket.RemoteEndPoint!;
            if (_connections.Count >= options.MaxConnections
                || _perAddress.GetValueOrDefault(SourceLimiter.NetworkOf(remote.Address)) >= options.MaxConnectionsPerAddress
                || !Receiver.Admit(Kind, null, remote))
            {
                socket.Dispose();
                continue;
            }
            Adopt(new StreamConnection(this, Interlocked.Increment(ref s_lastConnection), remote, null)).Accept(socket, _stopping.Token);
        }
    }

    private StreamConnection Adopt(StreamConnection connection)
    {
        _connections[connection.Id] = connection;
        _byRemote[connection.Remote] = connection.Id;
        _perAddress.AddOrUpdate(SourceLimiter.NetworkOf(connection.Remote.Address), 1, static (_, n) => n + 1);
        return connection;
    }

    public void Send(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception>? failed)
    {
        if (_stopping.IsCancellationRequested)
        {
            if (failed is not null) ThreadPool.QueueUserWorkItem(_ => failed(new ObjectDisposedException(nameof(StreamTransport))));
            return;
        }
        if (Find(flow) is { } connection) connection.Send(octets, failed);
        else if (failed is not null) ThreadPool.QueueUserWorkItem(_ => failed(new IOException($"The connection of {flow} is gone.")));
    }

    /// <summary>The flow's own connection, another to the same peer, or a new one where we can open one.</summary>
    private StreamConnection? Find(SipFlow flow)
    {
        if (flow.ConnectionId != 0 && _connections.TryGetValue(flow.ConnectionId, out var connection)) return connection;
        lock (_connecting)
        {
            if (_byRemote.TryGetValue(flow.Remote, out var id) && _connections.TryGetValue(id, out connection)) return connection;
            if (webSocket is not null) return null;
            connection = Adopt(new StreamConnection(this, Interlocked.Increment(ref s_lastConnection), flow.Remote, flow.ServerName));
        }
        connection.Connect(_stopping.Token);
        return connection;
    }

    internal void Forget(StreamConnection connection)
    {
        if (!_connections.TryRemove(connection.Id, out _)) return;
        _byRemote.TryRemove(new KeyValuePair<IPEndPoint, long>(connection.Remote, connection.Id));
        var network = SourceLimiter.NetworkOf(connection.Remote.Address);
        var left = _perAddress.AddOrUpdate(network, 0, static (_, n) => n - 1);
        if (left <= 0) _perAddress.TryRemove(new KeyValuePair<IPAddress, int>(network, left));
    }

    private void Sweep()
    {
        foreach (var (_, connection) in _connections) connection.CheckAge();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        await _accepting.ConfigureAwait(false);
        if (_sweep is not null) await _sweep.DisposeAsync().ConfigureAwait(false);
        foreach (var (_, connection) in _connections) connection.Close(null);
        _stopping.Dispose();
    }
}
