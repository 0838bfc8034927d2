using System.Net;
using System.Net.Sockets;

namespace Portal.Sip.Fuzz;

/// <summary>Sends octets on a TCP connection as long as the server lets it, and then on another; what comes back is thrown away.</summary>
internal sealed class TcpSender(IPEndPoint server) : IDisposable
{
    private readonly byte[] _waste = new byte[65_536];
    private Socket? _socket;

    /// <summary>How many connections were made.</summary>
    internal long Connections { get; private set; }

    internal async Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                // A reset instead of a wait: half a million ended connections would use up the ports.
                _socket.LingerState = new LingerOption(true, 0);
                await _socket.ConnectAsync(server, cancellation);
                Connections++;
            }
            for (; !octets.IsEmpty; octets = octets[await _socket.SendAsync(octets, cancellation)..])
            {
            }
            while (_socket.Poll(0, SelectMode.SelectRead))
            {
                if (_socket.Receive(_waste) == 0)
                {
                    Dispose();
                    return;
                }
            }
        }
        catch (SocketException)
        {
            // The server had enough of this one.
            Dispose();
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
