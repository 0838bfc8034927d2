using System.Net;
using Portal.Sip.Authentication;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>Kamailio as a carrier that we register with and call through: <see cref="Sip.Trunk"/> and <see cref="OutboundRegistration"/> against another's digest and routing.</summary>
public class Our_trunk_with_Kamailio
{
    private static Task<Kamailio> CarrierAsync(int telephone) => Kamailio.StartAsync($$"""
        request_route {
            if (is_method("OPTIONS")) { sl_send_reply("200", "Here"); exit; }
            if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
            $var(password) = "s3cret";
            if (is_method("REGISTER")) {
                if ($au != "office" || !pv_www_authenticate("carrier.test", "$var(password)", "0")) { www_challenge("carrier.test", "1"); exit; }
                if ($hdr(Expires) == "0") { sl_send_reply("200", "Gone"); exit; }
                append_to_reply("Contact: $ct\r\nExpires: 120\r\nService-Route: <sip:127.0.0.1:$Rp;lr>\r\n");
                sl_send_reply("200", "OK"); exit;
            }
            if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) { if (t_check_trans()) { t_relay(); } exit; }
                sl_send_reply("404", "Not Here"); exit;
            }
            t_check_trans();
            loose_route();
            if ($au != "office" || !pv_proxy_authenticate("carrier.test", "$var(password)", "0")) { proxy_challenge("carrier.test", "1"); exit; }
            consume_credentials();
            record_route();
            $du = "sip:127.0.0.1:{{telephone}}";
            t_relay();
        }
        """);

    private static SipEndpoint Endpoint()
    {
        var endpoint = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0), new(SipTransportKind.Tcp, IPAddress.Loopback, 0)] });
        endpoint.Start();
        return endpoint;
    }

    private static Sip.Trunk Trunk(SipEndpoint endpoint, int carrier, string transport, string password) => new(endpoint, new TrunkOptions
    {
        Name = "carrier",
        // Nobody is at the first: calls and registrations find the second.
        Targets = [SipUri.Parse($"sip:127.0.0.1:{FreePort.Next()};transport=tcp"), SipUri.Parse($"sip:127.0.0.1:{carrier};transport={transport}")],
        Registration = new OutboundRegistrationOptions
        {
            Registrar = SipUri.Parse("sip:carrier.test"),
            AddressOfRecord = SipUri.Parse("sip:office@carrier.test"),
            Credentials = DigestCredentials.FromPassword("office", password),
            Servers = [SipUri.Parse($"sip:127.0.0.1:{carrier};transport={transport}")],
        },
    });

    [Theory, InlineData("udp"), InlineData("tcp")]
    public async Task Registers_calls_past_a_dead_target_and_unregisters(string transport)
    {
        // A BYE sent right behind the ACK may overtake it on its two ways over UDP, which sipp takes for a fault unless told.
        await using var telephone = await Sipp.StartAsync(new SippRun(Sipp.Scenario("answer").Replace("<recv request=\"ACK\"/>", "<recv request=\"ACK\" optional=\"true\"/>")));
        await using var carrier = await CarrierAsync(telephone.Port);
        await using var endpoint = Endpoint();
        await using var trunk = Trunk(endpoint, carrier.Port, transport, "s3cret");
        trunk.Start();
        await Eventually.TrueAsync(() => trunk.Registration!.Status.State == OutboundRegistrationState.Registered && trunk.Targets[1].StatusCode == 200);
        trunk.Registration!.Status.ExpiresAt.ShouldNotBeNull();
        trunk.Registration.ServiceRoute.ShouldHaveSingleItem().Uri.Port.ShouldBe(carrier.Port);

        var number = SipUri.Parse("sip:0044@carrier.test");
        var invite = SipRequest.Create(SipMethod.Invite, number, new NameAddr(trunk.Registration.AddressOfRecord), new NameAddr(number));
        invite.SetBody("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n", "application/sdp");
        var call = (await trunk.CreateCallAsync(invite, "office")).Session!;
        call.Start();
        (await call.Final.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200, carrier.Log);
        call.Ack();
        await call.ByeAsync().WaitAsync(Eventually.Deadline);
        var finished = await telephone.FinishAsync();
        finished.Successful.ShouldBe(1, finished.ToString());
        await trunk.Registration.StopAsync().WaitAsync(Eventually.Deadline);
        trunk.Registration.Status.State.ShouldBe(OutboundRegistrationState.Stopped);
        await Eventually.TrueAsync(() => trunk.Calls == 0);
    }

    [Fact]
    public async Task Says_that_the_password_is_wrong()
    {
        await using var carrier = await CarrierAsync(FreePort.Next());
        await using var endpoint = Endpoint();
        await using var trunk = Trunk(endpoint, carrier.Port, "udp", "guess");
        trunk.Start();
        await Eventually.TrueAsync(() => trunk.Registration!.Status is { State: OutboundRegistrationState.Failed, StatusCode: 401 });
        trunk.Registration!.Status.NextAttempt.ShouldNotBeNull();
    }
}
