using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Sip.Media;

/// <summary>The crypto suites of SDES that are spoken (RFC 4568 §6.2): AES-128 counter mode with an HMAC-SHA1 tag of 80 or 32 bits.</summary>
public enum SrtpSuite { AesCm128HmacSha1_80, AesCm128HmacSha1_32 }

/// <summary>
/// SRTP and SRTCP in one direction under one master key (RFC 3711): protects what is sent or checks and opens what is received. One instance a direction
/// and a master key; several SSRCs may share it. Not safe for several threads.
/// </summary>
public sealed class SrtpContext : IDisposable
{
    /// <summary>Octets of master key and master salt together: what SDES carries in base64.</summary>
    public const int KeyBytes = 30;

    /// <summary>Octets that protection adds at most.</summary>
    public const int Overhead = 14;

    private const int RtcpTag = 10;
    private readonly SrtpKeyStream _rtp, _rtcp;
    private readonly byte[] _rtcpAuth;
    private readonly IncrementalHash _rtpAuth; // one for all packets: making one costs more than a packet does
    private readonly int _tag;
    private readonly Dictionary<uint, Stream> _streams = [];

    private sealed class Stream
    {
        internal uint Rollover;
        internal ushort Highest;
        internal bool Started;
        internal ulong Window;
        internal uint RtcpIndex;
        internal ulong RtcpWindow;
        internal bool RtcpStarted;
    }

