using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Portal.Sip.Tests;

/// <summary>A real endpoint on loopback, UDP and TCP on one free port, and what it logged.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    public List<string> Log { get; } = [];
    public SipEndpoint Endpoint { get; }
    public IPEndPoint Address { get; }

    public LiveServer(Func<SipEndpointOptions, SipEndpointOptions>? change = null, params ISipRequestHandler[] handlers)
    {
        var options = new SipEndpointOptions
        {
            Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0), new(SipTransportKind.Tcp, IPAddress.Loopback, 0)],
            // The torture messages' Vias name ports that a test must not occupy.
            ReplyToSourcePort = true,
        };
        Endpoint = new SipEndpoint(change?.Invoke(options) ?? options, handlers, new ListLogger(Log));
        Endpoint.Start();
        Address = Endpoint.LocalEndPoints[0].Address;
    }

    public IReadOnlyList<string> Logged { get { lock (Log) return [.. Log]; } }

    public ValueTask DisposeAsync() => Endpoint.DisposeAsync();

    private sealed class ListLogger(List<string> lines) : ILogger<SipEndpoint>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines) lines.Add(formatter(state, exception) + exception);
        }
    }
}

/// <summary>A UDP peer on a port of its own.</summary>
internal sealed class UdpPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public UdpPeer(IPEndPoint server)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Connect(server);
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Send(byte[] octets) => _socket.Send(octets);
    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));
    public void Send(SipMessage message) => Send(message.ToBytes());

    /// <summary>The next message; fails after ten seconds.</summary>
    public async Task<SipMessage> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[65536];
        var count = await _socket.ReceiveAsync(buffer, limit.Token);
        SipParser.TryParse(buffer.AsMemory(0, count), out var message, out var error).ShouldBeTrue(error?.Reason);
        return message!;
    }

    /// <summary>The next answer, which may repeat the malformed headers it answers to.</summary>
    public async Task<Reply> ReceiveReplyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[65536];
        return new Reply(Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, limit.Token)));
    }

    /// <summary>The first final answer before that to an OPTIONS of ours, which is sent last: how the absence of an answer is told without waiting.</summary>
    public async Task<Reply?> FinalBeforeProbeAsync()
    {
        Send(Messages.Options("probe", "UDP", Port));
        Reply? final = null;
        while (true)
        {
            var reply = await ReceiveReplyAsync();
            if (reply.IsProbe) return final;
            if (reply.Status >= 200) final ??= reply;
        }
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>A TCP peer that reads messages one after another.</summary>
internal sealed class TcpPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Transport.StreamFramer _framer = new();

    public static async Task<TcpPeer> ConnectAsync(IPEndPoint server, IPAddress? from = null)
    {
        var peer = new TcpPeer();
        if (from is not null) peer._socket.Bind(new IPEndPoint(from, 0));
        await peer._socket.ConnectAsync(server);
        return peer;
    }

    public async Task SendAsync(byte[] octets)
    {
        try
        {
            for (ReadOnlyMemory<byte> rest = octets; !rest.IsEmpty;) rest = rest[await _socket.SendAsync(rest)..];
        }
        catch (SocketException)
        {
            // Closed already: what the test looks at is the outcome.
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The next message; null when the server closed the connection.</summary>
    public async Task<SipMessage?> ReceiveAsync()
    {
        if (await ReceiveOctetsAsync() is not { } octets) return null;
        SipParser.TryParse(octets, out var message, out var error).ShouldBeTrue(error?.Reason);
        return message!;
    }

    /// <summary>The next answer, which may repeat the malformed headers it answers to; null when the server closed the connection.</summary>
    public async Task<Reply?> ReceiveReplyAsync() => await ReceiveOctetsAsync() is { } octets ? new Reply(Encoding.UTF8.GetString(octets)) : null;

    private async Task<byte[]?> ReceiveOctetsAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            if (_framer.Next(out var octets) == Transport.StreamItem.Message) return octets.ToArray();
            var count = await ReadAsync(_framer.Room(), limit.Token);
            if (count == 0) return null;
            _framer.Add(count);
        }
    }

    /// <summary>Octets as they come; empty when closed.</summary>
    public async Task<string> ReadTextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await ReadAsync(buffer, limit.Token));
    }

    private async Task<int> ReadAsync(Memory<byte> room, CancellationToken limit)
    {
        try
        {
            return await _socket.ReceiveAsync(room, limit);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>An answer as text.</summary>
internal sealed record Reply(string Text)
{
    public string Line => Text.Split("\r\n")[0];
    public int Status => int.Parse(Line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    public bool IsProbe => Text.Contains("\r\nCall-ID: probe\r\n");
    public override string ToString() => Line;
}

internal static class Messages
{
    public static string Options(string callId, string transport = "UDP", int port = 5060, string extra = "") => string.Join("\r\n",
        "OPTIONS sip:127.0.0.1 SIP/2.0",
        $"Via: SIP/2.0/{transport} 127.0.0.1:{port};branch=z9hG4bK{callId};rport",
        "Max-Forwards: 70",
        "From: <sip:probe@127.0.0.1>;tag=1",
        "To: <sip:127.0.0.1>",
        $"Call-ID: {callId}",
        "CSeq: 1 OPTIONS",
        extra.Length > 0 ? extra + "\r\nContent-Length: 0" : "Content-Length: 0",
        "", "");
}
