namespace Portal.Sip.Sdp;

/// <summary>When media is protected by SRTP with keys in the SDP (RFC 4568).</summary>
public enum SrtpUse
{
    /// <summary>Never: an offer that insists on it is refused.</summary>
    Never,
    /// <summary>When the other side offers it; our offers are in the clear.</summary>
    WhenOffered,
    /// <summary>Always: offered as RTP/SAVP, and an offer without it is refused.</summary>
    Always,
}

/// <summary>One medium as we want it, for an offer or to answer one with.</summary>
public sealed record SdpStream
{
    /// <summary>audio, video, ….</summary>
    public string Kind { get; init; } = "audio";

    /// <summary>The RTP port, as of <see cref="Media.RtpSession.LocalEndPoint"/>.</summary>
    public required int Port { get; init; }

    /// <summary>Preferred first; <see cref="SdpCodec.Keys"/> among them for key presses. Payload types are those of our offers.</summary>
    public IReadOnlyList<SdpCodec> Codecs { get; init; } = [SdpCodec.ALaw, SdpCodec.MuLaw, SdpCodec.Keys];

    /// <summary>What we want: to put on hold, <see cref="SdpDirection.SendOnly"/>, or <see cref="SdpDirection.Inactive"/> without music.</summary>
    public SdpDirection Direction { get; init; } = SdpDirection.SendReceive;

    public SrtpUse Srtp { get; init; } = SrtpUse.WhenOffered;

    /// <summary>RTP and RTCP on one port, where the other side wants it too (RFC 5761); true by default.</summary>
    public bool Mux { get; init; } = true;

    /// <summary>Further lines of ours under the m= line.</summary>
    public IReadOnlyList<SdpLine> Lines { get; init; } = [];
}
