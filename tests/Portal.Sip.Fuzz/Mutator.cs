using System.Text;

namespace Portal.Sip.Fuzz;

/// <summary>
/// Makes broken messages of good ones: the same seed makes the same messages, so that a finding can be repeated. Knows enough of the
/// grammar to break it where it hurts, and breaks single octets as well.
/// </summary>
public sealed class Mutator(IReadOnlyList<byte[]> corpus, int seed)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\r\n", "\r\n\r\n", "\n", "\r", "\0", " ", "\t", "\r\n ", ";", ",", "\"", "\\", "<", ">", "@", ":", "%", "%00", "%", "[", "]", "[::", "=", "?", "&", "/", "*",
            "sip:", "sips:", "tel:", "SIP/2.0", "SIP/9.9", "z9hG4bK", ";branch=", ";tag=", ";rport", ";received=", ";lr", ";maddr=", "Via: ", "Content-Length: ", "l: ",
            "Content-Length: 4294967296\r\n", "Content-Length: -1\r\n", "CSeq: 4294967295 ", "CSeq: 99999999999999999999 ", "Max-Forwards: 0\r\n", "Require: x\r\n",
            "Authorization: Digest ", "Digest username=\"", "nonce=\"", "Contact: *\r\n", "Expires: 4294967295\r\n", "Route: <sip:a;lr>\r\n", "Session-Expires: 0\r\n",
            "Replaces: a;to-tag=b;from-tag=c\r\n", "Event: \r\n", "RAck: 1 1 INVITE\r\n", "INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "PRACK", "SUBSCRIBE",
        }.Select(Encoding.ASCII.GetBytes),
        [0xFF], [0xC3, 0x28], [0xEF, 0xBB, 0xBF], [0xE2, 0x80, 0xAE], [0xF0, 0x9F, 0x93, 0x9E],
    ];

    private readonly Random _random = new(seed);
    private byte[] _buffer = new byte[70_000];
    private byte[] _other = new byte[70_000];

    /// <summary>The next message; valid until the call after it.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var origin = corpus[_random.Next(corpus.Count)];
        var length = Math.Min(origin.Length, 65_000);
        origin.AsSpan(0, length).CopyTo(_buffer);
        for (var changes = 1 + _random.Next(_random.Next(8) == 0 ? 40 : 4); changes > 0; changes--) length = Change(length);
        return _buffer.AsSpan(0, length);
    }

    private int Change(int length)
    {
        if (length == 0) return Insert(0, 0, Pieces[_random.Next(Pieces.Length)]);
        var at = _random.Next(length);
        switch (_random.Next(12))
        {
            case 0:
                _buffer[at] ^= (byte)(1 << _random.Next(8));
                return length;
            case 1:
                _buffer[at] = (byte)_random.Next(256);
                return length;
            case 2:
                return Remove(length, at, 1 + _random.Next(Math.Min(length - at, 1 << _random.Next(10))));
            case 3:
                return _random.Next(6) == 0 ? at : length; // cut short
            case 4 or 5:
                return Insert(length, at, Pieces[_random.Next(Pieces.Length)]);
            case 6:
                return Repeat(length, at);
            case 7:
                return Line(length, at, remove: true);
            case 8:
                return Line(length, at, remove: false);
            case 9:
                return Splice(at);
            case 10:
                return Number(length, at);
            default:
                return Case(length, at);
        }
    }

    private int Insert(int length, int at, ReadOnlySpan<byte> piece)
    {
        if (length + piece.Length > 65_000) return length;
        _buffer.AsSpan(at, length - at).CopyTo(_other);
        piece.CopyTo(_buffer.AsSpan(at));
        _other.AsSpan(0, length - at).CopyTo(_buffer.AsSpan(at + piece.Length));
        return length + piece.Length;
    }

    private int Remove(int length, int at, int count)
    {
        count = Math.Min(count, length - at);
        _buffer.AsSpan(at + count, length - at - count).CopyTo(_other);
        _other.AsSpan(0, length - at - count).CopyTo(_buffer.AsSpan(at));
        return length - count;
    }

    /// <summary>A stretch many times over: long tokens, many parameters, deep nesting.</summary>
    private int Repeat(int length, int at)
    {
        var piece = _buffer.AsSpan(at, Math.Min(length - at, 1 + _random.Next(12))).ToArray();
        for (var times = 1 << _random.Next(_random.Next(4) == 0 ? 12 : 5); times > 0 && length + piece.Length < 65_000; times--) length = Insert(length, at, piece);
        return length;
    }

    /// <summary>Takes a header line out, or puts it elsewhere once more.</summary>
    private int Line(int length, int at, bool remove)
    {
        var begin = _buffer.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        var end = _buffer.AsSpan(at, length - at).IndexOf((byte)'\n');
        end = end < 0 ? length : at + end + 1;
        if (remove) return Remove(length, begin, end - begin);
        var line = _buffer.AsSpan(begin, end - begin).ToArray();
        var lines = _buffer.AsSpan(0, _random.Next(length)).LastIndexOf((byte)'\n') + 1;
        return Insert(length, lines, line);
    }

    /// <summary>The head of this message and the tail of another.</summary>
    private int Splice(int at)
    {
        var tail = corpus[_random.Next(corpus.Count)];
        var from = _random.Next(tail.Length + 1);
        var count = Math.Min(tail.Length - from, 65_000 - at);
        tail.AsSpan(from, count).CopyTo(_buffer.AsSpan(at));
        return at + count;
    }

    private int Number(int length, int at)
    {
        var digit = _buffer.AsSpan(at, length - at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (digit < 0) return length;
        at += digit;
        var end = at;
        while (end < length && _buffer[end] is >= (byte)'0' and <= (byte)'9') end++;
        length = Remove(length, at, end - at);
        var number = _random.Next(7) switch { 0 => "0", 1 => "-1", 2 => "4294967295", 3 => "4294967296", 4 => "99999999999999999999999", 5 => "65536", _ => _random.Next().ToString() };
        return Insert(length, at, Encoding.ASCII.GetBytes(number));
    }

    private int Case(int length, int at)
    {
        for (var i = at; i < Math.Min(at + 8, length); i++)
        {
            if (char.IsAsciiLetter((char)_buffer[i])) _buffer[i] ^= 0x20;
        }
        return length;
    }
}
