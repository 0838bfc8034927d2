using System.Net;
using System.Net.Sockets;

namespace Portal.Sip.Media;

/// <summary>A bound UDP socket that a media clock reads.</summary>
internal sealed class MediaSocket : IDisposable
{
    private const int BufferBytes = 64 * 1024; // a second of G.711, and not much for the kernel in thousands

    internal readonly Socket Socket;

    /// <summary>Its place in the clock's table; -1 outside.</summary>
    internal int Index = -1;

    internal IDatagramReceiver? Receiver;

    /// <exception cref="SocketException">The address can't be had.</exception>
    internal MediaSocket(IPEndPoint address)
    {
        Socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6) Socket.DualMode = false;
            Socket.ReceiveBufferSize = BufferBytes;
            // Readiness may be false (a wrong checksum is found on reading): no thread that serves thousands may block on that.
            Socket.Blocking = false;
            Socket.Bind(address);
            LocalEndPoint = (IPEndPoint)Socket.LocalEndPoint!;
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
    }

    internal IPEndPoint LocalEndPoint { get; }

    public void Dispose() => Socket.Dispose();
}
