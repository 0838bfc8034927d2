using System.Diagnostics;
using Portal.Sip.Media;

namespace Portal.Sip.Streams;

/// <summary>Sends back what it hears, through a jitter buffer; or speaks and counts what comes back.</summary>
internal sealed class Stream(bool echoes, int most) : IRtpHandler
{
    private static readonly byte[] Sound = Enumerable.Range(0, 160).Select(i => (byte)(i * 7)).ToArray();
    private readonly JitterBuffer _buffer = new(160);

    internal readonly Lateness Emitted = new(most);
    internal long Taken, Filled, Empty;
    internal static volatile bool Measuring;

    public void Received(RtpSession session, in RtpPacket packet, long arrival)
    {
        if (Measuring) Taken++;
        if (echoes) _buffer.Put(packet.Ssrc, packet.Timestamp, packet.Payload, arrival);
    }

    public int Fill(RtpSession session, Span<byte> payload)
    {
        var length = Take(payload);
        if (!Measuring) return length;
        Emitted.Note(Stopwatch.GetElapsedTime(0));
        Filled++;
        if (length == 0) Empty++;
        return length;
    }

    private int Take(Span<byte> payload)
    {
        if (!echoes)
        {
            Sound.CopyTo(payload);
            return Sound.Length;
        }
        if (_buffer.Take(out var frame) != FrameKind.Audio) return 0;
        frame.CopyTo(payload);
        return frame.Length;
    }
}
