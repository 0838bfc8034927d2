namespace Portal.Sip;

/// <summary>The headers every message has, exactly once and readable (RFC 3261 §8.1.1, §16.3 step 1).</summary>
internal static class HeaderRules
{
    /// <summary>The first problem in plain words, or null. What is read here stays with the headers.</summary>
    internal static string? Check(SipHeaders headers, SipRequest? request)
    {
        Span<byte> counts = stackalloc byte[256];
        headers.CountKnown(counts);
        if (counts[SipHeaderName.Via.Id] == 0) return "Via is missing";
        if (headers.TopVia is null) return "The topmost Via is malformed";
        if (Once(counts, SipHeaderName.From, "From is missing", "From appears twice") is { } from) return from;
        if (Once(counts, SipHeaderName.To, "To is missing", "To appears twice") is { } to) return to;
        if (Once(counts, SipHeaderName.CallId, "Call-ID is missing", "Call-ID appears twice") is { } id) return id;
        if (Once(counts, SipHeaderName.CSeq, "CSeq is missing", "CSeq appears twice") is { } number) return number;
        if (headers.From is null) return "From is malformed";
        if (headers.To is null) return "To is malformed";
        headers.TryGet(SipHeaderName.CallId, out var callId);
        if (!IsCallId(callId)) return "Call-ID is malformed";
        // §8.1.1.5: less than 2**31. Some devices start above it, so only what a 32 bit number cannot hold is refused.
        if (headers.CSeq is not { } cseq) return "CSeq is malformed";
        if (request is not null && cseq.Method != request.Method) return "The methods of the request line and CSeq differ";
        if (counts[SipHeaderName.MaxForwards.Id] > 1) return "Max-Forwards appears twice";
        if (headers.TryGet(SipHeaderName.MaxForwards, out var hops) && (!Ascii.TryNumber(hops, out var left) || left > 255)) return "Max-Forwards is malformed";
        if (counts[SipHeaderName.ContentLength.Id] > 1) return "Content-Length appears twice";
        return null;
    }

    private static string? Once(ReadOnlySpan<byte> counts, SipHeaderName name, string missing, string twice) => counts[name.Id] switch { 1 => null, 0 => missing, _ => twice };

    /// <summary>The request if an answer to it could find its way: a Via whose sent-by can be read.</summary>
    internal static SipRequest? Answerable(SipRequest request) =>
        request.Method != SipMethod.Ack
        && request.Headers.TryGet(SipHeaderName.Via, out var via)
        && Via.Read(new SipReader(via).NextListValue(), out _, out _)
            ? request : null;

    /// <summary>word ["@" word].</summary>
    private static bool IsCallId(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(CharacterSets.Word);
}
