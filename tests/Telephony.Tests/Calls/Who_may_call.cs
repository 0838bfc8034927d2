using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Telephony.Calls;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Telephony.Tests.Calls;

public class Who_may_call
{
    [Fact]
    public async Task A_stranger_is_asked_for_a_password_and_rings_nobody()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);

        var answer = await SendAsync(portal, "sip:2001@acme.localhost", "sip:2002@acme.localhost", credential: null);

        answer.StatusCode.ShouldBe(407);
        answer.Headers.Lines(SipHeaderName.ProxyAuthenticate).ShouldAllBe(c => c.Contains("realm=\"acme.localhost\""));
        jane.Rung.ShouldBe(0);
        portal.Counted("portal.telephony.challenged").ShouldBe(1);
        portal.Records.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("sip:2001@acme.localhost", "2001")]
    [InlineData("sip:9999@acme.localhost", "9999")]
    public async Task A_wrong_password_and_an_unknown_account_look_the_same(string from, string user)
    {
        await using var portal = await TestSwitch.StartAsync();

        var answer = await SendAsync(portal, from, "sip:2002@acme.localhost", DigestCredential.FromPassword(user, People.Acme, "guess"));

        answer.StatusCode.ShouldBe(403);
        portal.Counted("portal.telephony.refused", "wrong_credentials").ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_keeps_guessing_is_not_listened_to_for_a_while()
    {
        var clock = new ManualTimeProvider();
        await using var portal = await TestSwitch.StartAsync(clock);
        for (var i = 0; i < FailedAttempts.Limit; i++)
        {
            await SendAsync(portal, "sip:2001@acme.localhost", "sip:2002@acme.localhost", DigestCredential.FromPassword("2001", People.Acme, "guess " + i));
        }

        var right = DigestCredential.FromPassword("2001", People.Acme, "sip-2001");
        (await SendAsync(portal, "sip:2001@acme.localhost", "sip:4711@acme.localhost", right)).StatusCode.ShouldBe(403);
        portal.Counted("portal.telephony.refused", "blocked_source").ShouldBe(1);

        clock.Advance(FailedAttempts.Window);
        (await SendAsync(portal, "sip:2001@acme.localhost", "sip:4711@acme.localhost", right)).StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task A_domain_that_is_nobodys_is_refused_without_a_challenge()
    {
        await using var portal = await TestSwitch.StartAsync();

        var answer = await SendAsync(portal, "sip:2001@evil.example", "sip:2002@acme.localhost", null);

        answer.StatusCode.ShouldBe(403);
        portal.Counted("portal.telephony.refused", "unknown_domain").ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_calls_in_the_name_of_a_colleague()
    {
        await using var portal = await TestSwitch.StartAsync();
        var mary = portal.Phone(portal.People.Mary);

        var answer = await SendAsync(portal, "sip:2002@acme.localhost", "sip:2003@acme.localhost", DigestCredential.FromPassword("2001", People.Acme, "sip-2001"));

        answer.StatusCode.ShouldBe(403);
        mary.Rung.ShouldBe(0);
        portal.Counted("portal.telephony.refused", "foreign_from").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_extension_of_another_company_is_somebody_else()
    {
        await using var portal = await TestSwitch.StartAsync();
        var bella = portal.Phone(portal.People.Bella);

        var answer = await portal.Phone(portal.People.Bella).Call("2002").AnsweredAsync();

        answer.StatusCode.ShouldBe(404, "2002 is in another company");
        (await portal.Records.OneAsync()).Company.ShouldBe(portal.People.Bella.Company);
        bella.Rung.ShouldBe(0);
    }

    [Theory]
    [InlineData("sip:2001@beta.localhost", "Nobody has the number 2001@beta.localhost.")]
    [InlineData("sip:2002@example.com", "Nobody has the number 2002@example.com.")]
    [InlineData("sip:4711@acme.localhost", "Nobody has the number 4711.")]
    [InlineData("sip:%22%3Cscript%3E@acme.localhost", "No number was dialled, or none that can be read.")]
    public async Task A_number_nobody_has_is_not_found_and_the_record_says_so(string dialled, string reason)
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Phone(portal.People.Bella);

        var answer = await SendAsync(portal, "sip:2001@acme.localhost", dialled, DigestCredential.FromPassword("2001", People.Acme, "sip-2001"));

        answer.StatusCode.ShouldBeOneOf(404, 484);
        var record = await portal.Records.OneAsync();
        record.Result.ShouldBe(CallResult.UnknownNumber);
        record.Called.ShouldBeNull();
        record.Reasons.ShouldBe([reason]);
    }

    [Fact]
    public async Task An_address_instead_of_the_domain_means_us()
    {
        await using var portal = await TestSwitch.StartAsync();
        var jane = portal.Phone(portal.People.Jane);
        var call = SendAsync(portal, "sip:2001@acme.localhost", $"sip:2002@{portal.Address}", DigestCredential.FromPassword("2001", People.Acme, "sip-2001"));

        await jane.RefusesAsync(486);

        (await call).StatusCode.ShouldBe(486);
    }

    [Fact]
    public async Task An_employee_without_the_right_does_not()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.People.Replace(portal.People.John with { MayCall = false });
        portal.Phone(portal.People.Jane);

        (await portal.Unregistered(portal.People.John).Call("2002").AnsweredAsync()).StatusCode.ShouldBe(403);
        (await portal.Records.OneAsync()).Result.ShouldBe(CallResult.Refused);
    }

    [Fact]
    public async Task One_extension_has_only_so_many_calls_at_a_time()
    {
        await using var portal = await TestSwitch.StartAsync(settings: new() { ["Telephony:MaxCallsPerExtension"] = "2" });
        var jane = portal.Phone(portal.People.Jane);
        var john = portal.Phone(portal.People.John);
        var first = john.Call("2002");
        var second = john.Call("2002");
        await jane.RingsAsync();
        await jane.RingsAsync();

        var third = await john.Call("2002").AnsweredAsync();
        third.StatusCode.ShouldBe(503);
        third.Headers[SipHeaderName.RetryAfter].ShouldBe("5");
        portal.Counted("portal.telephony.refused", "too_many_calls").ShouldBe(1);

        first.Cancel();
        await first.AnsweredAsync();
        await portal.Records.AllAsync(1);
        var fourth = john.Call("2002");
        await jane.RingsAsync();
        second.Cancel();
        fourth.Cancel();
    }

    private static async Task<SipResponse> SendAsync(TestSwitch portal, string from, string dialled, DigestCredential? credential)
    {
        await using var anybody = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, System.Net.IPAddress.Loopback, 0)] });
        anybody.Start();
        var uri = SipUri.Parse(dialled);
        var invite = SipRequest.Create(SipMethod.Invite, uri, new NameAddr(SipUri.Parse(from)), new NameAddr(uri));
        invite.SetBody(TestPhone.Offer, TestPhone.Sdp);
        var session = anybody.CreateUacSession(invite, new SipFlow(SipTransportKind.Udp, portal.Address), credential: credential);
        session.Start();
        return await session.AnsweredAsync();
    }
}
