using System.Net;
using System.Net.Sockets;

namespace Portal.Testing;

/// <summary>Ports on 127.0.0.1 that nobody uses at this moment.</summary>
public static class FreePort
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>
    /// A port free for TCP and UDP, and followed by another free one (SIP over TLS takes the next). Never the same twice in a
    /// process; another process could take it before it is bound, so prefer port 0 where the program tells what it got.
    /// </summary>
    public static int Next()
    {
        lock (Gate)
        {
            for (var attempt = 0; attempt < 200; attempt++)
            {
                // Below the range from which the system serves outgoing connections, so that those cannot take it meanwhile.
                var port = 12_000 + 2 * Random.Shared.Next(0, 9_900);
                if (!Given.Contains(port) && IsFree(port) && IsFree(port + 1))
                {
                    Given.Add(port);
                    return port;
                }
            }
        }
        throw new InvalidOperationException("No free pair of ports between 12000 and 31800.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Any, port));
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
