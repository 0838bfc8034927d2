using Portal.Sip.Authentication;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

public class Digest
{
    private readonly ManualTimeProvider _clock = new();
    private readonly DigestAuthenticator _server;
    private readonly DigestCredential _mufasa = DigestCredential.FromPassword("2001", "acme.localhost", "sip-2001");

    public Digest() => _server = new DigestAuthenticator(BothAlgorithms, _clock);

    private static DigestOptions BothAlgorithms => new() { NonceKey = new byte[32], Algorithms = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5] };

    private static string Response(DigestAlgorithm algorithm, string ha1, string method, string uri, string nonce, string qop, string nc, string cnonce)
    {
        Span<byte> hex = stackalloc byte[64];
        return System.Text.Encoding.ASCII.GetString(hex[..DigestHash.Response(algorithm, ha1, method, Utf8(uri), Utf8(nonce), Utf8(qop), Utf8(nc), Utf8(cnonce), hex)]);
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    [Theory] // RFC 7616 §3.9.1
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Computes_the_examples_of_RFC_7616(DigestAlgorithm algorithm, string expected)
    {
        var credential = DigestCredential.FromPassword("Mufasa", "http-auth@example.org", "Circle of Life");
        Response(algorithm, credential.Ha1(algorithm)!, "GET", "/dir/index.html", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "auth",
            "00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ").ShouldBe(expected);
    }

    [Fact] // RFC 2617 §3.5
    public void Computes_the_example_of_RFC_2617()
    {
        var credential = DigestCredential.FromPassword("Mufasa", "testrealm@host.com", "Circle Of Life");
        Response(DigestAlgorithm.Md5, credential.Ha1Md5!, "GET", "/dir/index.html", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "auth", "00000001", "0a4f113b")
            .ShouldBe("6629fae49393a05397450978507c4ef1");
    }

    [Fact]
    public void Accepts_the_right_password_by_the_first_algorithm_offered()
    {
        var request = Answered(_mufasa);
        request.Headers["Authorization"]!.ShouldContain("algorithm=SHA-256");
        Check(request).ShouldBe(DigestResult.Ok);
    }

    [Fact]
    public void Offers_MD5_alone_unless_told_otherwise()
    {
        var response = SipResponse.Create(Request(), 401);
        new DigestAuthenticator().Challenge(response, Request(), "acme.localhost");
        response.Headers.Lines("WWW-Authenticate").Single().ShouldContain("algorithm=MD5");
    }

    [Fact]
    public void Accepts_MD5_from_a_phone_that_knows_nothing_else() => Check(Answered(_mufasa with { Ha1Sha256 = null })).ShouldBe(DigestResult.Ok);

    [Fact]
    public void Refuses_a_wrong_password_and_an_unknown_user_alike()
    {
        Check(Answered(DigestCredential.FromPassword("2001", "acme.localhost", "guess"))).ShouldBe(DigestResult.BadResponse);
        Check(Answered(DigestCredential.FromPassword("9999", "acme.localhost", "guess"))).ShouldBe(DigestResult.BadResponse);
    }

    [Fact]
    public void Says_stale_and_not_wrong_when_the_nonce_is_old()
    {
        var request = Answered(_mufasa);
        _clock.Advance(TimeSpan.FromMinutes(6));
        Check(request).ShouldBe(DigestResult.Stale);
    }

    [Fact]
    public void Says_stale_for_a_nonce_of_another_source_address()
    {
        var request = Answered(_mufasa);
        request.Source = new SipFlow(SipTransportKind.Udp, new(System.Net.IPAddress.Parse("198.51.100.9"), 5060));
        Check(request).ShouldBe(DigestResult.Stale);
    }

    [Fact]
    public void Refuses_a_nonce_that_it_never_made()
    {
        var request = Request();
        var challenge = SipResponse.Create(request, 401);
        challenge.Headers.Add("WWW-Authenticate", "Digest realm=\"acme.localhost\", nonce=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", qop=\"auth\"");
        DigestClient.TryAuthorize(request, challenge, _mufasa).ShouldBeTrue();
        Check(request).ShouldBe(DigestResult.Stale);
    }

    [Fact]
    public void Takes_each_nonce_count_once_and_in_any_order()
    {
        var challenge = Challenge(Request());
        DigestResult With(uint count)
        {
            var request = Request();
            DigestClient.TryAuthorize(request, challenge, _mufasa, count).ShouldBeTrue();
            return Check(request);
        }
        With(1).ShouldBe(DigestResult.Ok);
        With(1).ShouldBe(DigestResult.Replayed);
        With(3).ShouldBe(DigestResult.Ok);
        With(2).ShouldBe(DigestResult.Ok);
        With(2).ShouldBe(DigestResult.Replayed);
        With(500).ShouldBe(DigestResult.Ok);
        With(3).ShouldBe(DigestResult.Replayed);
    }

    [Fact]
    public void Lets_a_node_with_the_same_key_check_the_nonce_of_another()
    {
        var request = Answered(_mufasa);
        var other = new DigestAuthenticator(BothAlgorithms, _clock);
        other.Authenticate(request, "acme.localhost", false, Find, out _).ShouldBe(DigestResult.Ok);
    }

    [Theory]
    [InlineData(null, DigestResult.NoCredentials)]
    [InlineData("NoOneKnowsThisScheme opaque-data=here", DigestResult.NoCredentials)]
    [InlineData("Digest username=\"2001", DigestResult.Malformed)]
    [InlineData("Digest username=\"2001\", username=\"2002\", realm=\"acme.localhost\"", DigestResult.Malformed)]
    [InlineData("Digest username=\"2001\", realm=\"acme.localhost\", nonce=\"x\", uri=\"sip:a\", response=\"short\"", DigestResult.Malformed)]
    [InlineData("Digest username=\"2001\", realm=\"beta.localhost\", nonce=\"x\", uri=\"sip:a\", response=\"00000000000000000000000000000000\"", DigestResult.WrongRealm)]
    public void Tells_apart_what_is_no_proof(string? header, DigestResult expected)
    {
        var request = Request();
        request.Headers["Authorization"] = header;
        Check(request).ShouldBe(expected);
    }

    [Fact]
    public void Accepts_a_phone_without_qop_once_per_nonce()
    {
        var offered = Challenge(Request());
        DigestAuthorization.TryParse(offered.Headers.Lines("WWW-Authenticate").Last(), out var md5).ShouldBeTrue();
        SipRequest Make()
        {
            var request = Request();
            request.Headers["Authorization"] = DigestClient.Compute("2001", md5!, DigestAlgorithm.Md5, _mufasa.Ha1Md5!, "REGISTER", "sip:acme.localhost", null, 1, "");
            return request;
        }
        Check(Make()).ShouldBe(DigestResult.Ok);
        Check(Make()).ShouldBe(DigestResult.Replayed);
    }

    [Fact]
    public void Keeps_hashes_out_of_text() => _mufasa.ToString().ShouldBe("2001@acme.localhost");

    private SipRequest Answered(DigestCredential credential)
    {
        var request = Request();
        DigestClient.TryAuthorize(request, Challenge(request), credential).ShouldBeTrue();
        return request;
    }

    private SipResponse Challenge(SipRequest request)
    {
        var response = SipResponse.Create(request, 401);
        _server.Challenge(response, request, "acme.localhost");
        return response;
    }

    private static SipRequest Request()
    {
        var aor = new NameAddr(SipUri.Parse("sip:2001@acme.localhost"));
        var request = SipRequest.Create(SipMethod.Register, SipUri.Parse("sip:acme.localhost"), aor, aor);
        request.Source = new SipFlow(SipTransportKind.Udp, MemoryTransport.Phone);
        return request;
    }

    private DigestCredential? Find(string user) => user == "2001" ? _mufasa : null;

    private DigestResult Check(SipRequest request) => _server.Authenticate(request, "acme.localhost", false, Find, out _);

    [Theory]
    [InlineData("Digest username=\"20\\\"01\\\\\", realm=r", "20\"01\\")] // quoted-pair
    [InlineData("Digest realm=r,USERNAME = \"a\r\n b\"", "a b")] // folded
    [InlineData("Digest username=plain,realm=r", "plain")]
    [InlineData("Digest username=\"\u00fc\",realm=r", "\u00fc")]
    public void Parameters_are_read_without_quotes_escapes_and_folds(string header, string user)
    {
        DigestAuthorization.TryParse(header, out var read).ShouldBeTrue();
        (read!.UserName, read.Realm, read["opaque"]).ShouldBe((user, "r", null));
    }

    [Theory]
    [InlineData("Digest username=a,UserName=b")]
    [InlineData("Digest username=\"a")]
    [InlineData("Digest username")]
    [InlineData("Digest username=a;realm=b")]
    [InlineData("Basic dXNlcg==")]
    public void What_two_could_read_differently_is_not_read(string header) => DigestAuthorization.TryParse(header, out _).ShouldBeFalse();

    [Fact]
    public void More_parameters_than_anybody_needs_are_refused() =>
        DigestAuthorization.TryParse("Digest " + string.Join(",", Enumerable.Range(0, 40).Select(i => $"p{i}=x")), out _).ShouldBeFalse();
}
