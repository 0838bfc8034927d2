namespace Portal.Sip;

/// <summary>A response (RFC 3261 §7.2).</summary>
public sealed class SipResponse : SipMessage
{
    public SipResponse(int statusCode, string? reason = null) : this(statusCode, reason ?? SipStatus.Phrase(statusCode), new SipHeaders(10)) { }

    internal SipResponse(int statusCode, string reason, SipHeaders headers) : base(headers)
    {
        if (statusCode is < 100 or > 699) throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A status code is 100 to 699.");
        if (reason.AsSpan().ContainsAny('\r', '\n', '\0')) throw new ArgumentException("A reason phrase is one line.", nameof(reason));
        StatusCode = statusCode;
        Reason = reason;
    }

    public int StatusCode { get; }
    public string Reason { get; }

    public bool IsProvisional => StatusCode < 200;
    public bool IsFinal => StatusCode >= 200;
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>True for the 408 and 503 that a client transaction makes up when nothing came or nothing could be sent (RFC 3261 §8.1.3.1).</summary>
    public bool IsLocallyGenerated { get; internal init; }

    /// <summary>An answer to a request with the headers of RFC 3261 §8.2.6: Via, From, To, Call-ID and CSeq copied, a To tag added to all but 100.</summary>
    /// <param name="toTag">The tag to add where the request had none; a random one when null.</param>
    public static SipResponse Create(SipRequest request, int statusCode, string? reason = null, string? toTag = null)
    {
        var response = new SipResponse(statusCode, reason);
        CopyBasics(request, response, toTag);
        return response;
    }

    internal static SipResponse CreateLocal(SipRequest request, int statusCode)
    {
        var response = new SipResponse(statusCode) { IsLocallyGenerated = true };
        CopyBasics(request, response, null);
        return response;
    }

    private static void CopyBasics(SipRequest request, SipResponse response, string? toTag)
    {
        var headers = response.Headers;
        headers.CopyIdentity(request.Headers);
        // A malformed request is answered too: there the To may be unreadable or missing, and is then left as it came.
        if (response.StatusCode > 100 && request.Headers.To is { Tag: null }) headers.AppendToTag(toTag ?? SipToken.Tag());
        if (response.StatusCode == 100) headers.CopyFrom(request.Headers, "Timestamp");
    }

    public override string ToString() => $"{StatusCode} {Reason}";
}
