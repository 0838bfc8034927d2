using System.Net.WebSockets;
using System.Text.Unicode;

namespace Portal.Sip.Transport;

/// <summary>A WebSocket as the connection sees it: what is written at once is one message (RFC 7118 §5), and it is read message by message.</summary>
internal sealed class SipWebSocketStream(WebSocket socket) : Stream
{
    private byte[] _buffer = new byte[4096];

    /// <summary>True while part of a message waits for the rest.</summary>
    internal bool HasPartial { get; private set; }

    /// <summary>The next message, text or binary; null when the peer closed.</summary>
    /// <param name="progressed">Called after every piece.</param>
    /// <exception cref="InvalidDataException">The message is larger than any of SIP; the peer was told (1009).</exception>
    internal async Task<byte[]?> ReceiveAsync(Action progressed)
    {
        var length = 0;
        while (true)
        {
            if (_buffer.Length - length < 1024) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, SipLimits.MessageBytes + 1024));
            var piece = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
            if (piece.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            length += piece.Count;
            HasPartial = !piece.EndOfMessage;
            progressed();
            if (length > SipLimits.MessageBytes)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, CancellationToken.None).ConfigureAwait(false);
                throw new InvalidDataException("Message too large");
            }
            if (piece.EndOfMessage) return _buffer.AsSpan(0, length).ToArray();
        }
    }

    /// <summary>A browser gives up a connection on which text is not UTF-8, so other bodies go as binary.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.SendAsync(buffer, Utf8.IsValid(buffer.Span) ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read message by message.");
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");
}
