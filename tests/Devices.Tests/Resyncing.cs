using Portal.Devices.Pages.Devices;
using Portal.Sip;
using Portal.Testing;
using Portal.TestHost;

namespace Portal.Devices.Tests;

public class Resyncing
{
    [Theory]
    [InlineData("yealink-t46g", "Yealink SIP-T46G 28.83.0.130", "check-sync;reboot=false")]
    [InlineData("polycom-vvx411", "PolycomVVX-VVX_411-UA/5.9.5.0614", "check-sync")]
    public async Task Asks_the_registered_phone_in_its_own_words(string model, string product, string expected)
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync(model, "00:15:65:00:20:01", "2001");
        await using var phone = new TestPhone(product: product);
        await using var softphone = new TestPhone(product: "Linphone/5.0");
        await phone.RegisterAsync(portal.SipAddress, "2001", "acme.localhost", "sip-2001");
        await softphone.RegisterAsync(portal.SipAddress, "2001", "acme.localhost", "sip-2001");
        using var admin = portal.As(People.AcmeAdmin);
        await admin.PostFormAsync($"/devices/{device.Id}?handler=Apply", [], page: $"/devices/{device.Id}");
        await Eventually.TrueAsync(() => !phone.Notifies.IsEmpty);
        phone.Notifies.TryPeek(out var notify).ShouldBeTrue();
        notify!.Headers[SipHeaderName.Event].ShouldBe(expected);
        notify.Body.IsEmpty.ShouldBeTrue();
        softphone.Notifies.ShouldBeEmpty();
    }

    [Theory, InlineData(SipTransportKind.Udp), InlineData(SipTransportKind.Tcp)]
    public async Task Follows_a_change_of_the_device_over_the_registered_connection(SipTransportKind transport)
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", "00:15:65:00:20:01", "2001");
        await using var phone = new TestPhone(transport);
        await phone.RegisterAsync(portal.SipAddressFor(transport), "2001", "acme.localhost", "sip-2001");
        await portal.Portal.SendAsync(new ChangeDevice(device.Id, People.Leeds, "yealink-t46g", "2001", 1), People.AcmeAdmin);
        await Eventually.TrueAsync(() => !phone.Notifies.IsEmpty);
    }

    [Fact]
    public async Task Does_nothing_for_a_change_that_was_refused()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", "00:15:65:00:20:01", "2001");
        await using var phone = new TestPhone();
        await phone.RegisterAsync(portal.SipAddress, "2001", "acme.localhost", "sip-2001");
        (await portal.Portal.SendAsync(new ChangeDevice(device.Id, People.Leeds, "yealink-t46g", "9999", 1), People.AcmeAdmin)).Succeeded.ShouldBeFalse();
        (await portal.Portal.SendAsync(new ApplyNow(device.Id), People.AcmeAdmin)).Succeeded.ShouldBeTrue();
        await Eventually.TrueAsync(() => !phone.Notifies.IsEmpty);
        phone.Notifies.Count.ShouldBe(1);
    }
}
