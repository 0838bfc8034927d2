using System.Net;
using System.Net.Sockets;

namespace Portal.Sip.Media;

internal enum SourceVerdict
{
    /// <summary>The source that is being heard.</summary>
    Known,
    /// <summary>May become the source, once what it sent proves good.</summary>
    Candidate,
    Stranger,
}

/// <summary>
/// Symmetric RTP (RFC 4961) that can't be stolen: hears one sender, an address and an SSRC, and no other until that one falls silent or signalling names
/// another. The first must come from the host in the SDP or the one that signals (behind NAT), from any port; or prove itself by SRTP; or come from
/// anywhere within a learning window, when one is allowed.
/// </summary>
internal sealed class SourceLatch(TimeSpan relockAfter, TimeSpan learning, TimeProvider time)
{
    /// <summary>Five frames: a phone that changes its SSRC (music on hold, a transfer behind one address) stops the old one first.</summary>
    private static readonly TimeSpan SameHostAfter = TimeSpan.FromMilliseconds(100);

    private byte[] _described = [], _signalling = [], _learnt = [];
    private long _expectedSince, _heard;

    /// <summary>Where the source sends from, and so where to send to; null until one is heard.</summary>
    internal SocketAddress? Address { get; private set; }

    internal uint Ssrc { get; private set; }

    /// <summary>Signalling has named a peer: what was learnt is forgotten when it is another one.</summary>
    internal void Expect(IPAddress? described, IPAddress? signalling, bool another)
    {
        _described = described?.GetAddressBytes() ?? [];
        _signalling = signalling?.GetAddressBytes() ?? [];
        if (!another) return;
        (Address, _learnt, _expectedSince) = (null, [], time.GetTimestamp());
    }

    /// <param name="secure">What the source sends will be checked by SRTP before <see cref="Accept"/>.</param>
    internal SourceVerdict Judge(SocketAddress source, uint ssrc, long now, bool secure)
    {
        if (Address is not null)
        {
            var silent = time.GetElapsedTime(_heard, now);
            if (Address.Equals(source))
            {
                if (ssrc == Ssrc) return SourceVerdict.Known;
                return silent >= SameHostAfter ? SourceVerdict.Candidate : SourceVerdict.Stranger;
            }
            if (silent < relockAfter) return SourceVerdict.Stranger;
        }
        else if (time.GetElapsedTime(_expectedSince, now) < learning)
        {
            return SourceVerdict.Candidate;
        }
        return secure || Fits(source) ? SourceVerdict.Candidate : SourceVerdict.Stranger;
    }

    /// <summary>True when the source is another than before.</summary>
    internal bool Accept(SocketAddress source, uint ssrc, long now)
    {
        _heard = now;
        if (Address is not null && ssrc == Ssrc && Address.Equals(source)) return false;
        Ssrc = ssrc;
        Address = Copy(source);
        _learnt = HostOf(source).ToArray();
        return true;
    }

    /// <summary>RTCP comes from the host that RTP comes from, or will.</summary>
    internal bool FitsControl(SocketAddress source) => Address is null ? Fits(source) : HostOf(source).SequenceEqual(HostOf(Address));

    private bool Fits(SocketAddress source)
    {
        var host = HostOf(source);
        return host.SequenceEqual(_described) || host.SequenceEqual(_signalling) || host.SequenceEqual(_learnt);
    }

    /// <summary>The address in a sockaddr, without making an object of it: strangers may be many.</summary>
    private static ReadOnlySpan<byte> HostOf(SocketAddress address) =>
        address.Family == AddressFamily.InterNetworkV6 ? address.Buffer.Span.Slice(8, 16) : address.Buffer.Span.Slice(4, 4);

    internal static SocketAddress Copy(SocketAddress source)
    {
        var copy = new SocketAddress(source.Family, source.Size);
        source.Buffer.Span[..source.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
