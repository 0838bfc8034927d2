using System.Net;
using Portal.Sip.Media;

namespace Portal.Sip.Sdp;

/// <summary>What offer and answer came to for one m= line.</summary>
/// <param name="Kind">audio, video, ….</param>
public sealed record SdpAgreedStream(string Kind)
{
    /// <summary>Which of our streams it is; null when the medium was refused by either side.</summary>
    public SdpStream? Local { get; init; }

    /// <summary>Null when refused.</summary>
    public SdpCodec? Codec { get; init; }

    /// <summary>Key presses; null when the other side takes none.</summary>
    public SdpCodec? Keys { get; init; }

    /// <summary>As we see it.</summary>
    public SdpDirection Direction { get; init; } = SdpDirection.Inactive;

    public IPEndPoint? Remote { get; init; }
    public IPEndPoint? RemoteControl { get; init; }
    public bool Mux { get; init; }
    public SdesKey? LocalKey { get; init; }
    public SdesKey? RemoteKey { get; init; }

    public bool IsRefused => Codec is null;

    /// <summary>For <see cref="RtpSession.Apply"/>.</summary>
    /// <param name="signalling">Where the SDP really came from.</param>
    public RtpParameters ToParameters(IPAddress? signalling = null) => new()
    {
        Remote = Remote,
        RemoteControl = RemoteControl,
        SignallingAddress = signalling,
        Mux = Mux,
        PayloadType = Codec?.PayloadType ?? 0,
        EventPayloadType = Keys?.PayloadType,
        ClockRate = Codec?.ClockRate ?? 8000,
        Direction = Direction,
        LocalKey = LocalKey,
        RemoteKey = RemoteKey,
    };
}

/// <summary>An answer to send, and what it agrees to, a stream for each m= line.</summary>
public sealed record SdpAnswer(SdpSession Description, IReadOnlyList<SdpAgreedStream> Streams)
{
    /// <summary>Nothing could be agreed: answer 488 rather than with this.</summary>
    public bool IsRefusal => Streams.All(stream => stream.IsRefused);
}
