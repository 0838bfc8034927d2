using System.Net.Sockets;

namespace Portal.Sip.Media;

/// <summary>Tells which of many sockets have something to read. Add and Remove are safe from any thread, Wait is for one.</summary>
internal abstract class Readiness : IDisposable
{
    internal static Readiness Create() => OperatingSystem.IsLinux() ? new EpollReadiness() : new SelectReadiness();

    internal abstract void Add(Socket socket, int index);

    internal abstract void Remove(Socket socket, int index);

    /// <summary>Fills in indexes of readable sockets; no more than fit. May name a socket that was just removed.</summary>
    /// <param name="milliseconds">How long to wait for the first one; 0 looks only.</param>
    internal abstract int Wait(Span<int> indexes, int milliseconds);

    public abstract void Dispose();
}

/// <summary>Where there is no epoll: asks about every socket each time.</summary>
internal sealed class SelectReadiness : Readiness
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Socket, int> _sockets = [];
    private readonly List<Socket> _asked = [];
    private int _next;

    internal override void Add(Socket socket, int index)
    {
        lock (_lock) _sockets[socket] = index;
    }

    internal override void Remove(Socket socket, int index)
    {
        lock (_lock) _sockets.Remove(socket);
    }

    internal override int Wait(Span<int> indexes, int milliseconds)
    {
        if (_next >= _asked.Count)
        {
            _next = 0;
            _asked.Clear();
            lock (_lock) _asked.AddRange(_sockets.Keys);
            if (_asked.Count == 0) return 0;
            try
            {
                Socket.Select(_asked, null, null, milliseconds * 1000);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One was closed meanwhile; it has left the table by the next time.
                _asked.Clear();
            }
        }
        var count = 0;
        lock (_lock)
        {
            for (; _next < _asked.Count && count < indexes.Length; _next++)
            {
                if (_sockets.TryGetValue(_asked[_next], out var index)) indexes[count++] = index;
            }
        }
        return count;
    }

    public override void Dispose()
    {
    }
}
