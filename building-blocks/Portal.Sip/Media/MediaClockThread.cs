using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Portal.Sip.Media;

/// <summary>
/// One thread of a media clock: twenty slots of a millisecond, each with its share of the streams, and the readiness of their sockets. One thread does
/// both, because a second one would only take the processor from it at the wrong moment.
/// </summary>
internal sealed class MediaClockThread : IDisposable
{
    private const int Slots = 20, ReadBatch = 64, RoundsPerTurn = 64, StandstillSlots = 200, DatagramBytes = 2048;
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(2), Millisecond = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(5);

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly MediaRegistration[][] _slots = new MediaRegistration[Slots][];
    private readonly Readiness _readiness = Readiness.Create();
    private readonly ManualResetEventSlim _wanted = new();
    private readonly ShortSleep _sleep = new();
    private readonly Thread? _thread;
    private readonly byte[] _datagram = new byte[DatagramBytes];
    private readonly int[] _ready = new int[ReadBatch];
    private readonly SocketAddress _source4 = new(AddressFamily.InterNetwork), _source6 = new(AddressFamily.InterNetworkV6);
    private readonly Stack<int> _free = new();
    private readonly long _start;
    private MediaSocket?[] _sockets = new MediaSocket?[64];
    private int _used;
    private long _turn;
    private int _streams;
    private volatile bool _stopping;

    internal MediaClockThread(ILogger logger, TimeProvider time, int number, bool started)
    {
        (_logger, _time, _start) = (logger, time, time.GetTimestamp());
        Array.Fill(_slots, []);
        if (!started) return;
        _thread = new Thread(Run) { IsBackground = true, Name = $"media clock {number}", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    internal int Streams => Volatile.Read(ref _streams);

    internal MediaRegistration Add(IMediaStream stream, ReadOnlySpan<MediaSocket> sockets)
    {
        MediaRegistration registration;
        lock (_lock)
        {
            var slot = 0;
            for (var i = 1; i < Slots; i++)
            {
                if (_slots[i].Length < _slots[slot].Length) slot = i;
            }
            registration = new MediaRegistration(this, stream, sockets.ToArray(), slot);
            foreach (var socket in sockets) Watch(socket);
            // Copied, so that the thread reads without a lock.
            _slots[slot] = [.. _slots[slot], registration];
            _streams++;
            _wanted.Set();
        }
        MediaStatistics.Streams.Add(1);
        return registration;
    }

    private void Watch(MediaSocket socket)
    {
        if (!_free.TryPop(out var index)) index = _used++;
        if (index == _sockets.Length)
        {
            var larger = new MediaSocket?[_sockets.Length * 2];
            _sockets.CopyTo(larger, 0);
            Volatile.Write(ref _sockets, larger);
        }
        socket.Index = index;
        _sockets[index] = socket;
        _readiness.Add(socket.Socket, index);
    }

    internal void Remove(MediaRegistration registration)
    {
        lock (_lock)
        {
            _slots[registration.Slot] = Array.FindAll(_slots[registration.Slot], other => other != registration);
            foreach (var socket in registration.Sockets)
            {
                if (!_stopping) _readiness.Remove(socket.Socket, socket.Index);
                _sockets[socket.Index] = null;
                _free.Push(socket.Index);
            }
            if (--_streams == 0 && !_stopping) _wanted.Reset();
        }
        MediaStatistics.Streams.Add(-1);
    }

    private void Run()
    {
        while (!_stopping)
        {
            if (!_wanted.IsSet)
            {
                // Nobody to serve: nothing wakes until somebody comes.
                _wanted.Wait();
                _turn = Math.Max(_turn, TurnAt(_time.GetTimestamp()));
            }
            else if (Turn())
            {
                // What comes before the next millisecond is read then, together: a wake-up costs more than reading does.
                _sleep.For(Until(_turn));
            }
            else
            {
                var pause = Min(Until(NextUsed()), LongestWait);
                if (pause < Millisecond) _sleep.For(pause);
                else ReadReady((int)pause.TotalMilliseconds);
            }
        }
    }

    /// <summary>Does what is due and reads what has come. False when there was nothing.</summary>
    internal bool Turn() => RunDue(_time.GetTimestamp()) | ReadReady(0);

    /// <param name="milliseconds">How long to wait for the first datagram.</param>
    private bool ReadReady(int milliseconds)
    {
        // One datagram of each socket a round, so that a flood on one takes turns with the others; and an end, so that the flood is not read for ever.
        for (var round = 0; round < RoundsPerTurn; round++)
        {
            var count = _readiness.Wait(_ready, milliseconds);
            if (count == 0) return round > 0;
            var now = _time.GetTimestamp();
            for (var i = 0; i < count; i++) Read(_ready[i], now);
            // However much comes, what is due goes out in time.
            RunDue(_time.GetTimestamp());
            milliseconds = 0;
        }
        return true;
    }

    private bool RunDue(long now)
    {
        var current = TurnAt(now);
        if (current - _turn > StandstillSlots)
        {
            // The machine stood still: sending all that was missed at once would help nobody.
            MediaStatistics.SkippedTicks.Add(current - _turn);
            _turn = current;
        }
        var any = false;
        for (; _turn <= current; _turn++)
        {
            var streams = Volatile.Read(ref _slots[_turn % Slots]);
            if (streams.Length == 0) continue;
            any = true;
            var due = DueAt(_turn);
            var late = _time.GetElapsedTime(due, now);
            MediaStatistics.Lateness.Record(late.TotalMilliseconds);
            if (late > Late) MediaStatistics.LateTicks.Add(1);
            foreach (var registration in streams) Tick(registration, due);
        }
        return any;
    }

    private void Tick(MediaRegistration registration, long due)
    {
        try
        {
            registration.Stream.Tick(due);
        }
        catch (Exception e)
        {
            Fail(registration.Stream, e);
            registration.Dispose();
        }
    }

    private void Read(int index, long now)
    {
        var sockets = Volatile.Read(ref _sockets);
        if (index >= sockets.Length || sockets[index] is not { } socket) return;
        var source = socket.Socket.AddressFamily == AddressFamily.InterNetworkV6 ? _source6 : _source4;
        int count;
        try
        {
            count = socket.Socket.ReceiveFrom(_datagram, SocketFlags.None, source);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return; // closed meanwhile, a wrong checksum, or too large for any RTP
        }
        try
        {
            socket.Receiver?.Receive(socket, _datagram.AsSpan(0, count), source, now);
        }
        catch (Exception e)
        {
            Fail(socket.Receiver!, e);
            lock (_lock) _readiness.Remove(socket.Socket, index);
        }
    }

    private void Fail(object stream, Exception e) =>
        _logger.LogError(e, "A media stream ({Stream}) failed and was taken off the clock.", stream.GetType().Name);

    private long TurnAt(long timestamp) => (long)_time.GetElapsedTime(_start, timestamp).TotalMilliseconds;

    private long DueAt(long turn) => _start + turn * _time.TimestampFrequency / 1000;

    /// <summary>The next turn whose slot has streams.</summary>
    private long NextUsed()
    {
        for (var turn = _turn; turn < _turn + Slots; turn++)
        {
            if (Volatile.Read(ref _slots[turn % Slots]).Length > 0) return turn;
        }
        return _turn + Slots;
    }

    private TimeSpan Until(long turn) => _time.GetElapsedTime(_time.GetTimestamp(), DueAt(turn));

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    public void Dispose()
    {
        _stopping = true;
        _wanted.Set();
        if (_thread is not null && _thread != Thread.CurrentThread) _thread.Join();
        lock (_lock) _readiness.Dispose();
    }
}
