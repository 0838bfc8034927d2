using System.Net;
using System.Security.Cryptography;

namespace Portal.Sip.Media;

public sealed partial class RtpSession
{
    private const int ControlBytes = 256;

    private readonly RtcpSchedule _schedule;
    private readonly DateTimeOffset _beganUtc;

    // RFC 7022 §4.2: random for each session, so that it tells nobody which calls have one caller.
    private readonly byte[] _name = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(12)));

    private SocketAddress? _controlTarget, _collided;
    private TimeSpan _nextReport;
    private uint _sentAtReport;
    private int _reportsSinceSending = 2;
    private uint _lastReportTime;
    private long _lastReportArrival;
    private TimeSpan? _roundTrip;
    private RtcpReport? _remoteReport;
    private long _reportsSent, _reportsReceived;

    private static IPEndPoint? ControlEndPoint(RtpParameters parameters)
    {
        if (parameters.Mux || parameters.Remote is null) return parameters.Remote;
        if (parameters.RemoteControl is not null) return parameters.RemoteControl;
        return parameters.Remote.Port is > 0 and < 65535 ? new IPEndPoint(parameters.Remote.Address, parameters.Remote.Port + 1) : null;
    }

    private void ReportWhenDue(long now)
    {
        if (_time.GetElapsedTime(_began, now) < _nextReport) return;
        _nextReport = _time.GetElapsedTime(_began, now) + _schedule.Next();
        SendReport(now, bye: false);
    }

    private void SendReport(long now, bool bye)
    {
        if (_controlTarget is null || _closed || IsUnreachable()) return;
        Span<byte> buffer = stackalloc byte[ControlBytes];
        var writer = new RtcpWriter(buffer);
        RtcpReport? report = _reception.Received == 0 ? null : new RtcpReport(
            _latch.Ssrc, _reception.TakeFractionLost(), _reception.CumulativeLost, _reception.ExtendedHighest, _reception.Jitter,
            _lastReportTime, _lastReportTime == 0 ? 0 : (uint)(_time.GetElapsedTime(_lastReportArrival, now).TotalSeconds * 65536));
        // §6.4: a sender is who has sent since the report before the last.
        _reportsSinceSending = _sent != _sentAtReport ? 0 : _reportsSinceSending + 1;
        _sentAtReport = _sent;
        if (_reportsSinceSending < 2) writer.SenderReport(Ssrc, Ntp(now), _timestamp, _sent, _octets, report);
        else writer.ReceiverReport(Ssrc, report);
        writer.Name(Ssrc, _name);
        if (bye) writer.Bye(Ssrc);
        var length = _sealing?.ProtectControl(buffer, writer.Length) ?? writer.Length;
        _schedule.Count(length);
        if (SendTo((_parameters.Mux ? _ports.Rtp : _ports.Rtcp).Socket, buffer[..length], _controlTarget)) _reportsSent++;
    }

    private void ReceiveControl(MediaSocket socket, Span<byte> datagram, SocketAddress source, long arrival)
    {
        var left = false;
        lock (_lock)
        {
            if (_closed) return;
            if (!_latch.FitsControl(source))
            {
                Drop(ref _strangers, DropReason.Stranger);
                return;
            }
            var length = _opening?.UnprotectControl(datagram, datagram.Length) ?? datagram.Length;
            if (length == 0)
            {
                Drop(ref _forged, DropReason.Forged);
                return;
            }
            if (!RtcpReader.IsValid(datagram[..length]))
            {
                Drop(ref _malformed, DropReason.Malformed);
                return;
            }
            _reportsReceived++;
            MediaStatistics.Reports.Add(1);
            _schedule.Count(datagram.Length);
            // Symmetric (RFC 4961): reports go back to where they come from.
            if (socket == _ports.Rtcp && !_parameters.Mux && _controlTarget?.Equals(source) != true) _controlTarget = SourceLatch.Copy(source);
            var reader = new RtcpReader(datagram[..length]);
            while (reader.Next()) left |= Take(reader, arrival);
        }
        if (left) _handler.Left(this);
    }

    /// <summary>True when the source says goodbye.</summary>
    private bool Take(RtcpReader packet, long arrival)
    {
        switch (packet.Type)
        {
            case RtcpType.SenderReport or RtcpType.ReceiverReport:
                if (packet.Type == RtcpType.SenderReport && _latch.Address is not null && packet.Ssrc == _latch.Ssrc)
                    (_lastReportTime, _lastReportArrival) = ((uint)(packet.Ntp >> 16), arrival);
                for (var i = 0; i < packet.Count; i++)
                {
                    if (packet.Report(i) is { } report && report.Ssrc == Ssrc) Heard(report, arrival);
                }
                return false;
            case RtcpType.Bye:
                for (var i = 0; i < packet.Count; i++)
                {
                    if (_latch.Address is not null && packet.Leaver(i) == _latch.Ssrc) return true;
                }
                return false;
            default:
                return false;
        }
    }

    private void Heard(RtcpReport report, long arrival)
    {
        _remoteReport = report;
        if (report.LastReport == 0) return;
        // §6.4.1: now, less when our report was sent, less how long it lay there. Nonsense from the other side comes out negative or absurd.
        var trip = (int)((uint)(Ntp(arrival) >> 16) - report.LastReport - report.Delay);
        if (trip is >= 0 and < 60 * 65536) _roundTrip = TimeSpan.FromSeconds(trip / 65536.0);
    }

    /// <summary>RFC 3550 §8.2: the source has our SSRC. Ours changes, after a goodbye; when it happens again from there, what comes is our own, and is dropped.</summary>
    private bool Renumber(SocketAddress source, long now)
    {
        if (_collided?.Equals(source) == true)
        {
            Drop(ref _strangers, DropReason.Stranger);
            return false;
        }
        _collided = SourceLatch.Copy(source);
        SendReport(now, bye: true);
        Ssrc = Random32();
        (_sent, _octets, _sentAtReport) = (0, 0, 0);
        _remoteReport = null;
        return true;
    }

    /// <summary>Seconds since 1900 in 32.32 bits (§4), running with the session's clock: a correction of the wall clock must not show as a round trip.</summary>
    private ulong Ntp(long timestamp)
    {
        var since = _beganUtc + _time.GetElapsedTime(_began, timestamp) - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var seconds = (ulong)(since.Ticks / TimeSpan.TicksPerSecond);
        var fraction = (ulong)(since.Ticks % TimeSpan.TicksPerSecond) * (1UL << 32) / TimeSpan.TicksPerSecond;
        return seconds << 32 | fraction;
    }
}
