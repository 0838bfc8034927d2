using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Portal.Sip.Media;

/// <summary>
/// One medium of a call: a pair of ports, what is sent there every 20 ms and what is heard (RFC 3550). Symmetric, locked to one source, with RTCP reports,
/// key presses (RFC 4733) and, given keys, SRTP. Make it to have a port for the SDP, <see cref="Apply"/> what was agreed, dispose it to end. Safe from any
/// thread.
/// </summary>
public sealed partial class RtpSession : IDisposable
{
    private const int PayloadBytes = 1400, PacketBytes = RtpPacket.HeaderBytes + PayloadBytes + SrtpContext.Overhead;
    private static readonly TimeSpan UnreachablePause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IRtpHandler _handler;
    private readonly TimeProvider _time;
    private readonly RtpPortPair _ports;
    private readonly Driver _driver;
    private readonly MediaRegistration _registration;
    private readonly SourceLatch _latch;
    private readonly long _began;
    private RtpParameters _parameters = new();
    private SrtpContext? _sealing, _opening;
    private SocketAddress? _target;
    private KeySender _keys = new(160);
    private uint _timestamp = Random32();
    private ushort _sequence = (ushort)(Random32() & 0x7FFF); // SRTP: room before the first rollover
    private uint _sent, _octets;
    private long _packetsSent, _unreachableUntil;
    private uint? _forwarded;
    private uint _forwardOffset;
    private bool _talking, _closed;

    /// <param name="clock">Gives the beat and reads the sockets.</param>
    /// <param name="ports">Where the ports come from.</param>
    /// <exception cref="RtpPortsException">No ports can be had.</exception>
    public RtpSession(MediaClock clock, RtpPorts ports, IRtpHandler handler, RtpSessionOptions? options = null)
    {
        options ??= new();
        _handler = handler;
        _time = clock.Time;
        _began = _time.GetTimestamp();
        _beganUtc = _time.GetUtcNow();
        _latch = new SourceLatch(options.RelockAfter, options.LearningWindow, _time);
        _schedule = new RtcpSchedule(options.ReportInterval, options.Bandwidth / 8.0 / 20, Random.Shared);
        _nextReport = _schedule.Next();
        _driver = new Driver(this);
        _ports = ports.Take();
        _ports.Rtp.Receiver = _ports.Rtcp.Receiver = _driver;
        try
        {
            _registration = clock.Add(_driver, _ports.Rtp, _ports.Rtcp);
        }
        catch
        {
            _ports.Dispose();
            throw;
        }
    }

    /// <summary>What the clock calls, so that it is nobody else's to call.</summary>
    private sealed class Driver(RtpSession session) : IMediaStream, IDatagramReceiver
    {
        public void Tick(long due) => session.Tick(due);

        public void Receive(MediaSocket socket, Span<byte> datagram, SocketAddress source, long arrival) =>
            session.Receive(socket, datagram, source, arrival);
    }

    /// <summary>The address and the even port for the m= line.</summary>
    public IPEndPoint LocalEndPoint => _ports.Rtp.LocalEndPoint;

    /// <summary>The port above it.</summary>
    public IPEndPoint LocalControlEndPoint => _ports.Rtcp.LocalEndPoint;

    /// <summary>Of what is sent; random.</summary>
    public uint Ssrc { get; private set; } = Random32();

