using System.Net;
using Portal.Sip.Media;

namespace Portal.Sip.Tests;

public sealed class Rtcp_reports : IDisposable
{
    private readonly TurnedClock _clock = new();
    private readonly MediaParty _anna = new(), _ben = new();

    public void Dispose() => _clock.Dispose();

    private (RtpSession Anna, RtpSession Ben) Pair(bool mux = false)
    {
        var (anna, ben) = (new RtpSession(_clock.Clock, TurnedClock.Ports(), _anna), new RtpSession(_clock.Clock, TurnedClock.Ports(), _ben));
        anna.Apply(new RtpParameters { Remote = ben.LocalEndPoint, Mux = mux });
        ben.Apply(new RtpParameters { Remote = anna.LocalEndPoint, Mux = mux });
        (_anna.Says, _ben.Says) = ([1], [2]);
        return (anna, ben);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_report_about_each_other_and_know_the_round_trip(bool mux)
    {
        var (anna, ben) = Pair(mux);
        _clock.Turn(60 * 50);
        foreach (var (one, other) in new[] { (anna, ben), (ben, anna) })
        {
            var seen = one.Statistics;
            // Five seconds on the average, by chance between two and six.
            seen.ReportsSent.ShouldBeInRange(8, 30);
            seen.ReportsReceived.ShouldBe(other.Statistics.ReportsSent);
            var report = seen.RemoteReport.ShouldNotBeNull();
            (report.Ssrc, report.FractionLost, report.CumulativeLost).ShouldBe((one.Ssrc, (byte)0, 0));
            seen.RoundTrip.ShouldNotBeNull().ShouldBeLessThan(TimeSpan.FromMilliseconds(25)); // the turning of the clock
            seen.Jitter.ShouldBe(TimeSpan.Zero);
        }
        anna.Dispose();
        _clock.Turn();
        _ben.HasLeft.ShouldBeTrue();
        ben.Dispose();
    }

    [Fact]
    public void A_compound_says_what_was_sent_and_who_by_a_random_name()
    {
        using var phone = new RawSender();
        using var session = new RtpSession(_clock.Clock, TurnedClock.Ports(), _anna, new RtpSessionOptions { ReportInterval = TimeSpan.FromSeconds(1) });
        session.Apply(new RtpParameters { Remote = phone.Address, RemoteControl = phone.Address });
        _anna.Says = new byte[160];
        for (var i = 0; i < 100; i++)
        {
            if (i % 4 != 3) phone.Send(session.LocalEndPoint, 0xABCD);
            else phone.Skip();
            _clock.Turn();
        }
        var compound = phone.Received().First(datagram => datagram[1] == 200);
        RtcpReader.IsValid(compound).ShouldBeTrue();
        var reader = new RtcpReader(compound);
        reader.Next().ShouldBeTrue();
        (reader.Type, reader.Ssrc, reader.Count).ShouldBe((RtcpType.SenderReport, session.Ssrc, 1));
        var report = reader.Report(0);
        report.Ssrc.ShouldBe(0xABCDu);
        // Every fourth was lost; by chance the first report comes after ten frames at the soonest, and so after two losses of eleven or three of twelve.
        ((int)report.FractionLost).ShouldBeInRange(44, 64);
        report.CumulativeLost.ShouldBeInRange(2, 25);
        reader.Next().ShouldBeTrue();
        reader.Type.ShouldBe(RtcpType.SourceDescription);
        reader.Next().ShouldBeFalse();
    }

    [Fact]
    public void Who_sends_nothing_reports_as_receiver()
    {
        using var listener = new RawSender();
        var session = new RtpSession(_clock.Clock, TurnedClock.Ports(), _anna);
        session.Apply(new RtpParameters { Remote = listener.Address, RemoteControl = listener.Address });
        _clock.Turn(500);
        var reports = listener.Received();
        reports.ShouldNotBeEmpty();
        reports.ShouldAllBe(datagram => datagram[1] == 201);
        session.Dispose();
        listener.Received().Count.ShouldBe(1); // with the goodbye
    }

    [Fact]
    public void A_goodbye_of_somebody_else_is_not_believed()
    {
        var (anna, ben) = Pair();
        _clock.Turn();
        using var stranger = new RawSender("127.0.0.2");
        using var neighbour = new RawSender();
        Span<byte> buffer = stackalloc byte[100];
        var writer = new RtcpWriter(buffer);
        writer.ReceiverReport(1, null);
        writer.Bye(anna.Ssrc);
        stranger.Socket.SendTo(buffer[..writer.Length], ben.LocalControlEndPoint);
        writer = new RtcpWriter(buffer);
        writer.ReceiverReport(1, null);
        writer.Bye(anna.Ssrc + 1);
        neighbour.Socket.SendTo(buffer[..writer.Length], ben.LocalControlEndPoint);
        _clock.Turn();
        _ben.HasLeft.ShouldBeFalse();
        ben.Statistics.Strangers.ShouldBe(1);
        anna.Dispose();
        ben.Dispose();
    }

    [Fact]
    public void Broken_compounds_are_refused_whole()
    {
        Span<byte> buffer = stackalloc byte[256];
        var writer = new RtcpWriter(buffer);
        writer.SenderReport(1, 2, 3, 4, 5, new RtcpReport(6, 7, -8, 9, 10, 11, 12));
        writer.Name(1, "name"u8);
        writer.Bye(1);
        var whole = buffer[..writer.Length].ToArray();
        RtcpReader.IsValid(whole).ShouldBeTrue();
        var reader = new RtcpReader(whole);
        reader.Next();
        reader.Report(0).ShouldBe(new RtcpReport(6, 7, -8, 9, 10, 11, 12));

        // Each packet ends a compound; anything between does not.
        for (var cut = 0; cut < whole.Length; cut++) RtcpReader.IsValid(whole.AsSpan(0, cut)).ShouldBe(cut is 52 or 68);
        var random = new Random(20261121);
        for (var i = 0; i < 100_000; i++)
        {
            var broken = whole.ToArray();
            for (var j = random.Next(1, 4); j > 0; j--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            if (!RtcpReader.IsValid(broken)) continue;
            for (var walk = new RtcpReader(broken); walk.Next();)
            {
                for (var n = 0; n < walk.Count && walk.Type is RtcpType.SenderReport or RtcpType.ReceiverReport; n++) walk.Report(n);
                for (var n = 0; n < walk.Count && walk.Type is RtcpType.Bye; n++) walk.Leaver(n);
            }
        }
    }

    [Fact]
    public void Loss_is_counted_over_the_rollover_and_a_restart_begins_anew()
    {
        var reception = new ReceptionStatistics();
        for (var i = 0; i < 1000; i++)
        {
            if (i % 10 != 9) reception.Take((ushort)(65_000 + i), (uint)i * 160, i * 160, timed: true);
        }
        (reception.CumulativeLost, reception.ExtendedHighest, reception.Jitter).ShouldBe((99, 65_998u, 0u));
        ((int)reception.TakeFractionLost()).ShouldBe(99 * 256 / 999);
        reception.TakeFractionLost().ShouldBe((byte)0);

        reception.Take(30_000, 0, 0, timed: true); // alone it may be damage
        reception.ExtendedHighest.ShouldBe(65_998u);
        reception.Take(30_001, 160, 160, timed: true);
        (reception.CumulativeLost, reception.ExtendedHighest).ShouldBe((0, 30_001u));
        for (var i = 0; i < 10; i++) reception.Take(30_001, 160, 160, timed: false);
        reception.CumulativeLost.ShouldBe(-10);
        reception.TakeFractionLost().ShouldBe((byte)0);
    }

    [Fact]
    public void Jitter_is_the_mean_deviation_of_the_spacing()
    {
        var reception = new ReceptionStatistics();
        // Every second packet 10 ms late: spacing differs by 80 units each time.
        for (var i = 0; i < 500; i++) reception.Take((ushort)i, (uint)i * 160, i * 160 + i % 2 * 80, timed: true);
        ((int)reception.Jitter).ShouldBeInRange(78, 80);
    }

    [Fact]
    public void Reports_are_spread_by_chance_and_kept_under_their_share_of_the_bandwidth()
    {
        var schedule = new RtcpSchedule(TimeSpan.FromSeconds(5), 500, new Random(1));
        schedule.Next().ShouldBeInRange(TimeSpan.FromSeconds(2.5 * 0.5 / 1.2183), TimeSpan.FromSeconds(2.5 * 1.5 / 1.2182));
        var intervals = Enumerable.Range(0, 2000).Select(_ => schedule.Next().TotalSeconds).ToList();
        intervals.Min().ShouldBeInRange(2.05, 2.2);
        intervals.Max().ShouldBeInRange(6.0, 6.16);
        intervals.Average().ShouldBeInRange(4.0, 4.2);

        var narrow = new RtcpSchedule(TimeSpan.FromSeconds(5), 10, new Random(1)); // 1,600 bit/s
        narrow.Next();
        narrow.Next().ShouldBeGreaterThan(TimeSpan.FromSeconds(9));
    }
}