    /// <param name="key">Master key (16 octets) and master salt (14).</param>
    /// <exception cref="ArgumentException">The key is not 30 octets long.</exception>
    public SrtpContext(SrtpSuite suite, ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes) throw new ArgumentException("An SRTP key is 30 octets: 16 of key and 14 of salt.", nameof(key));
        using var master = new SrtpKeyStream(key[..16], key[16..]);
        _rtp = new SrtpKeyStream(master.Derive(0, 16), master.Derive(2, 14));
        _rtpAuth = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, master.Derive(1, 20));
        _rtcp = new SrtpKeyStream(master.Derive(3, 16), master.Derive(5, 14));
        _rtcpAuth = master.Derive(4, 20);
        _tag = suite == SrtpSuite.AesCm128HmacSha1_80 ? 10 : 4;
    }

    /// <summary>Encrypts an RTP packet in place and appends its tag.</summary>
    /// <param name="buffer">The packet at its start, room for <see cref="Overhead"/> octets behind it.</param>
    /// <returns>The new length; 0 when the packet is not RTP.</returns>
    public int Protect(Span<byte> buffer, int length)
    {
        if (!RtpPacket.TryRead(buffer[..length], out var packet)) return 0;
        var stream = StreamOf(packet.Ssrc);
        // The sender's own counter: sequence numbers only rise (§3.3.1).
        if (stream.Started && packet.SequenceNumber < stream.Highest && stream.Highest - packet.SequenceNumber > 0x8000) stream.Rollover++;
        (stream.Started, stream.Highest) = (true, packet.SequenceNumber);
        _rtp.Crypt(packet.Ssrc, Index(stream.Rollover, packet.SequenceNumber), buffer[packet.HeaderLength..length]);
        Span<byte> tag = stackalloc byte[20];
        Sign(_rtpAuth, buffer[..length], stream.Rollover, tag);
        tag[.._tag].CopyTo(buffer[length..]);
        return length + _tag;
    }

    /// <summary>Checks and decrypts an SRTP packet in place.</summary>
    /// <returns>The length of the RTP packet; 0 when it is forged, a replay, too old, or no RTP at all.</returns>
    public int Unprotect(Span<byte> buffer, int length)
    {
        var plain = length - _tag;
        if (plain < RtpPacket.HeaderBytes || !RtpPacket.TryRead(buffer[..plain], out var packet)) return 0;
        _streams.TryGetValue(packet.Ssrc, out var stream);
        var rollover = stream is { Started: true } ? Guess(stream, packet.SequenceNumber) : 0;
        var index = Index(rollover, packet.SequenceNumber);
        if (stream is { Started: true } && IsReplay(stream, index)) return 0;
        Span<byte> tag = stackalloc byte[20];
        Sign(_rtpAuth, buffer[..plain], rollover, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag[.._tag], buffer.Slice(plain, _tag))) return 0;
        // Only what is genuine may make or move state: forgeries with made-up SSRCs would fill memory.
        Note(stream ?? StreamOf(packet.Ssrc), rollover, packet.SequenceNumber);
        _rtp.Crypt(packet.Ssrc, index, buffer[packet.HeaderLength..plain]);
        return plain;
    }

    /// <summary>Encrypts a compound RTCP packet in place and appends index and tag (§3.4).</summary>
    public int ProtectControl(Span<byte> buffer, int length)
    {
        if (length < 8) return 0;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        var stream = StreamOf(ssrc);
        var index = stream.RtcpIndex++ & 0x7FFFFFFF;
        _rtcp.Crypt(ssrc, index, buffer[8..length]);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], index | 0x80000000);
        Span<byte> tag = stackalloc byte[20];
        HMACSHA1.HashData(_rtcpAuth, buffer[..(length + 4)], tag);
        tag[..RtcpTag].CopyTo(buffer[(length + 4)..]);
        return length + 4 + RtcpTag;
    }

    /// <summary>Checks and decrypts an SRTCP packet in place; 0 when it is forged or a replay.</summary>
    public int UnprotectControl(Span<byte> buffer, int length)
    {
        var signed = length - RtcpTag;
        var plain = signed - 4;
        if (plain < 8) return 0;
        Span<byte> tag = stackalloc byte[20];
        HMACSHA1.HashData(_rtcpAuth, buffer[..signed], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag[..RtcpTag], buffer.Slice(signed, RtcpTag))) return 0;
        var word = BinaryPrimitives.ReadUInt32BigEndian(buffer[plain..]);
        var index = word & 0x7FFFFFFF;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        var stream = StreamOf(ssrc);
        if (!NoteControl(stream, index)) return 0;
        if ((word & 0x80000000) != 0) _rtcp.Crypt(ssrc, index, buffer[8..plain]);
        return plain;
    }

    private Stream StreamOf(uint ssrc)
    {
        if (_streams.TryGetValue(ssrc, out var stream)) return stream;
        return _streams[ssrc] = new Stream();
    }

    private static ulong Index(uint rollover, ushort sequence) => ((ulong)rollover << 16) | sequence;

    /// <summary>§3.3.1: the rollover count that puts the number nearest to the highest seen.</summary>
    private static uint Guess(Stream stream, ushort sequence)
    {
        if (stream.Highest < 0x8000) return sequence - stream.Highest > 0x8000 ? stream.Rollover - 1 : stream.Rollover;
        return stream.Highest - 0x8000 > sequence ? stream.Rollover + 1 : stream.Rollover;
    }

    private static bool IsReplay(Stream stream, ulong index)
    {
        var highest = Index(stream.Rollover, stream.Highest);
        if (index > highest) return false;
        var behind = highest - index;
        return behind >= 64 || (stream.Window & (1UL << (int)behind)) != 0;
    }

    private static void Note(Stream stream, uint rollover, ushort sequence)
    {
        var index = Index(rollover, sequence);
        var highest = Index(stream.Rollover, stream.Highest);
        if (!stream.Started || index > highest)
        {
            var ahead = stream.Started ? index - highest : 64;
            stream.Window = ahead >= 64 ? 1 : (stream.Window << (int)ahead) | 1;
            (stream.Started, stream.Rollover, stream.Highest) = (true, rollover, sequence);
        }
        else
        {
            stream.Window |= 1UL << (int)(highest - index);
        }
    }

    private static bool NoteControl(Stream stream, uint index)
    {
        if (!stream.RtcpStarted || index > stream.RtcpIndex)
        {
            var ahead = stream.RtcpStarted ? index - stream.RtcpIndex : 64;
            stream.RtcpWindow = ahead >= 64 ? 1 : (stream.RtcpWindow << (int)ahead) | 1;
            (stream.RtcpStarted, stream.RtcpIndex) = (true, index);
            return true;
        }
        var behind = stream.RtcpIndex - index;
        if (behind >= 64 || (stream.RtcpWindow & (1UL << (int)behind)) != 0) return false;
        stream.RtcpWindow |= 1UL << (int)behind;
        return true;
    }

    private static void Sign(IncrementalHash hash, ReadOnlySpan<byte> packet, uint rollover, Span<byte> tag)
    {
        Span<byte> count = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, rollover);
        hash.AppendData(packet);
        hash.AppendData(count);
        hash.GetHashAndReset(tag);
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _rtpAuth.Dispose();
    }
}
