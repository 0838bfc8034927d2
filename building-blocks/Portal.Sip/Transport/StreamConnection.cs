using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace Portal.Sip.Transport;

/// <summary>One connection: reads messages, writes them in the order sent.</summary>
/// <param name="serverName">Whom the certificate of a TLS server we connect to must name; null: its address.</param>
internal sealed class StreamConnection(StreamTransport owner, long id, IPEndPoint remote, string? serverName)
{
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Lock _gate = new();
    private readonly Queue<(ReadOnlyMemory<byte> Octets, Action<Exception>? Failed)> _waiting = new();
    private Socket? _socket;
    private Stream? _stream;
    private SipFlow? _flow;
    private long _lastHeard = owner.Time.GetTimestamp();
    private long _partialSince;
    private long _firstMessageBy;
    private long _writingSince;
    private long _queuedBytes;
    private bool _writing, _closed, _closeWhenSent;

    internal long Id => id;
    internal IPEndPoint Remote => remote;

    /// <summary>Takes an accepted socket.</summary>
    internal void Accept(Socket socket, CancellationToken stopping)
    {
        Volatile.Write(ref _firstMessageBy, owner.Time.GetTimestamp() + (long)(owner.Options.FirstMessage.TotalSeconds * owner.Time.TimestampFrequency));
        if (!Hold(socket)) return;
        if (owner.Opening is { } opening) _ = OpenAsync(socket, opening, stopping);
        else Run(new NetworkStream(socket));
    }

    internal void Connect(CancellationToken stopping) => _ = ConnectAsync(stopping);

    private async Task ConnectAsync(CancellationToken stopping)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var limit = new CancellationTokenSource(owner.Options.Connect, owner.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
            await socket.ConnectAsync(remote, both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Dispose();
            Close(e as SocketException ?? (Exception)new IOException($"No connection to {remote} in time."));
            return;
        }
        if (!Hold(socket)) return;
        if (owner.Security is { } security)
            await OpenAsync(socket, (stream, ct) => security.ConnectAsync(stream, serverName ?? remote.Address.ToString(), ct), stopping).ConfigureAwait(false);
        else
            Run(new NetworkStream(socket));
    }

    /// <summary>False when the connection was given up meanwhile.</summary>
    private bool Hold(Socket socket)
    {
        lock (_gate)
        {
            if (_closed)
            {
                socket.Dispose();
                return false;
            }
            _socket = socket;
            socket.NoDelay = true;
            _flow = new SipFlow(owner.Kind, remote, id, owner.LocalEndPoint);
            return true;
        }
    }

