using System.Buffers.Binary;

namespace Portal.Sip.Media;

/// <summary>Writes a compound RTCP packet: a report, the canonical name, and a goodbye at the end (RFC 3550 §6.1).</summary>
internal ref struct RtcpWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    internal int Length { get; private set; }

    internal void SenderReport(uint ssrc, ulong ntp, uint timestamp, uint packets, uint octets, RtcpReport? report)
    {
        var body = Begin(RtcpType.SenderReport, ssrc, 28, report);
        BinaryPrimitives.WriteUInt64BigEndian(body[8..], ntp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], packets);
        BinaryPrimitives.WriteUInt32BigEndian(body[24..], octets);
    }

    internal void ReceiverReport(uint ssrc, RtcpReport? report) => Begin(RtcpType.ReceiverReport, ssrc, 8, report);

    private Span<byte> Begin(RtcpType type, uint ssrc, int fixedBytes, RtcpReport? report)
    {
        var packet = Packet(type, report is null ? 0 : 1, fixedBytes + (report is null ? 0 : RtcpReport.Bytes));
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        report?.Write(packet[fixedBytes..]);
        return packet;
    }

    /// <summary>SDES with CNAME alone (§6.5.1): nothing else about people goes out.</summary>
    internal void Name(uint ssrc, ReadOnlySpan<byte> name)
    {
        // At least one NUL ends the chunk, then to the next word.
        var packet = Packet(RtcpType.SourceDescription, 1, (8 + 2 + name.Length + 1 + 3) / 4 * 4);
        packet[8..].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        packet[8] = 1;
        packet[9] = (byte)name.Length;
        name.CopyTo(packet[10..]);
    }

    internal void Bye(uint ssrc) => BinaryPrimitives.WriteUInt32BigEndian(Packet(RtcpType.Bye, 1, 8)[4..], ssrc);

    private Span<byte> Packet(RtcpType type, int count, int bytes)
    {
        var packet = _buffer.Slice(Length, bytes);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bytes / 4 - 1));
        Length += bytes;
        return packet;
    }
}
