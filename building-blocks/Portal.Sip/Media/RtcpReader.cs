using System.Buffers.Binary;

namespace Portal.Sip.Media;

/// <summary>RTCP packet types (RFC 3550 §12.1).</summary>
internal enum RtcpType : byte { SenderReport = 200, ReceiverReport = 201, SourceDescription = 202, Bye = 203, Application = 204 }

/// <summary>
/// Walks the packets of a compound (RFC 3550 §6.1). <see cref="IsValid"/> checks everything there is to check first, so that reading can't fail: version,
/// padding at the end only, lengths that add up exactly, counts that fit. A report at the start is not insisted on: phones send a goodbye without one.
/// </summary>
internal ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private const int SenderInfo = 20;
    private ReadOnlySpan<byte> _rest = compound;
    private ReadOnlySpan<byte> _packet;

    internal readonly RtcpType Type => (RtcpType)_packet[1];

    /// <summary>Reports, chunks or sources.</summary>
    internal readonly int Count => _packet[0] & 0x1F;

    /// <summary>The sender of a report, or the first source of a BYE.</summary>
    internal readonly uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[4..]);

    /// <summary>NTP time of a sender report.</summary>
    internal readonly ulong Ntp => BinaryPrimitives.ReadUInt64BigEndian(_packet[8..]);

    internal static bool IsValid(ReadOnlySpan<byte> compound)
    {
        if (compound.Length < 8) return false;
        for (var first = true; !compound.IsEmpty; first = false)
        {
            if (compound.Length < 4 || compound[0] >> 6 != 2 || compound[1] is < 192 or > 223) return false;
            var length = Length(compound);
            if (length > compound.Length) return false;
            if ((compound[0] & 0x20) != 0)
            {
                // Padding in the last only (§6.4.1), and in a packet of its own never.
                if (length != compound.Length || first || compound[length - 1] is 0 || compound[length - 1] > length - 4 || compound[length - 1] % 4 != 0) return false;
                length -= compound[length - 1];
            }
            var count = compound[0] & 0x1F;
            var least = (RtcpType)compound[1] switch
            {
                RtcpType.SenderReport => 8 + SenderInfo + count * RtcpReport.Bytes,
                RtcpType.ReceiverReport => 8 + count * RtcpReport.Bytes,
                RtcpType.Bye => 4 + count * 4,
                RtcpType.SourceDescription => 4 + count * 8,
                _ => 4,
            };
            if (length < least) return false;
            compound = compound[Length(compound)..];
        }
        return true;
    }

    internal bool Next()
    {
        if (_rest.IsEmpty) return false;
        _packet = _rest[..Length(_rest)];
        _rest = _rest[_packet.Length..];
        return true;
    }

    /// <summary>A report of an SR or RR.</summary>
    internal readonly RtcpReport Report(int number) =>
        RtcpReport.Read(_packet[((Type == RtcpType.SenderReport ? 8 + SenderInfo : 8) + number * RtcpReport.Bytes)..]);

    /// <summary>A source that says goodbye.</summary>
    internal readonly uint Leaver(int number) => BinaryPrimitives.ReadUInt32BigEndian(_packet[(4 + number * 4)..]);

    private static int Length(ReadOnlySpan<byte> packet) => (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1) * 4;
}
