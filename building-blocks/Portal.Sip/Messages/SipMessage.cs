using System.Text;

namespace Portal.Sip;

/// <summary>What requests and responses have in common. Headers are read lazily; typed properties remember what they read until the headers change.</summary>
public abstract class SipMessage
{
    private protected SipMessage(SipHeaders headers) => Headers = headers;

    public SipHeaders Headers { get; }

    /// <summary>The body's octets; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Where a received message came from; null for one made here.</summary>
    public SipFlow? Source { get; internal set; }

    /// <summary>The topmost Via; null when absent or unreadable.</summary>
    public Via? TopVia => Headers.TopVia;

    /// <summary>From. A message from the network that lacks it never reaches a handler.</summary>
    /// <exception cref="InvalidOperationException">The message has none.</exception>
    public NameAddr From => Headers.From ?? throw Missing(SipHeaderName.From);

    /// <summary>To. A message from the network that lacks it never reaches a handler.</summary>
    /// <exception cref="InvalidOperationException">The message has none.</exception>
    public NameAddr To => Headers.To ?? throw Missing(SipHeaderName.To);

    /// <summary>Call-ID; empty when absent.</summary>
    public string CallId => Headers.CallId;

    /// <summary>CSeq; zero and an empty method when absent.</summary>
    public CSeq CSeq => Headers.CSeq ?? new CSeq(0, "");

    /// <summary>Expires in seconds; null when absent or malformed.</summary>
    public uint? Expires => Number(SipHeaderName.Expires);

    /// <summary>Max-Forwards; null when absent or malformed.</summary>
    public uint? MaxForwards => Number(SipHeaderName.MaxForwards);

    /// <summary>Max-Breadth (RFC 5393 §5); null when absent or malformed.</summary>
    public uint? MaxBreadth => Number(SipHeaderName.MaxBreadth);

    /// <summary>Content-Type as written; null when absent.</summary>
    public string? ContentType => Headers[SipHeaderName.ContentType];

    /// <summary>The first Contact; null when absent, unreadable or <c>*</c>.</summary>
    public NameAddr? Contact => Headers.TryGetAddresses(SipHeaderName.Contact, out var contacts) && contacts.Count > 0 ? contacts[0] : null;

    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Sets body and Content-Type; an empty body removes both.</summary>
    public void SetBody(ReadOnlyMemory<byte> body, string? contentType)
    {
        Body = body;
        Headers[SipHeaderName.ContentType] = body.IsEmpty ? null : contentType ?? ContentType ?? "application/octet-stream";
    }

    /// <summary>Sets body and Content-Type.</summary>
    public void SetBody(string body, string contentType) => SetBody(Encoding.UTF8.GetBytes(body), contentType);

    internal void SetReceivedBody(ReadOnlyMemory<byte> body) => Body = body;

    /// <summary>The message as octets.</summary>
    public byte[] ToBytes() => SipWriter.ToArray(this);

    /// <summary>The message as text, for logs and tests. Credentials are in it: never log the whole.</summary>
    public string ToWireText() => Encoding.UTF8.GetString(ToBytes());

    private uint? Number(SipHeaderName name) => Headers.TryGet(name, out var line) && Ascii.TryNumber(line, out var value) ? value : null;

    private static InvalidOperationException Missing(SipHeaderName name) => new($"The message has no readable {name}.");
}
