using System.Collections.Concurrent;

namespace Portal.Sip.Tracing;

/// <summary>Which way a message went, seen from this endpoint.</summary>
public enum TraceDirection { In, Out }

/// <summary>One message of a call as it was on the wire.</summary>
/// <param name="Flow">Transport and remote address.</param>
/// <param name="Octets">The message as sent or received. May hold digest answers: show it to those only who may see the account.</param>
public sealed record TracedMessage(DateTimeOffset At, TraceDirection Direction, SipFlow Flow, ReadOnlyMemory<byte> Octets)
{
    /// <summary>The message parsed, or null when it was malformed.</summary>
    public SipMessage? Read() => SipParser.TryParse(Octets, out var message, out _) ? message : null;
}

/// <summary>
/// The last messages of the last calls, in memory: what a ladder is drawn from. Bounded three ways, so that it can stay switched on: calls kept,
/// messages a call, octets in all. The oldest call goes first.
/// </summary>
/// <param name="calls">Calls (by Call-ID) kept; default 5,000.</param>
/// <param name="messagesPerCall">The newest messages kept of each, beside the first four; default 100.</param>
/// <param name="octets">All messages together; default 64 MiB.</param>
public sealed class SipTrace(int calls = 5_000, int messagesPerCall = 100, long octets = 64L * 1024 * 1024, TimeProvider? time = null)
{
    private const int FirstKept = 4;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, CallTrace> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<CallTrace> _order = new();
    private long _octets;
    private int _count; // the dictionary's own count locks all of it

    /// <summary>Calls held now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Octets held now.</summary>
    public long Octets => Interlocked.Read(ref _octets);

    /// <summary>The messages of a call in the order seen; empty when it is unknown or too long ago.</summary>
    public IReadOnlyList<TracedMessage> Find(string callId) => _calls.TryGetValue(callId, out var call) ? call.Messages() : [];

    internal void Record(TraceDirection direction, SipFlow flow, ReadOnlyMemory<byte> message)
    {
        if (CallIdOf(message.Span) is not { } id) return;
        if (!_calls.TryGetValue(id, out var call))
        {
            var made = new CallTrace(id);
            call = _calls.GetOrAdd(id, made);
            if (ReferenceEquals(call, made))
            {
                Interlocked.Increment(ref _count);
                _order.Enqueue(made);
            }
        }
        // What is sent lies in a buffer that will be used again; what was received is the message's own.
        if (direction == TraceDirection.Out) message = message.ToArray();
        Interlocked.Add(ref _octets, call.Add(new TracedMessage(_time.GetUtcNow(), direction, flow, message), messagesPerCall));
        while ((Volatile.Read(ref _count) > calls || Octets > octets) && _order.TryDequeue(out var oldest))
        {
            if (_calls.TryRemove(oldest.CallId, out _)) Interlocked.Decrement(ref _count);
            Interlocked.Add(ref _octets, -oldest.Drop());
        }
    }

    /// <summary>Looks for the line without parsing the message: a trace must cost little, and show malformed ones too.</summary>
    private static string? CallIdOf(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            var end = message.IndexOf((byte)'\n');
            var line = end < 0 ? message : message[..end];
            if (line.Length <= 1 && end >= 0) return null;
            var colon = line.IndexOf((byte)':');
            if (colon is > 0 and < 12)
            {
                var name = line[..colon].TrimEnd(" \t"u8);
                if (Ascii.EqualsIgnoreCase(name, "Call-ID") || Ascii.EqualsIgnoreCase(name, "i"))
                    return System.Text.Encoding.UTF8.GetString(Ascii.Trim(line[(colon + 1)..]));
            }
            if (end < 0) return null;
            message = message[(end + 1)..];
        }
        return null;
    }

    private sealed class CallTrace(string callId)
    {
        private readonly Lock _gate = new();
        private readonly List<TracedMessage> _first = [];
        private readonly Queue<TracedMessage> _newest = new();
        private long _held;
        private bool _dropped;

        internal string CallId => callId;

        /// <summary>By how much the octets held have changed. How a call began is kept even when it goes on for hours.</summary>
        internal long Add(TracedMessage message, int most)
        {
            lock (_gate)
            {
                if (_dropped) return 0;
                long change = message.Octets.Length;
                if (_first.Count < FirstKept) _first.Add(message);
                else _newest.Enqueue(message);
                if (_newest.Count > most) change -= _newest.Dequeue().Octets.Length;
                _held += change;
                return change;
            }
        }

        internal IReadOnlyList<TracedMessage> Messages()
        {
            lock (_gate) return [.. _first, .. _newest];
        }

        internal long Drop()
        {
            lock (_gate)
            {
                _dropped = true;
                return _held;
            }
        }
    }
}
