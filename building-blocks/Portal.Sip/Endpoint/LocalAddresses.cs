using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Portal.Sip;

/// <summary>Which local address the system would use towards a peer; needed where we listen on all of them.</summary>
internal sealed class LocalAddresses
{
    private readonly ConcurrentDictionary<IPAddress, IPAddress> _known = new();

    internal IPAddress Towards(IPAddress remote)
    {
        if (_known.TryGetValue(remote, out var local)) return local;
        // Routes change seldom; forgetting all keeps an attacker's many addresses from filling memory.
        if (_known.Count > 10_000) _known.Clear();
        return _known[remote] = Ask(remote);
    }

    private static IPAddress Ask(IPAddress remote)
    {
        try
        {
            using var probe = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(remote, 9); // sends nothing
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            // No route: the message won't get out either; its send fails and says so.
            return remote.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        }
    }
}
