using System.Buffers.Binary;

namespace Portal.Sip.Media;

/// <summary>What one side reports of one source it hears (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">The source reported on.</param>
/// <param name="FractionLost">Since the report before, in 256ths.</param>
/// <param name="CumulativeLost">Since the beginning; negative when duplicates outnumber losses.</param>
/// <param name="ExtendedHighest">The highest sequence number received, with the count of its cycles in the upper half.</param>
/// <param name="Jitter">Of the arrivals, in timestamp units.</param>
/// <param name="LastReport">The middle of the NTP time of the last sender report heard; 0 when none was.</param>
/// <param name="Delay">From hearing that to this report, in 65536ths of a second.</param>
public readonly record struct RtcpReport(uint Ssrc, byte FractionLost, int CumulativeLost, uint ExtendedHighest, uint Jitter, uint LastReport, uint Delay)
{
    internal const int Bytes = 24;

    internal static RtcpReport Read(ReadOnlySpan<byte> octets)
    {
        // 24 bits with a sign.
        var lost = BinaryPrimitives.ReadInt32BigEndian(octets[4..]) << 8 >> 8;
        return new(U32(octets), octets[4], lost, U32(octets[8..]), U32(octets[12..]), U32(octets[16..]), U32(octets[20..]));
    }

    internal void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt32BigEndian(octets, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(octets[4..], CumulativeLost & 0xFFFFFF);
        octets[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(octets[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(octets[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(octets[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(octets[20..], Delay);
    }

    private static uint U32(ReadOnlySpan<byte> octets) => BinaryPrimitives.ReadUInt32BigEndian(octets);
}
