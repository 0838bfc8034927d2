using System.Net;
using System.Text;
using System.Xml.Linq;
using Portal.Testing;

namespace Portal.Devices.Tests;

public class Provisioning_a_Polycom
{
    private const string Mac = "0004f2002002";

    [Theory, InlineData(true), InlineData(false)]
    public async Task Answers_the_files_of_a_VVX_411_in_its_own_order(bool digest)
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("polycom-vvx411", "00:04:F2:00:20:02", "2002");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.Vvx411, Mac, device.Password, digest);

        var master = XDocument.Parse(await phone.TextAsync(Mac + ".cfg")).Root!;
        master.Name.LocalName.ShouldBe("APPLICATION");
        (await phone.StatusAsync("3111-48450-001.sip.ld")).ShouldBe(HttpStatusCode.NotFound);
        (await phone.StatusAsync("sip.ld")).ShouldBe(HttpStatusCode.NotFound);
        var files = new Dictionary<string, XElement>();
        foreach (var file in master.Attribute("CONFIG_FILES")!.Value.Split(',', StringSplitOptions.TrimEntries))
        {
            files[file] = XDocument.Parse(await phone.TextAsync(file)).Root!;
        }

        foreach (var optional in (string[])[Mac + "-phone.cfg", Mac + "-web.cfg", Mac + "-license.cfg", "000000000000-license.cfg", Mac + "-directory.xml", "000000000000-directory.xml"])
        {
            (await phone.StatusAsync(optional)).ShouldBe(HttpStatusCode.NotFound, optional);
        }

        (await phone.SendAsync(HttpMethod.Put, Mac + "-boot.log", "started"u8.ToArray())).StatusCode.ShouldBe(HttpStatusCode.Created);

        files.Keys.ShouldBe([Mac + "-account.cfg", "polycom-common.cfg"]);
        var account = files[Mac + "-account.cfg"];
        account.Attribute("reg.1.address")!.Value.ShouldBe("2002");
        account.Attribute("reg.1.auth.password")!.Value.ShouldBe("sip-2002");
        account.Attribute("reg.1.label")!.Value.ShouldBe("2002 Jane Jones");
        account.Attribute("reg.1.server.1.address")!.Value.ShouldBe("acme.localhost");
        account.Attribute("reg.1.outboundProxy.address")!.Value.ShouldBe("127.0.0.1");
        account.Attribute("lineKey.1.category")!.Value.ShouldBe("Line");
        account.Attribute("lineKey.12.category")!.Value.ShouldBe("Unassigned");
        account.Attribute("tcpIpApp.sntp.daylightSavings.start.dayOfWeek.lastInMonth")!.Value.ShouldBe("1");
        account.Attribute("tcpIpApp.sntp.daylightSavings.stop.time")!.Value.ShouldBe("2");
        files["polycom-common.cfg"].ToString().ShouldNotContain("auth");

        var run = await Eventually.ValueAsync(async () =>
            await portal.LastRunAsync(device.Id) is { } r && r.Fetched().Any(f => f.Method == "PUT") ? r : null);
        run.Firmware.ShouldBe("5.9.5.0614");
        run.ConfigurationTag.ShouldNotBeNull();
    }

    [Fact]
    public async Task Gives_a_stranger_a_master_file_without_any_secret()
    {
        await using var portal = await TestPhones.StartAsync();
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.Vvx411, Mac, null);
        var master = XDocument.Parse(await phone.TextAsync("000000000000.cfg")).Root!;
        master.Attribute("CONFIG_FILES")!.Value.ShouldBe("polycom-common.cfg");
    }

    [Fact]
    public async Task Keeps_what_the_phone_leaves_for_that_phone_alone()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("polycom-vvx411", Mac, "2002");
        var other = await portal.AddAsync("polycom-vvx411", "0004f2002003", "2001");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.Vvx411, Mac, device.Password);
        using var neighbour = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.Vvx411, "0004f2002003", other.Password);
        var changes = "<PHONE_CONFIG reg.1.auth.password=\"typed-at-the-phone\" />"u8.ToArray();

        (await phone.SendAsync(HttpMethod.Put, Mac + "-phone.cfg", changes)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await (await phone.GetAsync(Mac + "-phone.cfg")).Content.ReadAsByteArrayAsync()).ShouldBe(changes);
        (await neighbour.StatusAsync(Mac + "-phone.cfg")).ShouldBe(HttpStatusCode.Unauthorized);
        (await neighbour.SendAsync(HttpMethod.Put, Mac + "-phone.cfg", changes)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await neighbour.StatusAsync("0004f2002003-phone.cfg")).ShouldBe(HttpStatusCode.NotFound);
        var database = await File.ReadAllBytesAsync(Directory.GetFiles(portal.Portal.Folder, "*.db").First());
        Encoding.Latin1.GetString(database).ShouldNotContain("typed-at-the-phone");
    }

    [Fact]
    public async Task Takes_no_file_that_is_too_large_and_none_of_another_name()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("polycom-vvx411", Mac, "2002");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.Vvx411, Mac, device.Password, digest: false);
        (await phone.SendAsync(HttpMethod.Put, Mac + "-web.cfg", new byte[(256 * 1024) + 1])).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await phone.SendAsync(HttpMethod.Put, Mac + ".cfg", [1])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await phone.SendAsync(HttpMethod.Put, Mac + "-evil.aspx", [1])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await phone.SendAsync(HttpMethod.Put, "000000000000.cfg", [1])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await phone.SendAsync(HttpMethod.Put, "..%2f" + Mac + "-web.cfg", [1])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
