using Portal.Sip.Media;
using Portal.Sip.Sdp;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Sip.Tests;

internal static class EchoedCall
{
    internal static readonly Wave Spoken = Melody.Make(seed: 3550, TimeSpan.FromSeconds(60));

    internal static async Task<RtpStatistics> RunAsync(string codecs, string parameters, MediaAnswering answering, Func<Baresip, RtpSession, Task> during)
    {
        using var folder = new TemporaryFolder();
        Spoken.Write(folder["melody.wav"]);
        await using var server = new LiveServer(options => options with { ReplyToSourcePort = false }, answering);
        await using var phone = await Baresip.StartAsync(new BaresipAccount("2001") { Speaks = folder["melody.wav"], Codecs = codecs, Parameters = parameters });
        await phone.DialAsync($"sip:echo@{server.Address}");
        await phone.WaitEstablishedAsync();
        await Eventually.TrueAsync(() => answering.Call is not null);
        await during(phone, answering.Session!);
        await phone.HangUpAsync();
        await phone.WaitClosedAsync();
        if (answering.Agreed!.Codec != SdpCodec.G722) IsTheMelody(await phone.HeardAsync()); // of others it records at a rate that Wave does not read
        server.Logged.ShouldBeEmpty();
        answering.Session!.Statistics.Strangers.ShouldBe(0);
        return answering.Session.Statistics;
    }

    internal static void IsTheMelody(Wave heard)
    {
        var compared = Melody.Compare(Spoken, heard);
        compared.IsTheMelody.ShouldBeTrue($"{compared}");
    }

    /// <summary>Until it has heard that much: sound flows in real time, but how soon is not said.</summary>
    internal static Task HeardAsync(RtpSession session, TimeSpan time) => Eventually.TrueAsync(() => session.Statistics.PacketsSent >= time / MediaClock.Frame);
}

public class A_call_with_baresip
{
    [Fact]
    public async Task Is_echoed_reported_on_and_understands_keys()
    {
        using var answering = new MediaAnswering([SdpCodec.ALaw, SdpCodec.MuLaw, SdpCodec.Keys]);
        var statistics = await EchoedCall.RunAsync("PCMA", "", answering, async (phone, session) =>
        {
            await phone.PressAsync("42#");
            await Eventually.TrueAsync(() => answering.Keys == "42#");
            session.Press('1').ShouldBeTrue();
            session.Press('9').ShouldBeTrue();
            (await phone.WaitDigitsAsync(2)).ShouldBe("19");
            await EchoedCall.HeardAsync(session, TimeSpan.FromSeconds(3));
            await phone.WaitAsync("CALL_RTCP"); // ours, there
            await Eventually.TrueAsync(() => session.Statistics is { RemoteReport: not null, RoundTrip: not null }); // theirs, here
            session.Statistics.RemoteReport!.Value.Ssrc.ShouldBe(session.Ssrc);
            session.Statistics.RoundTrip!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        });
        answering.Agreed!.Codec.ShouldBe(SdpCodec.ALaw);
        (statistics.Forged, statistics.Malformed).ShouldBe((0, 0), $"{statistics}");
        await answering.HasLeft.WaitAsync(Eventually.Deadline); // it says goodbye by RTCP too
    }
}

public class A_secure_call_with_baresip
{
    [Fact]
    public async Task Is_understood_on_both_sides()
    {
        using var answering = new MediaAnswering([SdpCodec.MuLaw, SdpCodec.Keys], SrtpUse.Always);
        var statistics = await EchoedCall.RunAsync("PCMU", ";mediaenc=srtp-mand", answering, async (phone, session) =>
        {
            await phone.PressAsync("5");
            await EchoedCall.HeardAsync(session, TimeSpan.FromSeconds(3));
            await Eventually.TrueAsync(() => answering.Keys == "5");
            await Eventually.TrueAsync(() => session.Statistics.ReportsReceived > 0);
        });
        answering.Agreed!.RemoteKey.ShouldNotBeNull();
        // Baresip sends an RTCP packet before it has its keys, and its goodbye after it has dropped them.
        statistics.Forged.ShouldBeLessThanOrEqualTo(2, $"{statistics}");
        statistics.Malformed.ShouldBe(0);
    }
}

public class A_wideband_call_with_baresip
{
    [Fact]
    public async Task Is_understood_echoed_held_and_resumed()
    {
        byte[] octets = [];
        using var answering = new MediaAnswering([SdpCodec.G722]);
        await EchoedCall.RunAsync("G722/16000", "", answering, async (phone, session) =>
        {
            await EchoedCall.HeardAsync(session, TimeSpan.FromSeconds(3));
            octets = answering.Echoed;
            await phone.HoldAsync();
            await Eventually.TrueAsync(() => answering.Agreed!.Direction == SdpDirection.ReceiveOnly);
            await phone.ResumeAsync();
            await Eventually.TrueAsync(() => answering.Agreed!.Direction == SdpDirection.SendReceive);
            var sent = session.Statistics.PacketsSent;
            await Eventually.TrueAsync(() => session.Statistics.PacketsSent > sent + 10);
        });
        answering.Agreed!.Codec.ShouldBe(SdpCodec.G722);
        var samples = new short[octets.Length * 2];
        new G722Decoder().Decode(octets, samples);
        // Every second sample: the melody has nothing above 4 kHz.
        EchoedCall.IsTheMelody(new Wave([.. samples.Where((_, i) => i % 2 == 0)]));
    }
}
