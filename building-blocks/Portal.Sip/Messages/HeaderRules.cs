namespace Portal.Sip;

/// <summary>The headers every message has, exactly once and readable (RFC 3261 §8.1.1, §16.3 step 1).</summary>
internal static class HeaderRules
{
    private static readonly (SipHeaderName Name, string Missing, string Twice)[] Single =
    [
        (SipHeaderName.From, "From is missing", "From appears twice"),
        (SipHeaderName.To, "To is missing", "To appears twice"),
        (SipHeaderName.CallId, "Call-ID is missing", "Call-ID appears twice"),
        (SipHeaderName.CSeq, "CSeq is missing", "CSeq appears twice"),
    ];

    /// <summary>The first problem in plain words, or null.</summary>
    internal static string? Check(SipHeaders headers, SipRequest? request)
    {
        if (!headers.TryGet(SipHeaderName.Via, out var via)) return "Via is missing";
        if (!Via.TryParse(new SipReader(via).NextListValue(), out _)) return "The topmost Via is malformed";
        foreach (var (name, missing, twice) in Single)
        {
            var count = headers.CountOf(name);
            if (count != 1) return count == 0 ? missing : twice;
        }
        headers.TryGet(SipHeaderName.From, out var from);
        if (!NameAddr.TryParse(from, out _)) return "From is malformed";
        headers.TryGet(SipHeaderName.To, out var to);
        if (!NameAddr.TryParse(to, out _)) return "To is malformed";
        headers.TryGet(SipHeaderName.CallId, out var callId);
        if (!IsCallId(callId)) return "Call-ID is malformed";
        headers.TryGet(SipHeaderName.CSeq, out var text);
        // §8.1.1.5: less than 2**31. Some devices start above it, so only what a 32 bit number cannot hold is refused.
        if (!CSeq.TryParse(text, out var cseq)) return "CSeq is malformed";
        if (request is not null && cseq.Method != request.Method) return "The methods of the request line and CSeq differ";
        if (headers.CountOf(SipHeaderName.MaxForwards) > 1) return "Max-Forwards appears twice";
        if (headers.TryGet(SipHeaderName.MaxForwards, out var hops) && (!Ascii.TryNumber(hops, out var left) || left > 255)) return "Max-Forwards is malformed";
        if (headers.CountOf(SipHeaderName.ContentLength) > 1) return "Content-Length appears twice";
        return null;
    }

    /// <summary>The request if an answer to it could find its way: a Via whose sent-by can be read.</summary>
    internal static SipRequest? Answerable(SipRequest request) =>
        request.Method != SipMethod.Ack
        && request.Headers.TryGet(SipHeaderName.Via, out var via)
        && Via.Read(new SipReader(via).NextListValue(), out _, out _)
            ? request : null;

    /// <summary>word ["@" word].</summary>
    private static bool IsCallId(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(CharacterSets.Word);
}
