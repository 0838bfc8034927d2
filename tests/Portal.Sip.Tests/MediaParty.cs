using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sip.Media;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>A media clock that turns when the test says so: 20 ms of everybody's media are one call.</summary>
internal sealed class TurnedClock : IDisposable
{
    internal readonly ManualTimeProvider Time = new();
    internal readonly MediaClock Clock;

    internal TurnedClock()
    {
        Clock = new MediaClock(NullLogger.Instance, 1, Time, started: false);
        Clock.Turn(); // the turn of the very beginning: from here on, 20 ms are 20 turns
    }

    internal static RtpPorts Ports(IPAddress? address = null) => new(address ?? IPAddress.Loopback, 20000, 31999);

    internal void Turn(int frames = 1)
    {
        // In milliseconds, as the clock does: a stream's turn comes in one of the twenty.
        for (var i = 0; i < frames * 20; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            Clock.Turn();
        }
    }

    public void Dispose() => Clock.Dispose();
}

/// <summary>Says what it is told to and keeps what it hears.</summary>
internal sealed class MediaParty : IRtpHandler
{
    internal readonly List<(byte Type, ushort Sequence, uint Timestamp, bool Marker, byte[] Payload)> Heard = [];
    internal string Keys = "";
    internal bool HasLeft;
    internal byte[] Says = [];

    public void Received(RtpSession session, in RtpPacket packet, long arrival) =>
        Heard.Add((packet.PayloadType, packet.SequenceNumber, packet.Timestamp, packet.Marker, packet.Payload.ToArray()));

    public int Fill(RtpSession session, Span<byte> payload)
    {
        Says.CopyTo(payload);
        return Says.Length;
    }

    public void KeyPressed(RtpSession session, char key) => Keys += key;

    public void Left(RtpSession session) => HasLeft = true;
}

/// <summary>A sender of made-up packets.</summary>
internal sealed class RawSender : IDisposable
{
    internal readonly Socket Socket;
    private ushort _sequence = 1;

    internal RawSender(string address = "127.0.0.1")
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
    }

    internal IPEndPoint Address => (IPEndPoint)Socket.LocalEndPoint!;

    internal void Send(IPEndPoint to, uint ssrc, byte payload = 1, byte type = 0)
    {
        var packet = new byte[RtpPacket.HeaderBytes + 160];
        RtpPacket.WriteHeader(packet, type, false, _sequence, _sequence * 160u, ssrc);
        _sequence++;
        packet.AsSpan(RtpPacket.HeaderBytes).Fill(payload);
        Socket.SendTo(packet, to);
    }

    /// <summary>As if the network had lost one.</summary>
    internal void Skip() => _sequence++;

    /// <summary>The datagrams that wait.</summary>
    internal List<byte[]> Received()
    {
        var all = new List<byte[]>();
        var buffer = new byte[2048];
        while (Socket.Poll(0, SelectMode.SelectRead)) all.Add(buffer[..Socket.Receive(buffer)]);
        return all;
    }

    public void Dispose() => Socket.Dispose();
}
