namespace Portal.Sip;

/// <summary>A request (RFC 3261 §7.1).</summary>
public sealed class SipRequest : SipMessage
{
    /// <summary>A request without headers; see <see cref="Create"/> for one that can be sent.</summary>
    public SipRequest(string method, SipUri uri) : this(method, uri, new SipHeaders()) { }

    internal SipRequest(string method, SipUri uri, SipHeaders headers) : base(headers)
    {
        Method = method;
        Uri = uri;
    }

    public string Method { get; }

    /// <summary>The Request-URI.</summary>
    public SipUri Uri { get; set; }

    public bool IsInvite => Method == SipMethod.Invite;
    public bool IsAck => Method == SipMethod.Ack;

    /// <summary>A request outside any dialog with the headers of RFC 3261 §8.1.1 but Via, which the endpoint adds when sending.</summary>
    /// <param name="callId">A new random one when null.</param>
    public static SipRequest Create(string method, SipUri uri, NameAddr from, NameAddr to, string? callId = null, uint cseq = 1)
    {
        var request = new SipRequest(method, uri);
        request.Headers
            .Add(SipHeaderName.MaxForwards, "70")
            .Add(SipHeaderName.From, from.Tag is null ? from.WithTag(SipToken.Tag()) : from)
            .Add(SipHeaderName.To, to)
            .Add(SipHeaderName.CallId, callId ?? SipToken.CallId())
            .Add(new CSeq(cseq, method));
        return request;
    }

    /// <summary>A copy whose headers can change without changing this one; the body is shared.</summary>
    public SipRequest Clone()
    {
        var copy = new SipRequest(Method, Uri, Headers.Clone()) { Source = Source };
        copy.SetReceivedBody(Body);
        return copy;
    }

    public override string ToString() => $"{Method} {Uri}";
}
