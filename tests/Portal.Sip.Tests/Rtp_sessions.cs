using System.Net;
using System.Net.Sockets;
using Portal.Sip.Media;
using Portal.Sip.Sdp;

namespace Portal.Sip.Tests;

public sealed class Rtp_sessions : IDisposable
{
    private readonly TurnedClock _clock = new();
    private readonly MediaParty _anna = new(), _ben = new();
    private readonly List<RtpSession> _sessions = [];

    private RtpSession Session(MediaParty party, RtpSessionOptions? options = null, IPAddress? address = null)
    {
        var session = new RtpSession(_clock.Clock, TurnedClock.Ports(address), party, options);
        _sessions.Add(session);
        return session;
    }

    private (RtpSession Anna, RtpSession Ben) Pair(RtpParameters? parameters = null, IPAddress? address = null)
    {
        var (anna, ben) = (Session(_anna, address: address), Session(_ben, address: address));
        parameters ??= new();
        anna.Apply(parameters with { Remote = ben.LocalEndPoint });
        ben.Apply(parameters with { Remote = anna.LocalEndPoint, LocalKey = parameters.RemoteKey, RemoteKey = parameters.LocalKey });
        return (anna, ben);
    }

    public void Dispose()
    {
        foreach (var session in _sessions) session.Dispose();
        _clock.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void What_one_says_the_other_hears_every_20_ms(string address)
    {
        if (!Socket.OSSupportsIPv6 && address == "::1") Assert.Skip("This machine has no IPv6.");
        var (anna, ben) = Pair(new RtpParameters { PayloadType = 8 }, IPAddress.Parse(address));
        _anna.Says = [1, 2, 3];
        _clock.Turn(50);
        _ben.Heard.Count.ShouldBe(50);
        _ben.Heard.ShouldAllBe(packet => packet.Type == 8 && packet.Payload.SequenceEqual(_anna.Says));
        _ben.Heard.Zip(_ben.Heard.Skip(1)).ShouldAllBe(pair =>
            (ushort)(pair.Second.Sequence - pair.First.Sequence) == 1 && pair.Second.Timestamp - pair.First.Timestamp == 160);
        _ben.Heard.Count(packet => packet.Marker).ShouldBe(1);
        _anna.Heard.ShouldBeEmpty();
        (anna.LocalEndPoint.Port % 2, anna.LocalControlEndPoint.Port).ShouldBe((0, anna.LocalEndPoint.Port + 1));
        ben.Statistics.Source.ShouldBe(anna.LocalEndPoint);
        (ben.Statistics.PacketsReceived, anna.Statistics.PacketsSent).ShouldBe((50, 50));
    }

    [Fact]
    public void Silence_is_not_sent_and_its_end_is_marked()
    {
        Pair();
        _anna.Says = [1];
        _clock.Turn(5);
        _anna.Says = [];
        _clock.Turn(10);
        _anna.Says = [2];
        _clock.Turn(5);
        _ben.Heard.Count.ShouldBe(10);
        _ben.Heard.FindAll(packet => packet.Marker).Select(packet => packet.Payload[0]).ShouldBe([(byte)1, (byte)2]);
        // The timestamp has gone on meanwhile, the sequence has not.
        (_ben.Heard[5].Timestamp - _ben.Heard[4].Timestamp).ShouldBe(11u * 160);
        ((ushort)(_ben.Heard[5].Sequence - _ben.Heard[4].Sequence)).ShouldBe((ushort)1);
    }

    [Theory]
    [InlineData(SdpDirection.SendOnly, true, false)]
    [InlineData(SdpDirection.ReceiveOnly, false, true)]
    [InlineData(SdpDirection.Inactive, false, false)]
    public void A_held_call_sends_and_hears_as_agreed(SdpDirection direction, bool sends, bool hears)
    {
        var (anna, ben) = Pair();
        anna.Apply(new RtpParameters { Remote = ben.LocalEndPoint, Direction = direction });
        (_anna.Says, _ben.Says) = ([1], [2]);
        _clock.Turn(5);
        (_ben.Heard.Count > 0, _anna.Heard.Count > 0).ShouldBe((sends, hears));
    }

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1_80)]
    [InlineData(SrtpSuite.AesCm128HmacSha1_32)]
    public void With_keys_nothing_is_sent_in_the_clear_and_both_understand(SrtpSuite suite)
    {
        var (anna, ben) = Pair(new RtpParameters { LocalKey = SdesKey.Create(1, suite), RemoteKey = SdesKey.Create(1, suite), EventPayloadType = 101 });
        (_anna.Says, _ben.Says) = (Enumerable.Repeat((byte)42, 160).ToArray(), [7]);
        anna.Press('5').ShouldBeTrue();
        _clock.Turn(400);
        _ben.Keys.ShouldBe("5");
        _ben.Heard.ShouldAllBe(packet => packet.Payload.SequenceEqual(_anna.Says));
        _ben.Heard.Count.ShouldBeInRange(385, 399);
        _anna.Heard.Count.ShouldBe(400);
        foreach (var session in (RtpSession[])[anna, ben])
        {
            (session.Statistics.Forged, session.Statistics.Malformed, session.Statistics.Strangers).ShouldBe((0, 0, 0));
            session.Statistics.ReportsReceived.ShouldBeGreaterThan(0);
        }
        using var listener = new RawSender();
        anna.Apply(new RtpParameters { Remote = listener.Address, LocalKey = SdesKey.Create(1, suite), RemoteKey = SdesKey.Create(1, suite) });
        _clock.Turn(3);
        listener.Received().Count(packet => packet.AsSpan().IndexOf("****"u8) >= 0).ShouldBe(0);
    }

    [Fact]
    public void What_is_not_protected_by_the_agreed_key_is_dropped()
    {
        var (_, ben) = Pair(new RtpParameters { LocalKey = SdesKey.Create(1, SrtpSuite.AesCm128HmacSha1_80), RemoteKey = SdesKey.Create(1, SrtpSuite.AesCm128HmacSha1_80) });
        using var stranger = new RawSender();
        for (var i = 0; i < 10; i++) stranger.Send(ben.LocalEndPoint, 4711);
        _clock.Turn();
        _ben.Heard.ShouldBeEmpty();
        ben.Statistics.Forged.ShouldBe(10);
        ben.Statistics.Source.ShouldBeNull();
    }

    [Fact]
    public void Keys_pressed_arrive_once_each_and_in_order_while_audio_pauses()
    {
        var (anna, _) = Pair(new RtpParameters { EventPayloadType = 101 });
        _anna.Says = [1];
        foreach (var key in "12#*A9") anna.Press(key).ShouldBeTrue();
        _clock.Turn(120);
        _ben.Keys.ShouldBe("12#*A9");
        _ben.Heard.ShouldAllBe(packet => packet.Type == 0);
        _ben.Heard.Count.ShouldBe(120 - 6 * 10);
        Should.Throw<ArgumentException>(() => anna.Press('X'));
        for (var i = 0; i < 64; i++) anna.Press('1').ShouldBeTrue();
        anna.Press('1').ShouldBeFalse();
    }

    [Fact]
    public void No_key_is_pressed_where_none_is_taken() => Pair().Anna.Press('1').ShouldBeFalse();

    [Fact]
    public void The_first_sender_from_the_described_host_is_heard_and_answered_where_it_really_is()
    {
        using var phone = new RawSender();
        var session = Session(_anna);
        // The SDP names a port that the phone's NAT has changed.
        session.Apply(new RtpParameters { Remote = new(IPAddress.Loopback, 9) });
        phone.Send(session.LocalEndPoint, 1);
        _clock.Turn();
        session.Statistics.Source.ShouldBe(phone.Address);
        _anna.Says = [1];
        _clock.Turn(3);
        phone.Received().Count.ShouldBe(3);
    }

    [Fact]
    public void A_stranger_is_neither_heard_nor_answered()
    {
        using var phone = new RawSender();
        using var stranger = new RawSender("127.0.0.2");
        using var neighbour = new RawSender();
        var session = Session(_anna);
        session.Apply(new RtpParameters { Remote = phone.Address });
        stranger.Send(session.LocalEndPoint, 1, payload: 66); // quicker than the phone
        phone.Send(session.LocalEndPoint, 2);
        _clock.Turn();
        for (var i = 0; i < 200; i++)
        {
            // From elsewhere, from the phone's host, and with the phone's SSRC: guessed or overheard.
            stranger.Send(session.LocalEndPoint, 2, payload: 66);
            neighbour.Send(session.LocalEndPoint, 2, payload: 66);
            phone.Send(session.LocalEndPoint, 2);
            _clock.Turn();
        }
        _anna.Heard.Count.ShouldBe(201);
        _anna.Heard.ShouldAllBe(packet => packet.Payload[0] == 1);
        session.Statistics.Strangers.ShouldBe(401);
        session.Statistics.Source.ShouldBe(phone.Address);
        _anna.Says = [1];
        _clock.Turn();
        (stranger.Received().Count, neighbour.Received().Count, phone.Received().Count).ShouldBe((0, 0, 1));
    }

    [Fact]
    public void After_silence_the_same_host_may_send_from_another_port_and_others_may_not()
    {
        using var phone = new RawSender();
        using var moved = new RawSender();
        using var stranger = new RawSender("127.0.0.2");
        var session = Session(_anna);
        session.Apply(new RtpParameters { Remote = phone.Address });
        phone.Send(session.LocalEndPoint, 1);
        _clock.Turn(90);
        moved.Send(session.LocalEndPoint, 2);
        _clock.Turn(20);
        session.Statistics.Source.ShouldBe(phone.Address); // not two seconds yet
        stranger.Send(session.LocalEndPoint, 3);
        _clock.Turn();
        session.Statistics.Source.ShouldBe(phone.Address);
        moved.Send(session.LocalEndPoint, 2);
        _clock.Turn();
        session.Statistics.Source.ShouldBe(moved.Address);
    }

    [Fact]
    public void Another_SSRC_of_the_same_sender_is_heard_once_the_first_has_stopped()
    {
        using var phone = new RawSender();
        var session = Session(_anna);
        session.Apply(new RtpParameters { Remote = phone.Address });
        phone.Send(session.LocalEndPoint, 1);
        _clock.Turn();
        phone.Send(session.LocalEndPoint, 2);
        _clock.Turn(6);
        _anna.Heard.Count.ShouldBe(1);
        phone.Send(session.LocalEndPoint, 2);
        _clock.Turn();
        _anna.Heard.Count.ShouldBe(2);
    }

    [Fact]
    public void Signalling_that_names_another_peer_lets_it_in_at_once()
    {
        using var first = new RawSender();
        using var second = new RawSender("127.0.0.2");
        var session = Session(_anna);
        session.Apply(new RtpParameters { Remote = first.Address });
        first.Send(session.LocalEndPoint, 1);
        _clock.Turn();
        session.Apply(new RtpParameters { Remote = second.Address });
        second.Send(session.LocalEndPoint, 2);
        first.Send(session.LocalEndPoint, 1);
        _clock.Turn();
        session.Statistics.Source.ShouldBe(second.Address);
        session.Statistics.Strangers.ShouldBe(1);
    }

    [Fact]
    public void A_phone_behind_a_NAT_is_heard_from_where_it_signals()
    {
        using var phone = new RawSender("127.0.0.3");
        var session = Session(_anna);
        session.Apply(new RtpParameters { Remote = new(IPAddress.Parse("127.0.0.99"), 4000), SignallingAddress = phone.Address.Address });
        phone.Send(session.LocalEndPoint, 1);
        _clock.Turn();
        session.Statistics.Source.ShouldBe(phone.Address);
    }

    [Fact]
    public void Anybody_may_be_first_within_a_learning_window_only()
    {
        using var phone = new RawSender("127.0.0.3");
        var session = Session(_anna, new RtpSessionOptions { LearningWindow = TimeSpan.FromSeconds(1) });
        session.Apply(new RtpParameters { Remote = new(IPAddress.Parse("127.0.0.99"), 4000) });
        _clock.Turn(51);
        phone.Send(session.LocalEndPoint, 1);
        _clock.Turn();
        session.Statistics.Source.ShouldBeNull();
        session.Apply(new RtpParameters { Remote = new(IPAddress.Parse("127.0.0.98"), 4000) });
        phone.Send(session.LocalEndPoint, 1);
        _clock.Turn();
        session.Statistics.Source.ShouldBe(phone.Address);
    }

    [Fact]
    public void Made_up_datagrams_change_nothing()
    {
        var (anna, ben) = Pair(new RtpParameters { EventPayloadType = 101 });
        _anna.Says = [1];
        using var sender = new RawSender();
        var random = new Random(20261121);
        for (var i = 0; i < 3000; i++)
        {
            var junk = new byte[random.Next(0, 200)];
            random.NextBytes(junk);
            if (i % 2 == 0 && junk.Length > 2) (junk[0], junk[1]) = ((byte)(0x80 | junk[0] & 0x3F), (byte)(200 + i % 5));
            sender.Socket.SendTo(junk, i % 3 == 0 ? ben.LocalEndPoint : ben.LocalControlEndPoint);
            if (i % 100 == 0) _clock.Turn();
        }
        _clock.Turn(2);
        _ben.Heard.ShouldAllBe(packet => packet.Payload.SequenceEqual(_anna.Says));
        _ben.Heard.Count.ShouldBe(32);
        _ben.HasLeft.ShouldBeFalse();
        ben.Statistics.Source.ShouldBe(anna.LocalEndPoint);
        _clock.Clock.Streams.ShouldBe(2);
    }

    [Fact]
    public void A_relay_sends_on_at_once_under_its_own_numbers()
    {
        using var phone = new RawSender();
        using var other = new RawSender();
        RtpSession? outgoing = null;
        var relay = new Relay(packet => outgoing!.Forward(packet, 9));
        using var incoming = new RtpSession(_clock.Clock, TurnedClock.Ports(), relay);
        outgoing = Session(_ben);
        incoming.Apply(new RtpParameters { Remote = phone.Address });
        outgoing.Apply(new RtpParameters { Remote = other.Address });
        for (var i = 0; i < 3; i++) phone.Send(incoming.LocalEndPoint, 77, payload: (byte)i);
        _clock.Turn();
        var packets = other.Received();
        packets.Count.ShouldBe(3);
        for (var i = 0; i < 3; i++)
        {
            RtpPacket.TryRead(packets[i], out var packet).ShouldBeTrue();
            (packet.Ssrc, packet.PayloadType, packet.Payload[0], packet.Payload.Length).ShouldBe((outgoing.Ssrc, (byte)9, (byte)i, 160));
        }
    }

    private delegate bool Forwarding(RtpPacket packet);

    private sealed class Relay(Forwarding forward) : IRtpHandler
    {
        public void Received(RtpSession session, in RtpPacket packet, long arrival) => forward(packet);

        public int Fill(RtpSession session, Span<byte> payload) => 0;
    }

    [Fact]
    public void Ports_are_passed_over_where_another_has_them_and_come_back_when_done()
    {
        using var taken = new RawSender();
        var port = taken.Address.Port;
        var ports = new RtpPorts(IPAddress.Loopback, port & ~1, (port & ~1) + 3);
        ports.Capacity.ShouldBe(2);
        using (var session = new RtpSession(_clock.Clock, ports, _anna))
        {
            session.LocalEndPoint.Port.ShouldBe((port & ~1) + 2);
            Should.Throw<RtpPortsException>(() => new RtpSession(_clock.Clock, ports, _anna));
            ports.Taken.ShouldBe(1);
        }
        ports.Taken.ShouldBe(0);
        _clock.Clock.Streams.ShouldBe(0);
        Should.Throw<RtpPortsException>(() => new RtpSession(_clock.Clock, new RtpPorts(IPAddress.Parse("192.0.2.1")), _anna));
        Should.Throw<ArgumentOutOfRangeException>(() => new RtpPorts(IPAddress.Loopback, 65535, 65535));
    }

    [Fact]
    public void A_remote_of_the_other_family_and_half_of_the_keys_are_refused()
    {
        var session = Session(_anna);
        Should.Throw<ArgumentException>(() => session.Apply(new RtpParameters { Remote = new(IPAddress.IPv6Loopback, 4000) }));
        Should.Throw<ArgumentException>(() => session.Apply(new RtpParameters { LocalKey = SdesKey.Create(1, SrtpSuite.AesCm128HmacSha1_80) }));
    }
}
