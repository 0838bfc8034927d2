using System.Net;
using Portal.Devices.Pages.Devices;
using Portal.Testing;

namespace Portal.Devices.Tests;

public class Provisioning_a_Yealink
{
    private const string Mac = "001565002001";

    [Theory, InlineData(true), InlineData(false)]
    public async Task Answers_the_files_of_a_T46G_in_its_own_order(bool digest)
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", "00-15-65-00-20-01", "2001");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, device.Password, digest);

        (await phone.StatusAsync(Mac + ".boot")).ShouldBe(HttpStatusCode.NotFound);
        (await phone.StatusAsync("y000000000000.boot")).ShouldBe(HttpStatusCode.NotFound);
        var common = await phone.TextAsync("y000000000028.cfg");
        var own = await phone.TextAsync(Mac + ".cfg");
        (await phone.StatusAsync(Mac + "-local.cfg")).ShouldBe(HttpStatusCode.NotFound);

        common.ShouldStartWith("#!version:1.0.0.1\n");
        common.ShouldContain("\nstatic.auto_provision.power_on = 1\n");
        common.ShouldNotContain("\nauto_provision.power_on");
        common.ShouldNotContain("sip-2001");
        common.ShouldNotContain("password", Case.Insensitive);
        own.ShouldStartWith("#!version:1.0.0.1\n");
        own.ShouldContain("\naccount.1.user_name = 2001\n");
        own.ShouldContain("\naccount.1.auth_name = 2001\n");
        own.ShouldContain("\naccount.1.password = sip-2001\n");
        own.ShouldContain("\naccount.1.label = 2001 John Smith\n");
        own.ShouldContain("\naccount.1.sip_server.1.address = acme.localhost\n");
        own.ShouldContain("\naccount.1.outbound_proxy.1.address = 127.0.0.1\n");
        own.ShouldContain("\naccount.1.codec.g722.priority = 1\n");
        own.ShouldContain("\naccount.2.enable = 0\n");
        own.ShouldContain("\naccount.16.enable = 0\n");
        own.ShouldContain("\nlinekey.1.type = 15\n");
        own.ShouldContain("\nlinekey.27.type = 0\n");
        own.ShouldContain("\nlocal_time.time_zone = +0\n");
        own.ShouldContain("\nlocal_time.start_time = 3/5/7/1\n");
        own.ShouldContain("\nlocal_time.end_time = 10/5/7/2\n");

        var run = await Eventually.ValueAsync(async () => await portal.LastRunAsync(device.Id) is { } r && r.Fetched().Any() ? r : null);
        run.UserAgent.ShouldBe(PhoneHttp.T46G);
        run.Firmware.ShouldBe("28.83.0.130");
        run.ConfigurationTag.ShouldNotBeNull();
        run.Fetched().ShouldContain(f => f.Name == Mac + ".cfg" && f.Status == 200);
    }

    [Fact]
    public async Task Writes_the_same_octets_twice_and_only_what_changed_afterwards()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", Mac, "2001");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, device.Password);
        var first = await phone.GetAsync(Mac + ".cfg");
        var second = await phone.GetAsync(Mac + ".cfg");
        var tag = first.Headers.ETag.ShouldNotBeNull();
        tag.IsWeak.ShouldBeFalse();
        second.Headers.ETag.ShouldBe(tag);
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var before = await first.Content.ReadAsStringAsync();
        (await second.Content.ReadAsStringAsync()).ShouldBe(before);
        (await phone.GetAsync(Mac + ".cfg", tag.ToString())).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        var head = await phone.SendAsync(HttpMethod.Head, Mac + ".cfg");
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Headers.ETag.ShouldBe(tag);
        head.Content.Headers.ContentLength.ShouldBe(System.Text.Encoding.UTF8.GetByteCount(before));
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        portal.People.Rename("2001@acme.localhost", "Johnny", "Smith");
        var after = await (await phone.GetAsync(Mac + ".cfg", tag.ToString())).Content.ReadAsStringAsync();
        before.Split('\n').Zip(after.Split('\n')).Where(l => l.First != l.Second).Select(l => l.Second.Split(' ')[0])
            .ShouldBe(["account.1.label", "account.1.display_name", "linekey.1.label"]);
    }

    [Theory]
    [InlineData("Yealink SIP-T46G 28.80.0.95 00:15:65:00:20:01", false, true)]
    [InlineData("Yealink SIP-T46G 28.83.0.130 00:15:65:00:20:01", true, false)]
    [InlineData("curl/8.0", true, true)]
    public async Task Speaks_the_language_of_the_firmware(string userAgent, bool modern, bool old)
    {
        await using var portal = await TestPhones.StartAsync();
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, userAgent, Mac, null);
        var common = await phone.TextAsync("y000000000028.cfg");
        common.Contains("\nstatic.auto_provision.power_on", StringComparison.Ordinal).ShouldBe(modern);
        common.Contains("\nauto_provision.power_on", StringComparison.Ordinal).ShouldBe(old);
    }

    [Fact]
    public async Task Blanks_the_account_of_a_phone_that_nobody_uses()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", Mac, null);
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, device.Password);
        var own = await phone.TextAsync(Mac + ".cfg");
        own.ShouldContain("\naccount.1.enable = 0\n");
        own.ShouldContain("\naccount.1.password = %NULL%\n");
        own.ShouldNotContain("sip-");
    }

    [Fact]
    public async Task Takes_the_MAC_address_in_any_letter_case()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", "00:15:65:AB:CD:EF", "2001");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, "001565ABCDEF", device.Password, digest: false);
        (await phone.StatusAsync("001565ABCDEF.CFG")).ShouldBe(HttpStatusCode.OK);
    }
}
