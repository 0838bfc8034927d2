using System.Net;
using System.Text;
using Portal.Sip;

namespace Portal.Benchmarks;

/// <summary>A transport without a network: octets go in, and what comes out is kept only as long as the next.</summary>
internal sealed class Wire : ISipTransport
{
    private ISipReceiver? _receiver;

    public SipTransportKind Kind => SipTransportKind.Udp;
    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Parse("192.0.2.1"), 5060);
    public byte[] LastSent { get; private set; } = [];

    /// <summary>Called with each message sent; null drops them.</summary>
    public Action<byte[]>? Sent { get; set; }

    public void Start(ISipReceiver receiver) => _receiver = receiver;

    public void Send(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception>? failed)
    {
        if (Sent is null) return;
        LastSent = octets.ToArray();
        Sent(LastSent);
    }

    public void Receive(byte[] octets, SipFlow source) => _receiver!.Receive(octets, source);

    public SipFlow From(int port) => new(SipTransportKind.Udp, new IPEndPoint(IPAddress.Parse("192.0.2.77"), port), 0, LocalEndPoint);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Messages as telephones send them.</summary>
internal static class Messages
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.77\r\ns=-\r\nc=IN IP4 192.0.2.77\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 0 101\r\n"
        + "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";

    public static byte[] Options(int number = 1) => Octets($"""
        OPTIONS sip:example.test SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.77:5062;rport;branch=z9hG4bK-options-{number}
        Max-Forwards: 70
        From: <sip:2001@example.test>;tag=f{number}
        To: <sip:example.test>
        Call-ID: options-{number}@192.0.2.77
        CSeq: 1 OPTIONS
        Contact: <sip:2001@192.0.2.77:5062>
        User-Agent: Benchmark
        Content-Length: 0


        """);

    public static byte[] Register(string user, int number, string? authorization = null) => Octets($"""
        REGISTER sip:example.test SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.77:5062;rport;branch=z9hG4bK-register-{number}
        Max-Forwards: 70
        From: <sip:{user}@example.test>;tag=f{user}
        To: <sip:{user}@example.test>
        Call-ID: {user}@192.0.2.77
        CSeq: {number} REGISTER
        Contact: <sip:{user}@192.0.2.77:5062>
        Expires: 600
        {(authorization is null ? "Subject: none" : "Authorization: " + authorization)}
        User-Agent: Benchmark
        Content-Length: 0


        """);

    public static byte[] Invite(int number = 1) => Octets($"""
        INVITE sip:2002@example.test SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.77:5062;rport;branch=z9hG4bK-invite-{number}
        Max-Forwards: 70
        From: "Jane Jones" <sip:2001@example.test>;tag=f{number}
        To: <sip:2002@example.test>
        Call-ID: invite-{number}@192.0.2.77
        CSeq: 1 INVITE
        Contact: <sip:2001@192.0.2.77:5062>
        Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, REFER, NOTIFY
        Supported: timer, replaces, 100rel
        Session-Expires: 1800
        User-Agent: Benchmark
        Content-Type: application/sdp
        Content-Length: {Sdp.Length}


        """.TrimEnd() + "\n\n", Sdp);

    private static byte[] Octets(string head, string body = "") => Encoding.UTF8.GetBytes(head.ReplaceLineEndings("\r\n") + body);
}
