using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Portal.Sip;

/// <summary>Reads messages from octets. Checks what routing and answering rest on; other headers are read when asked for.</summary>
public static class SipParser
{
    internal delegate bool ListOf<T>(ReadOnlySpan<byte> text, [NotNullWhen(true)] out T? value);

    /// <summary>Reads one datagram, or one message cut from a stream. The message keeps the memory: it must not be reused afterwards.</summary>
    /// <param name="octets">At most <see cref="SipLimits.MessageBytes"/>; octets after the body are ignored (RFC 3261 §18.3).</param>
    /// <param name="message">The request or response.</param>
    /// <param name="error">Why not, when the result is false.</param>
    public static bool TryParse(ReadOnlyMemory<byte> octets, [NotNullWhen(true)] out SipMessage? message, [NotNullWhen(false)] out SipParseError? error)
    {
        message = null;
        if (octets.Length > SipLimits.MessageBytes)
        {
            error = new SipParseError(513, "Message too large", null);
            return false;
        }

        var start = 0;
        // Empty lines before the start line are to be ignored (§7.5).
        while (start < octets.Length && octets.Span[start] is (byte)'\r' or (byte)'\n') start++;
        octets = octets[start..];
        // Header lines keep the array, without a copy each.
        var array = MemoryMarshal.TryGetArray(octets, out var segment) ? segment : new ArraySegment<byte>(octets.ToArray());

        var end = octets.Span.IndexOf((byte)'\n');
        if (end < 0)
        {
            error = new SipParseError(400, "No start line", null);
            return false;
        }
        var startLine = octets.Span[..end].TrimEnd((byte)'\r');
        var headers = new SipHeaders();
        var headerProblem = ReadHeaders(array, end + 1, headers, out var bodyAt);

        if (startLine.StartsWith("SIP/"u8))
        {
            message = ReadResponse(startLine, headers, out var problem);
            problem ??= headerProblem ?? HeaderRules.Check(headers, null) ?? ReadBody(message!, octets[bodyAt..]);
            error = problem is null ? null : new SipParseError(400, problem, null);
        }
        else
        {
            var request = RequestLine.Read(startLine, headers, out var status, out var problem);
            problem ??= headerProblem ?? HeaderRules.Check(headers, request);
            message = request;
            if (problem is null && ReadBody(request!, octets[bodyAt..]) is { } lengthProblem)
            {
                problem = lengthProblem;
                status = 400;
            }
            error = problem is null ? null
                : new SipParseError(status == 0 ? 400 : status, problem, HeaderRules.Answerable(request ?? RequestLine.Placeholder(headers)));
        }
        if (error is not null) message = null;
        return error is null;
    }

    private static string? ReadHeaders(ArraySegment<byte> octets, int at, SipHeaders headers, out int bodyAt)
    {
        string? problem = null;
        ReadOnlySpan<byte> span = octets;
        while (at < span.Length)
        {
            var end = LineEnd(span, at, out var next);
            if (end == at)
            {
                bodyAt = next;
                return problem;
            }
            if (headers.Count == SipLimits.HeaderLines) { bodyAt = span.Length; return problem ?? "Too many header lines"; }
            problem = ReadLine(octets.Array!, octets.Offset + at, span[at..end], headers) ?? problem;
            at = next;
        }
        // Without the empty line nobody knows whether the message is whole.
        bodyAt = span.Length;
        return problem ?? "The empty line after the headers is missing";
    }

    /// <summary>The end of a header line, folds included (a line that starts with white space goes on with the one before).</summary>
    private static int LineEnd(ReadOnlySpan<byte> span, int at, out int next)
    {
        var from = at;
        while (true)
        {
            var feed = span[from..].IndexOf((byte)'\n');
            if (feed < 0)
            {
                next = span.Length;
                return span.Length;
            }
            feed += from;
            next = feed + 1;
            var end = feed > at && span[feed - 1] == (byte)'\r' ? feed - 1 : feed;
            if (end == at || next >= span.Length || span[next] is not ((byte)' ' or (byte)'\t')) return end;
            from = next;
        }
    }

    private static string? ReadLine(byte[] octets, int at, ReadOnlySpan<byte> span, SipHeaders headers)
    {
        var colon = span.IndexOf((byte)':');
        if (colon <= 0) return "A header line has no colon";
        var name = span[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty || name.ContainsAnyExcept(CharacterSets.Token)) return "A header name is not a token";
        var value = span[(colon + 1)..];
        if (value.Length > SipLimits.HeaderValueBytes) return "A header line is too long";
        var from = 0;
        var to = value.Length;
        while (from < to && value[from] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') from++;
        while (to > from && value[to - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') to--;
        value = value[from..to];
        headers.AddRaw(SipHeaderName.Parse(name), octets, at + colon + 1 + from, value.Length);
        // A lone CR could become a line end behind a laxer parser; NUL likewise cuts text short.
        return HasStrayControl(value) ? "A header value holds a control character" : null;
    }

    private static bool HasStrayControl(ReadOnlySpan<byte> value)
    {
        for (var i = value.IndexOfAny((byte)'\r', (byte)'\0'); i >= 0 && i < value.Length; i++)
        {
            if (value[i] == 0 && (i == 0 || value[i - 1] != (byte)'\\')) return true;
            if (value[i] == (byte)'\r' && (i + 1 >= value.Length || value[i + 1] != (byte)'\n')) return true;
        }
        return false;
    }

    private static string? ReadBody(SipMessage message, ReadOnlyMemory<byte> rest)
    {
        if (message.Headers.TryGet(SipHeaderName.ContentLength, out var text))
        {
            if (!Ascii.TryNumber(text, out var length)) return "Content-Length is not a number";
            if (length > rest.Length) return "Content-Length is larger than the message";
            rest = rest[..(int)length];
        }
        message.SetReceivedBody(rest);
        return null;
    }

    private static SipResponse? ReadResponse(ReadOnlySpan<byte> line, SipHeaders headers, out string? problem)
    {
        problem = "The status line is malformed";
        if (!line.StartsWith("SIP/2.0 "u8)) return null;
        var rest = line[8..];
        if (rest.Length < 3 || !Ascii.TryNumber(rest[..3], out var code) || code is < 100 or > 699) return null;
        if (rest.Length > 3 && rest[3] != (byte)' ') return null;
        var reason = rest.Length > 4 ? rest[4..] : default;
        if (reason.ContainsAny((byte)'\0', (byte)'\r')) return null;
        problem = null;
        return new SipResponse((int)code, Encoding.UTF8.GetString(reason), headers);
    }
}
