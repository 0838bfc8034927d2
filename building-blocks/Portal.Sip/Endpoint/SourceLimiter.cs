using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Portal.Sip;

/// <summary>A token bucket for each source address: ten seconds' worth may come at once.</summary>
internal sealed class SourceLimiter(int perSecond, TimeProvider time)
{
    private const int MaxSources = 50_000;
    private readonly ConcurrentDictionary<IPAddress, Bucket> _buckets = new();

    private sealed class Bucket
    {
        internal double Tokens;
        internal long At;
    }

    internal bool Admit(IPAddress address)
    {
        var source = NetworkOf(address);
        var now = time.GetTimestamp();
        // Forged sources must not fill memory: when there are too many, everybody starts anew.
        if (!_buckets.TryGetValue(source, out var bucket))
        {
            if (_buckets.Count > MaxSources) _buckets.Clear();
            bucket = _buckets.GetOrAdd(source, static (_, start) => new Bucket { Tokens = start.Full, At = start.Now }, (Full: perSecond * 10.0, Now: now));
        }
        lock (bucket)
        {
            bucket.Tokens = Math.Min(perSecond * 10.0, bucket.Tokens + time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond);
            bucket.At = now;
            if (bucket.Tokens < 1) return false;
            bucket.Tokens--;
            return true;
        }
    }

    /// <summary>What one peer may have to itself: an address, or a /64 of IPv6, in which it may take any address it likes.</summary>
    internal static IPAddress NetworkOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out _);
        octets[8..].Clear();
        return new IPAddress(octets);
    }

    internal static IPAddress AddressOf(SocketAddress source) =>
        ((IPEndPoint)(source.Family == AddressFamily.InterNetworkV6 ? new IPEndPoint(IPAddress.IPv6Any, 0) : new IPEndPoint(IPAddress.Any, 0)).Create(source)).Address;
}
