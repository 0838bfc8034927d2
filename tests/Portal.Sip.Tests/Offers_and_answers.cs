using System.Net;
using System.Text;
using Portal.Sip.Media;
using Portal.Sip.Sdp;

namespace Portal.Sip.Tests;

/// <summary>RFC 3264.</summary>
public class Offers_and_answers
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly SdpStream Audio = new() { Port = 4000, Codecs = [SdpCodec.G722, SdpCodec.ALaw, SdpCodec.MuLaw, SdpCodec.Keys] };

    private readonly SdpNegotiation _ours = new(Here);

    private static SdpSession Read(string text)
    {
        SdpSession.TryParse(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), out var session).ShouldBeTrue();
        return session!;
    }

    private static SdpSession From(string media, string connection = "IN IP4 198.51.100.7") =>
        Read($"v=0\no=- 1 1 {connection}\ns=-\nc={connection}\nt=3 4\n{media}\n");

    [Fact]
    public void An_offer_names_everything_and_can_be_answered_by_ourselves()
    {
        var offer = _ours.Offer(Audio with { Srtp = SrtpUse.Always });
        var text = offer.ToString();
        text.ShouldContain("c=IN IP4 192.0.2.1\r\n");
        text.ShouldContain("m=audio 4000 RTP/SAVP 9 8 0 101\r\na=rtpmap:9 G722/8000\r\n");
        text.ShouldContain("a=fmtp:101 0-16\r\n");
        offer.Media[0].Crypto.Select(key => key.Suite).ShouldBe([SrtpSuite.AesCm128HmacSha1_80, SrtpSuite.AesCm128HmacSha1_32]);

        var theirs = new SdpNegotiation(IPAddress.Parse("192.0.2.2"));
        var answer = theirs.Answer(Read(text), new SdpStream { Port = 5000 });
        answer.IsRefusal.ShouldBeFalse();
        _ours.TryAccept(Read(answer.Description.ToString()), out var agreed, out var error).ShouldBeTrue(error);
        var (ours, other) = (agreed[0], answer.Streams[0]);
        ours.Codec.ShouldNotBeNull().Name.ShouldBe("PCMA");
        other.Codec.ShouldBe(ours.Codec);
        (ours.Keys?.PayloadType, ours.Mux, ours.Direction).ShouldBe(((byte?)101, true, SdpDirection.SendReceive));
        (ours.Remote, other.Remote).ShouldBe((new IPEndPoint(IPAddress.Parse("192.0.2.2"), 5000), new IPEndPoint(Here, 4000)));
        ours.LocalKey!.Key.ShouldBe(other.RemoteKey!.Key);
        ours.RemoteKey!.Key.ShouldBe(other.LocalKey!.Key);
        other.LocalKey.Tag.ShouldBe(1);
        answer.Description.ToString().ShouldContain("m=audio 5000 RTP/SAVP 8 101\r\n");
    }

    [Fact]
    public void The_callers_preference_and_payload_types_are_kept()
    {
        var answer = _ours.Answer(From("m=audio 7000 RTP/AVP 111 0 9 96 97\na=rtpmap:111 opus/48000/2\na=rtpmap:96 telephone-event/48000\na=rtpmap:97 TELEPHONE-EVENT/8000\na=fmtp:97 0-15"), Audio);
        var agreed = answer.Streams[0];
        agreed.Codec.ShouldBe(SdpCodec.MuLaw);
        agreed.Keys!.PayloadType.ShouldBe((byte)97); // the one that counts as the codec does
        answer.Description.Media[0].Description.ShouldBe("audio 4000 RTP/AVP 0 97");
        answer.Description.ToString().ShouldContain("t=3 4\r\n");
        agreed.Mux.ShouldBeFalse();
        answer.Description.Media[0].IsMux.ShouldBeFalse();
        agreed.ToParameters().EventPayloadType.ShouldBe((byte)97);
    }

    [Theory]
    // offered, what we want, answered
    [InlineData("sendrecv", SdpDirection.SendReceive, "sendrecv")]
    [InlineData("sendrecv", SdpDirection.SendOnly, "sendonly")]
    [InlineData("sendrecv", SdpDirection.ReceiveOnly, "recvonly")]
    [InlineData("sendrecv", SdpDirection.Inactive, "inactive")]
    [InlineData("sendonly", SdpDirection.SendReceive, "recvonly")]
    [InlineData("sendonly", SdpDirection.SendOnly, "inactive")]
    [InlineData("sendonly", SdpDirection.ReceiveOnly, "recvonly")]
    [InlineData("recvonly", SdpDirection.SendReceive, "sendonly")]
    [InlineData("recvonly", SdpDirection.ReceiveOnly, "inactive")]
    [InlineData("recvonly", SdpDirection.SendOnly, "sendonly")]
    [InlineData("inactive", SdpDirection.SendReceive, "inactive")]
    public void Hold_combines(string offered, SdpDirection wanted, string answered)
    {
        var answer = _ours.Answer(From($"m=audio 7000 RTP/AVP 8\na={offered}"), Audio with { Direction = wanted });
        answer.Description.Media[0].Lines.ShouldContain(new SdpLine('a', answered));
        SdpLine.Text(answer.Streams[0].Direction).ShouldBe(answered);
    }

    [Fact]
    public void The_old_hold_at_no_address_is_sent_nothing()
    {
        var agreed = _ours.Answer(From("m=audio 7000 RTP/AVP 8", "IN IP4 0.0.0.0"), Audio).Streams[0];
        agreed.IsRefused.ShouldBeFalse();
        agreed.Direction.ShouldBe(SdpDirection.ReceiveOnly);
    }

    [Fact]
    public void Every_offered_line_is_answered_in_its_place_and_what_does_not_fit_with_port_0()
    {
        var answer = _ours.Answer(From("""
            m=video 6000 RTP/AVP 31
            m=audio 0 RTP/AVP 8
            m=audio 7000 UDP/TLS/RTP/SAVPF 8
            m=audio 7002 RTP/AVP 18
            m=audio 7004 RTP/AVP 8
            c=IN IP4 198.51.100.9
            a=rtcp:7777
            m=audio 7006 RTP/AVP 8
            m=application 9 UDP/BFCP *
            m=image 5000 udptl t38
            """), Audio);
        answer.Description.Media.Select(media => media.Description).ShouldBe(
            ["video 0 RTP/AVP 31", "audio 0 RTP/AVP 8", "audio 0 UDP/TLS/RTP/SAVPF 8", "audio 0 RTP/AVP 18", "audio 4000 RTP/AVP 8", "audio 0 RTP/AVP 8",
             "application 0 UDP/BFCP *", "image 0 udptl t38"]);
        answer.Streams.Select(stream => stream.IsRefused).ShouldBe([true, true, true, true, false, true, true, true]);
        answer.Streams[4].ToParameters().ShouldBe(new RtpParameters
        {
            Remote = new(IPAddress.Parse("198.51.100.9"), 7004), RemoteControl = new(IPAddress.Parse("198.51.100.9"), 7777), PayloadType = 8,
        });
        // A new offer of ours keeps all the places.
        _ours.Offer(Audio).Media.Select(media => $"{media.Kind} {media.Port}").ShouldBe(
            ["video 0", "audio 4000", "audio 0", "audio 0", "audio 0", "audio 0", "application 0", "image 0"]);
    }

    [Theory]
    [InlineData("m=audio 7000 RTP/AVP 18", "IN IP4 198.51.100.7")]
    [InlineData("m=audio 7000 RTP/AVP 101\na=rtpmap:101 telephone-event/8000", "IN IP4 198.51.100.7")] // keys alone are no codec
    [InlineData("m=audio 7000 RTP/SAVP 8", "IN IP4 198.51.100.7")] // secure without a key
    [InlineData("m=audio 7000 RTP/AVP 8", "IN IP6 2001:db8::7")]
    [InlineData("m=audio 7000 RTP/AVP 8", "IN IP4 phone.example")]
    [InlineData("m=audio 7000 RTP/AVP 8", "IN IP4 239.1.2.3")]
    [InlineData("m=audio 7000 RTP/AVP 8", "IN IP4 255.255.255.255")]
    public void What_can_not_be_had_is_refused(string media, string connection) =>
        _ours.Answer(From(media, connection), Audio).IsRefusal.ShouldBeTrue();

    [Fact]
    public void Keys_are_used_as_each_side_insists()
    {
        var offered = From("m=audio 7000 RTP/SAVP 8\na=crypto:1 F8_128_HMAC_SHA1_80 inline:x\na=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw|2^20");
        var agreed = _ours.Answer(offered, Audio).Streams[0];
        (agreed.LocalKey!.Tag, agreed.LocalKey.Suite, agreed.RemoteKey!.Tag).ShouldBe((7, SrtpSuite.AesCm128HmacSha1_32, 7));
        _ours.Answer(offered, Audio).Streams[0].LocalKey!.Key.ShouldBe(agreed.LocalKey.Key); // the counters go on
        _ours.Answer(offered, Audio with { Srtp = SrtpUse.Never }).IsRefusal.ShouldBeTrue();
        _ours.Answer(From("m=audio 7000 RTP/AVP 8"), Audio with { Srtp = SrtpUse.Always }).IsRefusal.ShouldBeTrue();
    }

    [Fact]
    public void The_version_rises_with_each_change_and_only_then()
    {
        static string Version(SdpSession session) => session.Lines.Single(line => line.Type == 'o').Value.Split(' ')[2];
        var first = _ours.Offer(Audio);
        var same = _ours.Offer(Audio);
        var held = _ours.Offer(Audio with { Direction = SdpDirection.SendOnly });
        var ended = _ours.Offer();
        (Version(first), Version(same), Version(held), Version(ended)).ShouldBe(("1", "1", "2", "3"));
        held.IsHold.ShouldBeTrue();
        first.Lines[1].Value.Split(' ')[1].ShouldBe(ended.Lines[1].Value.Split(' ')[1]);
        ended.Media.Select(media => media.Port).ShouldBe([0]);
        _ours.Offer(Audio, Audio with { Port = 4002 }).Media.Select(media => media.Port).ShouldBe([4000, 4002]);
    }

    [Fact]
    public void A_new_offer_keeps_the_payload_types_agreed_before()
    {
        _ours.Answer(From("m=audio 7000 RTP/AVP 8 96\na=rtpmap:96 telephone-event/8000"), Audio);
        _ours.Offer(Audio).Media[0].Formats.ShouldBe(["9", "8", "0", "96"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m=audio 7000 RTP/AVP 8\nm=audio 7002 RTP/AVP 8")]
    [InlineData("m=video 7000 RTP/AVP 8")]
    [InlineData("m=audio 7000 RTP/AVP 18")]
    [InlineData("m=audio 7000 RTP/SAVP 8\na=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw")]
    public void An_answer_that_does_not_fit_the_offer_is_refused_with_a_reason(string media)
    {
        _ours.Offer(Audio);
        _ours.TryAccept(From(media), out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void An_answer_may_refuse_a_medium()
    {
        _ours.Offer(Audio);
        _ours.TryAccept(From("m=audio 0 RTP/AVP 8"), out var streams, out _).ShouldBeTrue();
        streams.Single().IsRefused.ShouldBeTrue();
    }

    private const string WithIce = """
        v=0
        o=jdoe 2890844526 2890842807 IN IP4 203.0.113.141
        s=-
        c=IN IP4 192.0.2.3
        b=RS:0
        t=0 0
        a=ice-options:ice2
        a=group:BUNDLE 0
        x=unknown of old
        m=audio 45664 RTP/AVP 0
        i=a title
        b=AS:80
        a=ice-pwd:asd88fgpdd777uzjYhagZg
        a=ice-ufrag:8hhY
        a=mid:0
        a=candidate:1 1 UDP 2130706431 203.0.113.141 8998 typ host
        a=candidate:2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 203.0.113.141 rport 8998
        a=rtcp:45665
        a=something-new:yes; no

        """;

    [Fact]
    public void Candidates_and_unknown_lines_pass_untouched_even_where_the_address_is_changed()
    {
        var text = WithIce.ReplaceLineEndings("\r\n");
        var session = Read(text);
        session.ToString().ShouldBe(text);
        var moved = session.With(0, session.Media[0].At(4000, "IN IP4 192.0.2.1")).ToString();
        moved.ShouldBe(text.Replace("audio 45664", "audio 4000").Replace("i=a title\r\n", "i=a title\r\nc=IN IP4 192.0.2.1\r\n").Replace("a=rtcp:45665\r\n", ""));
    }

    [Fact]
    public void Descriptions_beyond_all_measure_are_refused_and_strange_ones_do_no_harm()
    {
        static bool Parses(string text) => SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out _);
        Parses("v=0\r\ns=" + new string('x', 70_000)).ShouldBeFalse();
        Parses("v=0\r\n" + string.Concat(Enumerable.Repeat("m=audio 1 RTP/AVP 0\r\n", 70))).ShouldBeFalse();
        Parses("v=0\r\nm=audio 1 RTP/AVP " + string.Join(' ', Enumerable.Repeat("8", 5000))).ShouldBeFalse();
        Parses("v=0\r\nm=audio 1 RTP/AVP 8\r\n" + string.Concat(Enumerable.Repeat("a=x\r\n", 3000))).ShouldBeFalse();

        var random = new Random(3264);
        var octets = Encoding.UTF8.GetBytes(WithIce + "a=rtpmap:99 x/8000\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw\r\na=fmtp:0 y\r\n");
        for (var i = 0; i < 20_000; i++)
        {
            var broken = octets.ToArray();
            for (var j = random.Next(1, 6); j > 0; j--) broken[random.Next(broken.Length)] = (byte)random.Next(32, 127);
            if (SdpSession.TryParse(broken, out var session)) new SdpNegotiation(Here).Answer(session!, Audio).Description.Media.Count.ShouldBe(session!.Media.Count);
        }
    }
}
