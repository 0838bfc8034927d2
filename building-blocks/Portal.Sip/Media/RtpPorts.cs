using System.Net;
using System.Net.Sockets;

namespace Portal.Sip.Media;

/// <summary>
/// The range of UDP ports that media may use on one address: an even port for RTP and the odd one above it for RTCP (RFC 3550 §11). Ports are given out in
/// turn, so that a call does not hear the last packets of the one before. Safe from any thread.
/// </summary>
public sealed class RtpPorts
{
    private readonly Lock _lock = new();
    private readonly bool[] _taken;
    private readonly int _first;
    private int _next;

    /// <param name="address">A local address, IPv4 or IPv6; the one that the SDP names, or "any".</param>
    /// <param name="first">The lowest port; an odd one is rounded up.</param>
    /// <param name="last">The highest port, the last pair's RTCP included.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not within 1 to 65535, or no room for a pair.</exception>
    public RtpPorts(IPAddress address, int first = 16384, int last = 32767)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65535);
        Address = address;
        _first = first + (first & 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, _first + 1);
        _taken = new bool[(last - _first + 1) / 2];
        // A restart does not begin with the ports of the calls it ended.
        _next = Random.Shared.Next(_taken.Length);
    }

    public IPAddress Address { get; }

    /// <summary>Pairs there are.</summary>
    public int Capacity => _taken.Length;

    /// <summary>Pairs in use by us.</summary>
    public int Taken
    {
        get
        {
            lock (_lock) return _taken.Count(taken => taken);
        }
    }

    /// <summary>Binds a pair; a port that another program has is passed over.</summary>
    /// <exception cref="RtpPortsException">All are in use, or the address is not ours.</exception>
    internal RtpPortPair Take()
    {
        SocketException? last = null;
        for (var attempt = 0; attempt < _taken.Length && Reserve() is { } place; attempt++)
        {
            try
            {
                return Bind(place);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                Release(place);
                last = e;
            }
            catch (SocketException e)
            {
                Release(place);
                throw new RtpPortsException($"No RTP port can be had on {Address}: {e.Message}", e);
            }
        }
        throw new RtpPortsException($"All {_taken.Length} pairs of RTP ports from {_first} on {Address} are in use.", last);
    }

    private RtpPortPair Bind(int place)
    {
        var rtp = new MediaSocket(new IPEndPoint(Address, _first + place * 2));
        try
        {
            return new RtpPortPair(this, place, rtp, new MediaSocket(new IPEndPoint(Address, _first + place * 2 + 1)));
        }
        catch
        {
            rtp.Dispose();
            throw;
        }
    }

    private int? Reserve()
    {
        lock (_lock)
        {
            for (var i = 0; i < _taken.Length; i++)
            {
                var place = (_next + i) % _taken.Length;
                if (_taken[place]) continue;
                _taken[place] = true;
                _next = (place + 1) % _taken.Length;
                return place;
            }
            return null;
        }
    }

    internal void Release(int place)
    {
        lock (_lock) _taken[place] = false;
    }
}

/// <summary>No pair of ports could be had for a call's media.</summary>
public sealed class RtpPortsException(string message, Exception? inner) : Exception(message, inner);

/// <summary>A pair of bound sockets out of the range; back in it when disposed.</summary>
internal sealed class RtpPortPair(RtpPorts ports, int place, MediaSocket rtp, MediaSocket rtcp) : IDisposable
{
    internal MediaSocket Rtp => rtp;
    internal MediaSocket Rtcp => rtcp;

    /// <remarks>Once only.</remarks>
    public void Dispose()
    {
        rtp.Dispose();
        rtcp.Dispose();
        ports.Release(place);
    }
}
