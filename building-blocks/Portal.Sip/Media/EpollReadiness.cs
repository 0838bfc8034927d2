using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Portal.Sip.Media;

/// <summary>Linux: costs as much as there are sockets with news, not as there are sockets. Level-triggered, so that a flood on one socket takes turns with the others.</summary>
internal sealed class EpollReadiness : Readiness
{
    private const int Insert = 1, Delete = 2, CloseOnExec = 0x80000, Readable = 1, Batch = 256;

    // struct epoll_event is packed on x86-64 and aligned elsewhere.
    private static readonly int DataAt = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;
    private static readonly int EventBytes = DataAt + 8;

    private readonly int _handle;
    private readonly byte[] _events = new byte[Batch * EventBytes];

    internal EpollReadiness()
    {
        _handle = epoll_create1(CloseOnExec);
        if (_handle < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    internal override void Add(Socket socket, int index)
    {
        var what = new byte[EventBytes];
        BitConverter.TryWriteBytes(what, Readable);
        BitConverter.TryWriteBytes(what.AsSpan(DataAt), (long)index);
        if (epoll_ctl(_handle, Insert, (int)socket.SafeHandle.DangerousGetHandle(), what) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    internal override void Remove(Socket socket, int index)
    {
        // Fails only for a socket that is not watched (closed already), which is what was wanted.
        _ = epoll_ctl(_handle, Delete, (int)socket.SafeHandle.DangerousGetHandle(), new byte[EventBytes]);
    }

    internal override int Wait(Span<int> indexes, int milliseconds)
    {
        var count = epoll_wait(_handle, _events, Math.Min(Batch, indexes.Length), milliseconds);
        for (var i = 0; i < count; i++) indexes[i] = BitConverter.ToInt32(_events, i * EventBytes + DataAt);
        return Math.Max(count, 0); // interrupted by a signal: nothing yet
    }

    public override void Dispose() => _ = close(_handle);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int handle, int operation, int descriptor, byte[] what);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_wait(int handle, byte[] events, int most, int milliseconds);

    [DllImport("libc")]
    private static extern int close(int handle);
}
