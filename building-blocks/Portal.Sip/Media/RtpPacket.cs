using System.Buffers.Binary;

namespace Portal.Sip.Media;

/// <summary>The fixed header of an RTP packet and where its payload lies (RFC 3550 §5.1). A view: nothing is copied.</summary>
public readonly ref struct RtpPacket
{
    /// <summary>Octets of the header without CSRCs and extension.</summary>
    public const int HeaderBytes = 12;

    private RtpPacket(ReadOnlySpan<byte> octets, int payloadAt, int payloadLength)
    {
        Marker = (octets[1] & 0x80) != 0;
        PayloadType = (byte)(octets[1] & 0x7F);
        SequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]);
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(octets[8..]);
        HeaderLength = payloadAt;
        Payload = octets.Slice(payloadAt, payloadLength);
    }

    public bool Marker { get; }

    /// <summary>0 to 127; its meaning is in the SDP.</summary>
    public byte PayloadType { get; }

    public ushort SequenceNumber { get; }

    /// <summary>In units of the payload's clock (8,000 a second for G.711, and for G.722 too: RFC 3551 §4.5.2).</summary>
    public uint Timestamp { get; }

    public uint Ssrc { get; }

    /// <summary>Octets before the payload: header, CSRCs and extension.</summary>
    public int HeaderLength { get; }

    /// <summary>Without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>False for what is not RTP version 2, is cut short, or is RTCP sent to the same port (payload types 64 to 95 with the marker, RFC 5761 §4).</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out RtpPacket packet)
    {
        packet = default;
        if (octets.Length < HeaderBytes || octets[0] >> 6 != 2) return false;
        if (octets[1] is >= 192 and <= 223) return false;
        var at = HeaderBytes + (octets[0] & 0x0F) * 4;
        if ((octets[0] & 0x10) != 0)
        {
            if (octets.Length < at + 4) return false;
            at += 4 + BinaryPrimitives.ReadUInt16BigEndian(octets[(at + 2)..]) * 4;
        }
        if (octets.Length < at) return false;
        var length = octets.Length - at;
        if ((octets[0] & 0x20) != 0)
        {
            // The last octet counts itself.
            if (length == 0 || octets[^1] == 0 || octets[^1] > length) return false;
            length -= octets[^1];
        }
        packet = new RtpPacket(octets, at, length);
        return true;
    }

    /// <summary>Writes a header; the payload follows at <see cref="HeaderBytes"/>.</summary>
    public static void WriteHeader(Span<byte> octets, byte payloadType, bool marker, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        octets[0] = 0x80;
        octets[1] = (byte)((payloadType & 0x7F) | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(octets[8..], ssrc);
    }
}