    /// <summary>A handshake that stalls holds nothing but its own connection, and that not for long.</summary>
    private async Task OpenAsync(Socket socket, Func<Stream, CancellationToken, Task<Stream>> handshake, CancellationToken stopping)
    {
        Stream opened;
        try
        {
            using var limit = new CancellationTokenSource(owner.Options.Handshake, owner.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
            opened = await handshake(new NetworkStream(socket), both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or Win32Exception)
        {
            if (!stopping.IsCancellationRequested) owner.Receiver.Reject(_flow!, $"The {owner.Kind.ToString().ToUpperInvariant()} handshake failed");
            Close(e as IOException ?? new IOException($"No {owner.Kind.ToString().ToUpperInvariant()} with {remote}: {e.Message}", e));
            return;
        }
        Run(opened);
    }

    private void Run(Stream stream)
    {
        lock (_gate)
        {
            if (_closed)
            {
                stream.Dispose();
                return;
            }
            _stream = stream;
        }
        _ = stream is SipWebSocketStream webSocket ? ReadMessagesAsync(webSocket, _flow!) : ReadAsync(stream, _flow!);
        StartWriting();
    }

    internal void Send(ReadOnlyMemory<byte> octets, Action<Exception>? failed)
    {
        var overflow = false;
        lock (_gate)
        {
            if (!_closed)
            {
                overflow = _queuedBytes + octets.Length > owner.Options.MaxQueuedBytes;
                if (!overflow)
                {
                    _waiting.Enqueue((octets, failed));
                    _queuedBytes += octets.Length;
                }
            }
            else
            {
                overflow = true;
            }
        }
        if (overflow)
        {
            if (failed is not null) ThreadPool.QueueUserWorkItem(_ => failed(new IOException($"The connection to {remote} is closed or does not take what is sent.")));
            Close(null);
            return;
        }
        StartWriting();
    }

    private void StartWriting()
    {
        lock (_gate)
        {
            if (_writing || _stream is null || _waiting.Count == 0) return;
            _writing = true;
        }
        _ = WriteAsync(_stream);
    }

    private async Task WriteAsync(Stream stream)
    {
        while (true)
        {
            (ReadOnlyMemory<byte> Octets, Action<Exception>? Failed) next;
            lock (_gate)
            {
                if (_closed || !_waiting.TryDequeue(out next))
                {
                    _writing = false;
                    if (_closeWhenSent) Close(null);
                    return;
                }
                _queuedBytes -= next.Octets.Length;
            }
            try
            {
                Volatile.Write(ref _writingSince, Math.Max(owner.Time.GetTimestamp(), 1));
                await stream.WriteAsync(next.Octets).ConfigureAwait(false);
                Volatile.Write(ref _writingSince, 0);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or WebSocketException or OperationCanceledException)
            {
                if (next.Failed is { } failed) ThreadPool.QueueUserWorkItem(_ => failed(e));
                Close(e);
                return;
            }
        }
    }

    private async Task ReadAsync(Stream stream, SipFlow flow)
    {
        var framer = new StreamFramer();
        try
        {
            while (true)
            {
                var count = await stream.ReadAsync(framer.Room()).ConfigureAwait(false);
                if (count == 0)
                {
                    if (framer.HasPartial) owner.Receiver.Reject(flow, "The stream ended in the middle of a message");
                    break;
                }
                Volatile.Write(ref _lastHeard, owner.Time.GetTimestamp());
                framer.Add(count);
                if (!Process(framer, flow)) return;
                if (!framer.HasPartial) Volatile.Write(ref _partialSince, 0);
                else if (Volatile.Read(ref _partialSince) == 0) Volatile.Write(ref _partialSince, Math.Max(owner.Time.GetTimestamp(), 1));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            Close(e);
            return;
        }
        Close(null);
    }

    /// <summary>RFC 7118 §5: each message of the WebSocket is one of SIP, or a keep-alive.</summary>
    private async Task ReadMessagesAsync(SipWebSocketStream stream, SipFlow flow)
    {
        try
        {
            while (await stream.ReceiveAsync(() => NoteProgress(stream)).ConfigureAwait(false) is { } message)
            {
                if (!message.AsSpan().ContainsAnyExcept("\r\n"u8))
                {
                    if (message.Length >= 4) Send(Pong, null);
                    else owner.Receiver.ReceivePong(flow);
                    continue;
                }
                Volatile.Write(ref _firstMessageBy, 0);
                if (!owner.Receiver.Admit(owner.Kind, null, remote)) break;
                owner.Receiver.Receive(message, flow);
            }
        }
        catch (InvalidDataException e)
        {
            owner.Receiver.Reject(flow, e.Message);
        }
        catch (Exception e) when (e is WebSocketException or IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            Close(e);
            return;
        }
        Close(null);
    }

    private void NoteProgress(SipWebSocketStream stream)
    {
        var now = owner.Time.GetTimestamp();
        Volatile.Write(ref _lastHeard, now);
        if (!stream.HasPartial) Volatile.Write(ref _partialSince, 0);
        else if (Volatile.Read(ref _partialSince) == 0) Volatile.Write(ref _partialSince, Math.Max(now, 1));
    }

    /// <summary>False when the connection is to be closed.</summary>
    private bool Process(StreamFramer framer, SipFlow flow)
    {
        while (true)
        {
            switch (framer.Next(out var message))
            {
                case StreamItem.NeedMore:
                    return true;
                case StreamItem.Message:
                    Volatile.Write(ref _partialSince, 0);
                    Volatile.Write(ref _firstMessageBy, 0);
                    if (!owner.Receiver.Admit(owner.Kind, null, remote))
                    {
                        Close(null);
                        return false;
                    }
                    owner.Receiver.Receive(message, flow);
                    break;
                case StreamItem.KeepAlive:
                    Send(Pong, null);
                    break;
                case StreamItem.Blank:
                    owner.Receiver.ReceivePong(flow);
                    break;
                case StreamItem.Unframed:
                    owner.Receiver.ReceiveUnframed(message, flow, framer.Reason);
                    CloseWhenSent();
                    return false;
                default:
                    owner.Receiver.Reject(flow, framer.Reason);
                    Close(null);
                    return false;
            }
        }
    }

    internal bool IsWriting => Volatile.Read(ref _writingSince) != 0;

    /// <summary>Closes what has been silent too long, has left a message unfinished or does not take what it is sent.</summary>
    internal void CheckAge()
    {
        var partial = Volatile.Read(ref _partialSince);
        var firstBy = Volatile.Read(ref _firstMessageBy);
        var writing = Volatile.Read(ref _writingSince);
        if (partial != 0 && owner.Time.GetElapsedTime(partial) >= owner.Options.HalfMessage)
        {
            if (_flow is { } flow) owner.Receiver.Reject(flow, "A message was not finished in time");
            Close(null);
        }
        else if ((firstBy != 0 && owner.Time.GetTimestamp() >= firstBy)
            || (writing != 0 && owner.Time.GetElapsedTime(writing) >= owner.Options.Stalled)
            || owner.Time.GetElapsedTime(Volatile.Read(ref _lastHeard)) >= owner.Options.Idle)
        {
            Close(null);
        }
    }

    private void CloseWhenSent()
    {
        lock (_gate)
        {
            _closeWhenSent = true;
            if (_writing || _waiting.Count > 0) return;
        }
        Close(null);
    }

    internal void Close(Exception? cause)
    {
        List<Action<Exception>> failed = [];
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            foreach (var (_, callback) in _waiting)
            {
                if (callback is not null) failed.Add(callback);
            }
            _waiting.Clear();
        }
        owner.Forget(this);
        try
        {
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer was quicker.
        }
        _stream?.Dispose();
        _socket?.Dispose();
        if (_flow is { } flow) owner.Receiver.Closed(flow);
        if (failed.Count == 0) return;
        var why = cause ?? new IOException($"The connection to {remote} was closed.");
        ThreadPool.QueueUserWorkItem(_ => failed.ForEach(callback => callback(why)));
    }
}
