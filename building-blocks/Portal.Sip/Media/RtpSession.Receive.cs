using System.Net;

namespace Portal.Sip.Media;

public sealed partial class RtpSession
{
    private ReceptionStatistics _reception = new();
    private KeyReceiver _pressed = new();
    private long _packetsReceived, _strangers, _forged, _malformed;

    /// <summary>How it goes.</summary>
    public RtpStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new RtpStatistics
                {
                    PacketsReceived = _packetsReceived,
                    PacketsSent = _packetsSent,
                    Strangers = _strangers,
                    Forged = _forged,
                    Malformed = _malformed,
                    Lost = _reception.CumulativeLost,
                    Jitter = TimeSpan.FromSeconds((double)_reception.Jitter / _parameters.ClockRate),
                    RoundTrip = _roundTrip,
                    RemoteReport = _remoteReport,
                    ReportsSent = _reportsSent,
                    ReportsReceived = _reportsReceived,
                    Source = _latch.Address is { } address ? (IPEndPoint)LocalEndPoint.Create(address) : null,
                };
            }
        }
    }

    private void Receive(MediaSocket socket, Span<byte> datagram, SocketAddress source, long arrival)
    {
        // RFC 5761 §4: RTCP's types on RTP's port are 64 to 95 with the marker.
        if (socket == _ports.Rtcp || (datagram.Length > 1 && datagram[1] is >= 192 and <= 223))
        {
            ReceiveControl(socket, datagram, source, arrival);
            return;
        }
        RtpPacket packet;
        char? key = null;
        long units;
        lock (_lock)
        {
            if (_closed || !Admit(ref datagram, source, arrival)) return;
            if (!RtpPacket.TryRead(datagram, out packet))
            {
                Drop(ref _malformed, DropReason.Malformed);
                return;
            }
            if (_latch.Accept(source, packet.Ssrc, arrival)) Locked();
            units = Units(arrival);
            var isKey = packet.PayloadType == _parameters.EventPayloadType;
            _reception.Take(packet.SequenceNumber, packet.Timestamp, units, timed: !isKey);
            _packetsReceived++;
            MediaStatistics.Received.Add(1);
            if (!_parameters.Receives) return; // still under way when it was put on hold
            if (isKey && (key = _pressed.Take(packet.Timestamp, packet.Payload)) is null) return;
        }
        if (key is { } pressed) _handler.KeyPressed(this, pressed);
        else _handler.Received(this, packet, units);
    }

    /// <summary>Known or fit to be, and with SRTP genuine; the datagram is then what SRTP had in it.</summary>
    private bool Admit(ref Span<byte> datagram, SocketAddress source, long arrival)
    {
        if (!RtpPacket.TryRead(datagram, out var packet))
        {
            Drop(ref _malformed, DropReason.Malformed);
            return false;
        }
        if (_latch.Judge(source, packet.Ssrc, arrival, _opening is not null) == SourceVerdict.Stranger)
        {
            Drop(ref _strangers, DropReason.Stranger);
            return false;
        }
        var (ssrc, length) = (packet.Ssrc, datagram.Length);
        if (_opening is not null && (length = _opening.Unprotect(datagram, length)) == 0)
        {
            Drop(ref _forged, DropReason.Forged);
            return false;
        }
        datagram = datagram[..length];
        return ssrc != Ssrc || Renumber(source, arrival);
    }

    /// <summary>Another source: what is known of the one before says nothing of it.</summary>
    private void Locked()
    {
        (_target, _unreachableUntil) = (_latch.Address, 0);
        _reception = new ReceptionStatistics();
        _pressed = new KeyReceiver();
        _lastReportTime = 0;
        if (_parameters.Mux) _controlTarget = _target;
    }

    private static void Drop(ref long count, DropReason why)
    {
        count++;
        MediaStatistics.Dropped(why);
    }

    /// <summary>A moment in timestamp units since the session began.</summary>
    private long Units(long timestamp) => _time.GetElapsedTime(_began, timestamp).Ticks * _parameters.ClockRate / TimeSpan.TicksPerSecond;
}
