namespace Portal.Sip.Tests;

/// <summary>The steps of sipp scenarios, written down shortly. A caller's request names the INVITE's branch by how many steps it lies back.</summary>
internal static class SippScript
{
    public const string Offer = "v=0\no=sipp 1 1 IN IP4 [local_ip]\ns=-\nc=IN IP4 [media_ip]\nt=0 0\nm=audio [auto_media_port] RTP/AVP 0\na=rtpmap:0 PCMU/8000";
    public const string Hold = Offer + "\na=sendonly";

    public static string Scenario(params IEnumerable<string> steps) => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"calls\">\n{string.Join('\n', steps)}\n</scenario>";

    /// <summary>A request of the caller; inside the call along the route that was recorded.</summary>
    public static string Request(string method, int cseq, string? body = null, string headers = "", bool inside = true, int? branchOf = null) => Send(
        $"""
        {method} {(inside ? "[next_url]" : "sip:2002@[remote_ip]:[remote_port]")} SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch{(branchOf is { } back ? "-" + back : "")}]
        {(inside ? "[routes]\n" : "")}Max-Forwards: 70
        From: <sip:2001@127.0.0.1>;tag=[pid]c[call_number]
        To: <sip:2002@127.0.0.1>{(inside ? "[peer_tag_param]" : "")}
        Call-ID: [call_id]
        CSeq: {cseq} {(method)}
        Contact: <sip:2001@[local_ip]:[local_port]>
        {headers}
        """, body, repeat: method != SipMethod.Ack);

    /// <summary>An answer to what was received last.</summary>
    public static string Reply(int status, string? body = null, string headers = "", bool tag = true, string? cseq = null) => Send(
        $"""
        SIP/2.0 {status} {SipStatus.Phrase(status)}
        [last_Via:]
        [last_Record-Route:]
        [last_From:]
        [last_To:]{(tag ? ";tag=[pid]a[call_number]" : "")}
        [last_Call-ID:]
        {(cseq is null ? "[last_CSeq:]" : "CSeq: " + cseq)}
        Contact: <sip:2002@[local_ip]:[local_port]>
        {headers}
        """, body, repeat: status is >= 200 && body is not null);

    public static string Get(string method) => $"<recv request=\"{method}\"/>";
    public static string Get(int status, bool optional = false) => $"<recv response=\"{status}\"{(optional ? " optional=\"true\"" : "")}{(status == 200 ? " rrs=\"true\"" : "")}/>";
    public static string Wait(int milliseconds) => $"<pause milliseconds=\"{milliseconds}\"/>";

    /// <summary>The caller's way to a talk: five steps.</summary>
    public static IEnumerable<string> Connect(string headers = "") =>
        [Request(SipMethod.Invite, 1, Offer, headers, inside: false), Get(100, true), Get(180, true), Get(200), Request(SipMethod.Ack, 1)];

    /// <summary>Rings and picks up.</summary>
    public static IEnumerable<string> PickUp(string headers = "", int after = 0) =>
        [Get(SipMethod.Invite), Reply(180), .. after == 0 ? [] : (IEnumerable<string>)[Wait(after)], Reply(200, Offer, headers), Get(SipMethod.Ack)];

    public static IEnumerable<string> HangUp(int cseq) => [Request(SipMethod.Bye, cseq), Get(200)];
    public static IEnumerable<string> IsHungUp() => [Get(SipMethod.Bye), Reply(200, tag: false), "<timewait milliseconds=\"500\"/>"];

    /// <summary>Rings until it is told to stop.</summary>
    public static IEnumerable<string> Ring() => [Get(SipMethod.Invite), Reply(180), Get(SipMethod.Cancel), Reply(200), Reply(487, cseq: "1 INVITE"), Get(SipMethod.Ack)];

    private static string Send(string head, string? body, bool repeat)
    {
        var lines = string.Join('\n', head.Split('\n').Where(line => line.Length > 0));
        var end = body is null ? "\nContent-Length: 0\n\n" : $"\nContent-Type: application/sdp\nContent-Length: [len]\n\n{body}\n";
        return $"<send{(repeat ? " retrans=\"500\"" : "")}><![CDATA[\n{lines}{end}]]></send>";
    }
}