    /// <summary>Takes what signalling agreed, at first and again. The source stays locked while the remote address stays the same; SRTP goes on while the key does.</summary>
    /// <exception cref="ArgumentException">An address of the other family, or one key without the other.</exception>
    public void Apply(RtpParameters parameters)
    {
        foreach (var address in new[] { parameters.Remote, parameters.RemoteControl })
        {
            if (address is not null && address.AddressFamily != LocalEndPoint.AddressFamily)
                throw new ArgumentException($"{address} can't be reached from {LocalEndPoint}.", nameof(parameters));
        }
        if (parameters.LocalKey is null != parameters.RemoteKey is null) throw new ArgumentException("SRTP needs a key for each direction.", nameof(parameters));
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters.ClockRate, 1000, nameof(parameters));
        lock (_lock)
        {
            if (_closed) return;
            var another = !Equals(parameters.Remote, _parameters.Remote) || !Equals(parameters.SignallingAddress, _parameters.SignallingAddress);
            _sealing = Renewed(_sealing, _parameters.LocalKey, parameters.LocalKey);
            _opening = Renewed(_opening, _parameters.RemoteKey, parameters.RemoteKey);
            if (parameters.ClockRate != _parameters.ClockRate) _keys = new KeySender(parameters.ClockRate / 50);
            _parameters = parameters;
            _latch.Expect(parameters.Remote?.Address, parameters.SignallingAddress, another);
            if (another || _latch.Address is null) (_target, _unreachableUntil) = (Target(parameters.Remote), 0);
            if (another || _controlTarget is null || _latch.Address is null) _controlTarget = Target(ControlEndPoint(parameters));
        }
    }

    private static SrtpContext? Renewed(SrtpContext? context, SdesKey? before, SdesKey? now)
    {
        if (before is not null && now is not null && before.Suite == now.Suite && CryptographicOperations.FixedTimeEquals(before.Key, now.Key)) return context;
        context?.Dispose();
        return now is null ? null : new SrtpContext(now.Suite, now.Key);
    }

    private static SocketAddress? Target(IPEndPoint? address) =>
        address is null || address.Port == 0 || address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any) ? null : address.Serialize();

    /// <summary>Presses a key, after those that wait. No audio is sent while it lasts (RFC 4733 §2.5).</summary>
    /// <param name="key">0–9, *, #, A–D.</param>
    /// <param name="duration">40 ms to 8 s; 160 ms by default.</param>
    /// <returns>False when the other side takes no telephone events, or 64 keys wait already.</returns>
    /// <exception cref="ArgumentException">No such key.</exception>
    public bool Press(char key, TimeSpan? duration = null)
    {
        var code = TelephoneEvent.CodeOf(key) ?? throw new ArgumentException($"There is no key '{key}'.", nameof(key));
        lock (_lock)
        {
            return _parameters is { EventPayloadType: not null, Sends: true } && !_closed
                && _keys.Press(code, (int)((duration ?? TimeSpan.FromMilliseconds(160)) / MediaClock.Frame));
        }
    }

    /// <summary>Sends a packet of another session's source on from here at once, under this session's SSRC, sequence and timestamps: a relay.</summary>
    /// <param name="payloadType">Its payload type on this side.</param>
    /// <returns>False when nothing may be sent, or it is too long.</returns>
    public bool Forward(in RtpPacket packet, byte payloadType)
    {
        if (packet.Payload.Length > PayloadBytes) return false;
        Span<byte> buffer = stackalloc byte[PacketBytes];
        packet.Payload.CopyTo(buffer[RtpPacket.HeaderBytes..]);
        lock (_lock)
        {
            if (_forwarded != packet.Ssrc) (_forwarded, _forwardOffset) = (packet.Ssrc, _timestamp - packet.Timestamp);
            return _parameters.Sends && Send(buffer, packet.Payload.Length, payloadType, packet.Marker, packet.Timestamp + _forwardOffset);
        }
    }

    private void Tick(long due)
    {
        Span<byte> buffer = stackalloc byte[PacketBytes];
        // Asked outside of the lock: a handler may turn to other sessions.
        var length = _parameters.Sends ? _handler.Fill(this, buffer.Slice(RtpPacket.HeaderBytes, PayloadBytes)) : 0;
        lock (_lock)
        {
            if (_closed) return;
            _timestamp += (uint)(_parameters.ClockRate / 50);
            if (_parameters is { Sends: true, EventPayloadType: { } type } && _keys.Next(_timestamp, out var key, out var start, out var first))
            {
                key.Write(buffer[RtpPacket.HeaderBytes..]);
                Send(buffer, TelephoneEvent.PayloadBytes, type, first, start);
            }
            else if (length > 0)
            {
                // The marker tells that silence ends (RFC 3551 §4.1).
                Send(buffer, length, _parameters.PayloadType, !_talking, _timestamp);
            }
            _talking = length > 0;
            ReportWhenDue(due);
        }
    }

    /// <summary>Completes header and protection around the payload in the buffer, and sends.</summary>
    private bool Send(Span<byte> buffer, int length, byte payloadType, bool marker, uint timestamp)
    {
        if (_target is null || _closed || IsUnreachable()) return false;
        RtpPacket.WriteHeader(buffer, payloadType, marker, _sequence++, timestamp, Ssrc);
        var whole = RtpPacket.HeaderBytes + length;
        if (_sealing is not null) whole = _sealing.Protect(buffer, whole);
        if (!SendTo(_ports.Rtp.Socket, buffer[..whole], _target)) return false;
        _sent++;
        _packetsSent++;
        _octets += (uint)length;
        MediaStatistics.Sent.Add(1);
        return true;
    }

    private bool IsUnreachable() => _unreachableUntil != 0 && _time.GetTimestamp() < _unreachableUntil;

    private bool SendTo(Socket socket, ReadOnlySpan<byte> packet, SocketAddress target)
    {
        try
        {
            socket.SendTo(packet, SocketFlags.None, target);
            _unreachableUntil = 0;
            return true;
        }
        catch (SocketException e)
        {
            MediaStatistics.Unsent.Add(1);
            // No route, say: asking fifty times a second would cost more than calls do. A full buffer only costs this packet.
            if (e.SocketErrorCode != SocketError.WouldBlock)
                _unreachableUntil = _time.GetTimestamp() + (long)(UnreachablePause.TotalSeconds * _time.TimestampFrequency);
            return false;
        }
    }

    private static uint Random32() => (uint)RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue);

    /// <summary>Says goodbye by RTCP, stops, and gives the ports back. A callback that has begun may still end.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed) return;
            if (_packetsSent > 0 || _reportsSent > 0) SendReport(_time.GetTimestamp(), bye: true);
            _closed = true;
            _sealing?.Dispose();
            _opening?.Dispose();
        }
        _registration.Dispose();
        _ports.Dispose();
    }
}
