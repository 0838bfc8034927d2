using Portal.Sip.Sdp;

namespace Portal.Sip.Tests;

public class Addresses
{
    [Theory] // RFC 3261 §19.1.4
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on", true)]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true)]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true)]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false)]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false)]
    [InlineData("sip:a%2Fb@h", "sip:a/b@h", false)]
    [InlineData("sip:a@h", "sips:a@h", false)]
    public void Are_equal_by_the_rules_of_the_RFC(string a, string b, bool equal)
    {
        SipUri.Parse(a).Equals(SipUri.Parse(b)).ShouldBe(equal);
        SipUri.Parse(b).Equals(SipUri.Parse(a)).ShouldBe(equal);
        if (equal) SipUri.Parse(a).GetHashCode().ShouldBe(SipUri.Parse(b).GetHashCode());
    }

    [Theory]
    [InlineData("sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com", "example.com", null)]
    [InlineData("sip:user@[2001:db8::10]:5070;lr", "[2001:db8::10]", 5070)]
    [InlineData("sip:user@[2001:db8::10:5070]", "[2001:db8::10:5070]", null)]
    [InlineData("sip:192.0.2.1:5080", "192.0.2.1", 5080)]
    [InlineData("sip:+44%20163@h.example;user=phone?X=y", "h.example", null)]
    public void Are_written_as_they_were_read(string text, string host, int? port)
    {
        var uri = SipUri.Parse(text);
        uri.ToString().ShouldBe(text);
        uri.Host.ShouldBe(host);
        uri.Port.ShouldBe(port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("sip:@h")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@h:0")]
    [InlineData("sip:a@h:65536")]
    [InlineData("sip:a@h:x")]
    [InlineData("sip:2001:db8::10")]
    [InlineData("sip:a@[2001:db8::10")]
    [InlineData("sip:a@[::1]x")]
    [InlineData("sip:a b@h")]
    [InlineData("sip:a%4@h")]
    [InlineData("sip:a@h;=x")]
    [InlineData("sip:a@h\r\nX: y")]
    [InlineData("2001@h")]
    public void Are_refused_when_they_are_none(string text) => SipUri.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("caller<sip:a@h>;tag=323", "caller", "323")]
    [InlineData("\"A, \\\"B\\\" <x>\" <sip:a@h>;tag=1", "A, \"B\" <x>", "1")]
    [InlineData("sip:a@h;tag=1", null, "1")]
    [InlineData("<sip:a@h;tag=uri>;tag=header", null, "header")]
    [InlineData("J Rosenberg <sip:a@h>", "J Rosenberg", null)]
    [InlineData("tel:+441632960111;tag=x", null, "x")]
    public void With_names_and_tags_are_told_apart(string text, string? name, string? tag)
    {
        NameAddr.TryParse(text, out var address).ShouldBeTrue();
        (address!.DisplayName, address.Tag).ShouldBe((name, tag));
        NameAddr.TryParse(address.ToString(), out var again).ShouldBeTrue();
        (again!.DisplayName, again.Tag, again.Uri).ShouldBe((name, tag, address.Uri));
    }

    [Fact]
    public void Of_record_drop_port_5060_parameters_and_case_of_the_host() =>
        SipUri.Parse("sip:%32001@ACME.localhost:5060;transport=tcp?X=y").ToAddressOfRecord().ToString().ShouldBe("sip:2001@acme.localhost");

    [Fact]
    public void Session_descriptions_tell_address_and_direction()
    {
        const string text = "v=0\r\no=- 1 1 IN IP4 192.0.2.4\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=0 0\r\na=sendonly\r\nm=audio 49170 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\nm=video 0 RTP/AVP 31\r\nc=IN IP6 2001:db8::1\r\na=inactive\r\n";
        SdpSession.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var session).ShouldBeTrue();
        session!.ToString().ShouldBe(text);
        session.Media.Select(media => (media.Kind, media.Port, session.DirectionOf(media), session.AddressOf(media))).ShouldBe(
            [("audio", 49170, SdpDirection.SendOnly, "192.0.2.4"), ("video", 0, SdpDirection.Inactive, "2001:db8::1")]);
        session.IsHold.ShouldBeTrue();
        SdpSession.TryParse("not sdp"u8, out _).ShouldBeFalse();
        SdpSession.TryParse("v=0\r\nm=audio x RTP/AVP 0\r\n"u8, out _).ShouldBeFalse();
    }
}
