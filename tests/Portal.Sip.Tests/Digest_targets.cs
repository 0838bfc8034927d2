using Portal.Sip.Authentication;

namespace Portal.Sip.Tests;

/// <summary>Credentials for one number do not serve to call another, RFC 7616 §3.4.6.</summary>
public class Digest_targets
{
    [Theory]
    [InlineData("sip:2001@acme.localhost", "sip:2001@acme.localhost", true)]
    [InlineData("sip:2001@acme.localhost", "sip:2001@10.0.0.1:5070;transport=tcp", true)] // a proxy changed the rest
    [InlineData("sip:%32001@acme.localhost", "sip:2001@acme.localhost", true)]
    [InlineData("sip:2001:secret@acme.localhost", "sip:2001@acme.localhost", true)]
    [InlineData("sip:acme.localhost", "sip:2001@acme.localhost", true)] // peers that name their server in every request
    [InlineData("sip:2001@acme.localhost", "sip:acme.localhost", true)] // and phones that name their account when they register
    [InlineData("tel:+44123", "sip:+44123@acme.localhost", true)]
    [InlineData("sip:2002@acme.localhost", "sip:2001@acme.localhost", false)]
    [InlineData("sip:200@acme.localhost", "sip:2001@acme.localhost", false)]
    [InlineData("sip:2001 @acme.localhost", "sip:2001@acme.localhost", false)]
    public void Are_compared_by_their_users(string credentials, string request, bool fits) =>
        DigestTarget.Fits(System.Text.Encoding.UTF8.GetBytes(credentials), SipUri.Parse(request)).ShouldBe(fits);

    [Theory]
    [InlineData("sip:2002@acme.localhost", DigestResult.BadResponse)]
    [InlineData("sip:2001@192.0.2.1:5080", DigestResult.Ok)]
    public void Are_part_of_the_proof(string arrives, DigestResult expected)
    {
        var (server, credential) = (new DigestAuthenticator(), DigestCredential.FromPassword("1000", "acme.localhost", "secret"));
        var to = SipUri.Parse("sip:2001@acme.localhost");
        var request = SipRequest.Create(SipMethod.Invite, to, new NameAddr(SipUri.Parse("sip:1000@acme.localhost")), new NameAddr(to));
        var challenge = SipResponse.Create(request, 407);
        server.Challenge(challenge, request, "acme.localhost");
        DigestClient.TryAuthorize(request, challenge, credential).ShouldBeTrue();
        request.Uri = SipUri.Parse(arrives);
        server.Authenticate(request, "acme.localhost", proxy: true, _ => credential, out _).ShouldBe(expected);
    }
}
