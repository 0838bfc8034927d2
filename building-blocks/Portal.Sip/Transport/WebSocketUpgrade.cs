using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Sip.Transport;

/// <summary>The opening of a WebSocket by HTTP (RFC 6455 §4.2), for the subprotocol <c>sip</c> (RFC 7118 §4): the one request it takes, and no other.</summary>
internal sealed class WebSocketUpgrade(SipWebSocketOptions options)
{
    private const int HeadBytes = 8 * 1024;
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const string Protocol = "sip";

    private sealed class RefusedException(string status, string? header = null) : IOException($"The WebSocket was refused: {status}.")
    {
        internal string Answer => $"HTTP/1.1 {status}\r\n{(header is null ? "" : header + "\r\n")}Connection: close\r\nContent-Length: 0\r\n\r\n";
    }

    /// <summary>Takes the connection over; every message of SIP is a message of the WebSocket from there on.</summary>
    /// <exception cref="IOException">Refused, and answered so.</exception>
    internal async Task<Stream> AcceptAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            var key = Check(await ReadHeadAsync(stream, cancellation).ConfigureAwait(false));
            await WriteAsync(stream, $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {Accept(key)}\r\nSec-WebSocket-Protocol: {Protocol}\r\n\r\n", cancellation).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            await WriteAsync(stream, refused.Answer, cancellation).ConfigureAwait(false);
            throw;
        }
        return new SipWebSocketStream(WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = Protocol,
            KeepAliveInterval = options.PingEvery,
            KeepAliveTimeout = options.PongWithin,
        }));
    }

    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[HeadBytes];
        var length = 0;
        while (true)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (count == 0) throw new IOException("The stream ended in the middle of the request.");
            length += count;
            // What is no HTTP is told in the first octets.
            if (!buffer.AsSpan(0, Math.Min(length, 4)).SequenceEqual("GET "u8[..Math.Min(length, 4)])) throw new RefusedException("400 Bad Request");
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            // RFC 6455 §4.1: the client waits for our answer before it sends more.
            if (end >= 0) return end + 4 == length ? Encoding.Latin1.GetString(buffer, 0, end) : throw new RefusedException("400 Bad Request");
            if (length == buffer.Length) throw new RefusedException("431 Request Header Fields Too Large");
        }
    }

    /// <summary>The key of a request that may become a WebSocket (RFC 6455 §4.2.1).</summary>
    private string Check(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not ["GET", _, "HTTP/1.1"]) throw new RefusedException("400 Bad Request");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':');
            if (colon <= 0) throw new RefusedException("400 Bad Request");
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var before) ? before + "," + value : value;
        }
        if (!HasToken(headers, "Connection", "Upgrade") || !HasToken(headers, "Upgrade", "websocket")) throw new RefusedException("426 Upgrade Required", "Upgrade: websocket");
        if (headers.GetValueOrDefault("Sec-WebSocket-Version") != "13") throw new RefusedException("426 Upgrade Required", "Sec-WebSocket-Version: 13");
        if (!headers.ContainsKey("Host") || headers.GetValueOrDefault("Sec-WebSocket-Key") is not { } key || !IsKey(key)) throw new RefusedException("400 Bad Request");
        if (!HasToken(headers, "Sec-WebSocket-Protocol", Protocol)) throw new RefusedException("400 Bad Request");
        if (options.AllowedOrigins is { } origins && !origins.Contains(headers.GetValueOrDefault("Origin"), StringComparer.OrdinalIgnoreCase)) throw new RefusedException("403 Forbidden");
        return key;
    }

    private static bool HasToken(Dictionary<string, string> headers, string name, string token) =>
        headers.TryGetValue(name, out var value) && value.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase);

    private static bool IsKey(string key)
    {
        Span<byte> octets = stackalloc byte[16];
        return key.Length == 24 && Convert.TryFromBase64String(key, octets, out var length) && length == octets.Length;
    }

    private static string Accept(string key)
    {
        // CA5350: RFC 6455 §4.2.2 asks for SHA-1; it protects nothing, it only proves that the other side speaks WebSocket.
#pragma warning disable CA5350
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
    }

    private static async Task WriteAsync(Stream stream, string text, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation).ConfigureAwait(false);
}
