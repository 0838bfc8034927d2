namespace Portal.Sip.Transport;

/// <summary>What the framer found next.</summary>
internal enum StreamItem { NeedMore, Message, KeepAlive, Blank, Unframed, Garbage }

/// <summary>Cuts messages from a byte stream by their Content-Length (RFC 3261 §18.3), keep-alives of RFC 5626 §3.5.1 included.</summary>
internal sealed class StreamFramer
{
    private byte[] _buffer = new byte[4096];
    private int _start, _end, _scanned;

    /// <summary>Why the last item was not a message.</summary>
    internal string Reason { get; private set; } = "";

    /// <summary>True while part of a message waits for the rest.</summary>
    internal bool HasPartial => _end > _start && _buffer[_start] is not ((byte)'\r' or (byte)'\n');

    /// <summary>Room for the next read.</summary>
    internal Memory<byte> Room()
    {
        if (_start == _end) _start = _end = _scanned = 0;
        if (_buffer.Length - _end < 2048)
        {
            var used = _end - _start;
            var target = _buffer.Length - used >= 4096 && _start > 0 ? _buffer : new byte[Math.Min(Math.Max(_buffer.Length * 2, used + 4096), SipLimits.MessageBytes + 8192)];
            Buffer.BlockCopy(_buffer, _start, target, 0, used);
            _buffer = target;
            _scanned -= _start;
            _start = 0;
            _end = used;
        }
        return _buffer.AsMemory(_end);
    }

    internal void Add(int count) => _end += count;

    internal StreamItem Next(out ReadOnlyMemory<byte> message)
    {
        message = default;
        var data = _buffer.AsSpan(_start, _end - _start);
        if (data.IsEmpty) return StreamItem.NeedMore;
        if (data[0] is (byte)'\r' or (byte)'\n') return Blank(data);

        var from = Math.Max(_scanned - _start - 3, 0);
        var at = data[from..].IndexOf("\r\n\r\n"u8);
        if (at < 0)
        {
            _scanned = _end;
            if (data.Length > SipLimits.MessageBytes) return Fail("Header too large", StreamItem.Garbage);
            return LooksLikeSip(data) ? StreamItem.NeedMore : Fail("Not SIP", StreamItem.Garbage);
        }
        if (!LooksLikeSip(data)) return Fail("Not SIP", StreamItem.Garbage);
        var headLength = from + at + 4;
        if (ContentLength(data[..headLength], out var length) is { } problem)
        {
            message = data[..headLength].ToArray();
            return Fail(problem, StreamItem.Unframed);
        }
        if (headLength + (long)length > SipLimits.MessageBytes)
        {
            message = data[..headLength].ToArray();
            return Fail("Message too large", StreamItem.Unframed);
        }
        var total = headLength + (int)length;
        if (data.Length < total) return StreamItem.NeedMore;
        message = data[..total].ToArray();
        _start += total;
        _scanned = _start;
        return StreamItem.Message;
    }

    private StreamItem Blank(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOfAnyExcept((byte)'\r', (byte)'\n');
        var blanks = end < 0 ? data : data[..end];
        // A ping is CRLF CRLF; a single CRLF may be its first half, or what some stacks put between messages.
        if (end < 0 && blanks.Length < 4) return StreamItem.NeedMore;
        _start += blanks.Length;
        _scanned = _start;
        return blanks.Length >= 4 ? StreamItem.KeepAlive : StreamItem.Blank;
    }

    private StreamItem Fail(string reason, StreamItem item)
    {
        Reason = reason;
        return item;
    }

    /// <summary>A start line has printable characters only; anything else (TLS, HTTP/2, noise) is told in the first octets.</summary>
    private static bool LooksLikeSip(ReadOnlySpan<byte> data)
    {
        var line = data[..Math.Min(data.Length, 16)];
        return !line.ContainsAnyInRange((byte)0, (byte)9) && !line.ContainsAnyInRange((byte)14, (byte)31) && line.IndexOf((byte)' ') != 0;
    }

    /// <summary>The one Content-Length, or what is wrong with it. It is mandatory on a stream.</summary>
    private static string? ContentLength(ReadOnlySpan<byte> head, out uint length)
    {
        length = 0;
        var found = false;
        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[0] is (byte)' ' or (byte)'\t') continue;
            var name = line[..colon].TrimEnd(" \t"u8);
            if (!Ascii.EqualsIgnoreCase(name, "Content-Length") && !Ascii.EqualsIgnoreCase(name, "l")) continue;
            if (found) return "Content-Length appears twice";
            found = true;
            var value = Ascii.Trim(line[(colon + 1)..]);
            if (!Ascii.TryNumber(value, out length)) return "Content-Length is not a number";
        }
        return found ? null : "Content-Length is missing";
    }
}
