using Microsoft.Extensions.Logging;

namespace Portal.Sip.Media;

/// <summary>
/// The beat of all media: calls each of its streams every 20 ms and reads their sockets, thousands of them on one thread or a few. Deadlines are absolute, so
/// nothing drifts; streams are spread over the 20 ms, so that no moment has more to send than another; nothing is allocated as it runs. Receiving is batched
/// by the millisecond. Safe from any thread.
/// </summary>
public sealed class MediaClock : IDisposable
{
    /// <summary>Between two ticks of a stream.</summary>
    public static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly MediaClockThread[] _threads;
    private int _disposed;

    /// <param name="logger">Told of streams that fail; they are taken off the clock.</param>
    /// <param name="threads">Streams stay on the thread they are given; 1 (the default) serves some thousands.</param>
    /// <param name="time">The clock to go by; the system's by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 thread or more than 64.</exception>
    public MediaClock(ILogger logger, int threads = 1, TimeProvider? time = null)
        : this(logger, threads, time, started: true)
    {
    }

    internal MediaClock(ILogger logger, int threads, TimeProvider? time, bool started)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 64);
        Time = time ?? TimeProvider.System;
        _threads = new MediaClockThread[threads];
        for (var i = 0; i < threads; i++) _threads[i] = new MediaClockThread(logger, Time, i, started);
    }

    /// <summary>Streams on the clock.</summary>
    public int Streams => _threads.Sum(thread => thread.Streams);

    internal TimeProvider Time { get; }

    /// <summary>Puts a stream on the clock; the first tick comes within 20 ms. Dispose what is returned to take it off: a tick that has begun may still end.</summary>
    /// <exception cref="ObjectDisposedException">The clock has been stopped.</exception>
    public IDisposable Add(IMediaStream stream) => Add(stream, []);

    internal MediaRegistration Add(IMediaStream stream, params ReadOnlySpan<MediaSocket> sockets)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var least = _threads[0];
        foreach (var thread in _threads)
        {
            if (thread.Streams < least.Streams) least = thread;
        }
        return least.Add(stream, sockets);
    }

    /// <summary>One turn on the caller's thread, for a clock that was made without threads of its own: what is due, then what has come.</summary>
    internal void Turn()
    {
        foreach (var thread in _threads) thread.Turn();
    }

    /// <summary>Stops all ticks, and waits until the threads have ended.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        foreach (var thread in _threads) thread.Dispose();
    }
}

/// <summary>A stream's place on a clock.</summary>
internal sealed class MediaRegistration(MediaClockThread thread, IMediaStream stream, MediaSocket[] sockets, int slot) : IDisposable
{
    private int _disposed;

    internal IMediaStream Stream => stream;
    internal MediaSocket[] Sockets => sockets;
    internal int Slot => slot;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) thread.Remove(this);
    }
}
