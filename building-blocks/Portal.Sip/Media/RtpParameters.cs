using System.Net;
using Portal.Sip.Sdp;

namespace Portal.Sip.Media;

/// <summary>What signalling has agreed for an <see cref="RtpSession"/>; a re-INVITE brings new ones.</summary>
public sealed record RtpParameters
{
    /// <summary>Where the SDP wants RTP; null before there is one. The unspecified address (0.0.0.0, RFC 2543's hold) is sent nothing.</summary>
    public IPEndPoint? Remote { get; init; }

    /// <summary>Where it wants RTCP (a=rtcp, RFC 3605); by default the port above.</summary>
    public IPEndPoint? RemoteControl { get; init; }

    /// <summary>Where signalling really came from: behind NAT the media comes from there too, whatever the SDP says.</summary>
    public IPAddress? SignallingAddress { get; init; }

    /// <summary>RTP and RTCP on one port, agreed by both sides (a=rtcp-mux, RFC 5761).</summary>
    public bool Mux { get; init; }

    /// <summary>The codec's payload type for what is sent, 0 to 127.</summary>
    public byte PayloadType { get; init; }

    /// <summary>Payload type of telephone events; null when the other side takes none.</summary>
    public byte? EventPayloadType { get; init; }

    /// <summary>RTP clock units a second. 8,000 for G.711, and for G.722 (RFC 3551 §4.5.2).</summary>
    public int ClockRate { get; init; } = 8000;

    /// <summary>As we see it: with <see cref="SdpDirection.SendOnly"/> we send.</summary>
    public SdpDirection Direction { get; init; } = SdpDirection.SendReceive;

    /// <summary>SRTP: the key that protects what we send (RFC 4568). Both keys or none.</summary>
    public SdesKey? LocalKey { get; init; }

    /// <summary>SRTP: the key of what we receive.</summary>
    public SdesKey? RemoteKey { get; init; }

    internal bool Sends => Direction is SdpDirection.SendReceive or SdpDirection.SendOnly;

    internal bool Receives => Direction is SdpDirection.SendReceive or SdpDirection.ReceiveOnly;
}

/// <summary>How an <see cref="RtpSession"/> behaves.</summary>
public sealed record RtpSessionOptions
{
    /// <summary>How long the source must be silent before another address may take its place; 2 s by default.</summary>
    public TimeSpan RelockAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For how long after signalling the first sender may come from any address at all. None by default: a stranger who is quicker than the phone
    /// would hear the call. For phones behind two NATs.</summary>
    public TimeSpan LearningWindow { get; init; } = TimeSpan.Zero;

    /// <summary>Least time between RTCP reports on the average (RFC 3550 §6.2); 5 s by default, half of it before the first.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The session's bandwidth in bits a second, headers included; RTCP takes a twentieth of it at most. 80,000 by default: G.711.</summary>
    public int Bandwidth { get; init; } = 80_000;
}

/// <summary>Counts of a session at one moment.</summary>
public sealed record RtpStatistics
{
    /// <summary>RTP packets of the source that were taken.</summary>
    public long PacketsReceived { get; init; }
    public long PacketsSent { get; init; }

    /// <summary>Datagrams from elsewhere than the source.</summary>
    public long Strangers { get; init; }

    /// <summary>Datagrams that SRTP found forged or repeated.</summary>
    public long Forged { get; init; }

    /// <summary>Datagrams that are neither RTP nor RTCP.</summary>
    public long Malformed { get; init; }

    /// <summary>Packets of the present source that never came (RFC 3550 §6.4.1).</summary>
    public int Lost { get; init; }

    /// <summary>Of the arrivals (RFC 3550 §6.4.1).</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Network and other side, from the reports; null before the first that tells.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>The last report of the other side about what we send.</summary>
    public RtcpReport? RemoteReport { get; init; }

    public long ReportsSent { get; init; }
    public long ReportsReceived { get; init; }

    /// <summary>Where the source was heard; null before.</summary>
    public IPEndPoint? Source { get; init; }
}
