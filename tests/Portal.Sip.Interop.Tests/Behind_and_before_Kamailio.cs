using System.Net;
using Portal.Sip.Authentication;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>Kamailio between the telephones and us, and Kamailio as our carrier.</summary>
public class Behind_and_before_Kamailio
{
    [Fact]
    public async Task Phones_register_and_call_through_a_proxy_that_stays_on_the_way()
    {
        await using var exchange = new Exchange();
        await using var proxy = await Kamailio.InFrontOfAsync(exchange.Port);
        var through = $"127.0.0.1:{proxy.Port}";
        await using var caller = await exchange.BaresipAsync("2001", through: through);
        await using var called = await exchange.BaresipAsync("2002", through: through);
        var binding = exchange.BindingsOf("2002").ShouldHaveSingleItem();
        binding.Path.ShouldHaveSingleItem().ShouldContain($":{proxy.Port};");
        binding.Flow.Remote.Port.ShouldBe(proxy.Port);

        await caller.CallsAsync("2002", called);
        await caller.PressesAsync('1', called);

        await called.HoldsAndResumesAsync(caller);
        await called.PressesAsync('2', caller);

        // Nothing of the called's dialog came to it by another way.
        called.Trace.Split('\n').Where(line => line.StartsWith("UDP ", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains($"127.0.0.1:{proxy.Port}"));
        await caller.HangUpAsync();
        await called.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task A_caller_behind_the_proxy_gives_up()
    {
        await using var exchange = new Exchange();
        await using var proxy = await Kamailio.InFrontOfAsync(exchange.Port);
        var through = $"127.0.0.1:{proxy.Port}";
        await using var caller = await exchange.BaresipAsync("2001", through: through);
        await using var called = await exchange.BaresipAsync("2002", through: through);

        await caller.DialAsync("2002");
        await called.WaitIncomingAsync();
        await caller.WaitRingingAsync();
        await caller.HangUpAsync();
        await called.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task A_phone_on_TCP_is_reached_through_the_proxy_on_UDP()
    {
        await using var exchange = new Exchange();
        await using var proxy = await Kamailio.InFrontOfAsync(exchange.Port);
        await using var linphone = await exchange.LinphoneAsync("2001", "tcp", $"127.0.0.1:{proxy.Port}");
        await using var direct = await exchange.BaresipAsync("2002");

        await direct.CallsAsync("2001", linphone);
        await linphone.HoldsAndResumesAsync();
        await direct.PressesAsync('4', linphone);
        await linphone.HangUpAsync();
        await direct.WaitClosedAsync();

        await linphone.CallsAsync("sip:2002@localhost", direct);
        await direct.HangUpAsync();
        await linphone.WaitEndedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task A_trunk_is_called_with_its_password_and_calls_in()
    {
        await using var outside = await Baresip.StartAsync(new BaresipAccount("00441632960001"));
        var customer = FreePort.Next();
        await using var carrier = await Kamailio.TrunkAsync(customer, outside.SipPort, "trunk.test", "office", "s3cret");
        var trunk = new Trunk(new SipFlow(SipTransportKind.Udp, new IPEndPoint(IPAddress.Loopback, carrier.Port)), DigestCredential.FromPassword("office", "trunk.test", "s3cret"));
        await using var exchange = new Exchange(port: customer, trunk: trunk);
        await using var inside = await exchange.BaresipAsync("2001");

        await inside.CallsAsync("00441632960001", outside);
        await inside.PressesAsync('1', outside);
        await outside.HoldsAndResumesAsync(inside);
        await inside.HangUpAsync();
        await outside.WaitClosedAsync();

        // From outside: the telephone behind the carrier dials through it.
        await outside.CallsAsync($"sip:2001@127.0.0.1:{carrier.Port}", inside);
        await inside.PressesAsync('2', outside);
        await outside.HangUpAsync();
        await inside.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task A_trunk_with_a_wrong_password_refuses_and_the_caller_is_told()
    {
        await using var outside = await Baresip.StartAsync(new BaresipAccount("00441632960001"));
        await using var carrier = await Kamailio.TrunkAsync(FreePort.Next(), outside.SipPort, "trunk.test", "office", "s3cret");
        var trunk = new Trunk(new SipFlow(SipTransportKind.Udp, new IPEndPoint(IPAddress.Loopback, carrier.Port)), DigestCredential.FromPassword("office", "trunk.test", "guess"));
        await using var exchange = new Exchange(trunk: trunk);
        await using var inside = await exchange.BaresipAsync("2001");

        await inside.DialAsync("00441632960001");
        (await inside.WaitClosedAsync()).Detail.ShouldContain("503");
        outside.Events.ShouldNotContain(happened => happened.Type == "CALL_INCOMING");
        await exchange.IsQuietAsync();
    }

    [Theory]
    [InlineData("udp", SipTransportKind.Udp)]
    [InlineData("tcp", SipTransportKind.Tcp)]
    public async Task Our_account_registers_with_a_carrier_is_called_and_unregisters(string transport, SipTransportKind kind)
    {
        await using var carrier = await Kamailio.RegistrarAsync("carrier.test", "office", "s3cret");
        var trunk = new Trunk(new SipFlow(kind, new IPEndPoint(IPAddress.Loopback, carrier.Port)), DigestCredential.FromPassword("office", "carrier.test", "s3cret"));
        await using var exchange = new Exchange(trunk: trunk);
        await using var inside = await exchange.BaresipAsync("2001");
        await using var outside = await Baresip.StartAsync(new BaresipAccount("00441632960001"));
        await using var registration = Account(exchange, carrier, "s3cret", transport);
        registration.Start();
        await Eventually.TrueAsync(() => registration.Status.State == OutboundRegistrationState.Registered);

        await outside.CallsAsync($"sip:office@127.0.0.1:{carrier.Port}", inside);
        await outside.PressesAsync('3', inside);
        await outside.HangUpAsync();
        await inside.WaitClosedAsync();

        await registration.StopAsync();
        await outside.DialAsync($"sip:office@127.0.0.1:{carrier.Port}");
        await outside.WaitAsync("CALL_CLOSED", happened => happened.Detail.Contains("404"));
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task Our_account_with_a_wrong_password_is_told_so()
    {
        await using var carrier = await Kamailio.RegistrarAsync("carrier.test", "office", "s3cret");
        await using var exchange = new Exchange();
        await using var registration = Account(exchange, carrier, "guess", "udp");
        registration.Start();
        await Eventually.TrueAsync(() => registration.Status.State == OutboundRegistrationState.Failed);
        registration.Status.StatusCode.ShouldBe(401);
    }

    private static OutboundRegistration Account(Exchange exchange, Kamailio carrier, string password, string transport) => new(exchange.Endpoint, new()
    {
        Registrar = SipUri.Parse("sip:carrier.test"),
        AddressOfRecord = SipUri.Parse("sip:office@carrier.test"),
        Servers = [SipUri.Parse($"sip:127.0.0.1:{carrier.Port};transport={transport}")],
        Credentials = DigestCredentials.FromPassword("office", password),
    });
}
