using System.Net;
using System.Text.RegularExpressions;
using Portal.Devices.Pages.Devices;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Testing;
using Portal.TestHost;

namespace Portal.Devices.Tests;

public class Device_pages
{
    private const string Mac = "00:15:65:00:20:01";

    [Fact]
    public async Task Answer_404_for_another_companys_or_sites_device()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", Mac, "2001");
        foreach (var stranger in (Grant[])[People.BetaAdmin, People.LeedsAdmin])
        {
            using var client = portal.As(stranger);
            foreach (var page in (string[])["", "/edit", "/remove", "/new-password", "?handler=State"])
            {
                (await client.GetAsync($"/devices/{device.Id}{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
            }

            (await client.GetStringAsync("/devices")).ShouldNotContain(Mac);
            (await portal.Portal.SendAsync(new ApplyNow(device.Id), stranger)).Kind.ShouldBe(OutcomeKind.NotFound);
            (await portal.Portal.SendAsync(new RemoveDevice(device.Id), stranger)).Kind.ShouldBe(OutcomeKind.NotFound);
            (await portal.Portal.SendAsync(new RenewDevicePassword(device.Id), stranger)).Kind.ShouldBe(OutcomeKind.NotFound);
            (await portal.Portal.SendAsync(new ChangeDevice(device.Id, People.London, "yealink-t46g", null, 1), stranger)).Kind.ShouldBe(OutcomeKind.NotFound);
        }
    }

    [Theory]
    [InlineData("00:15:65", "2001", "Mac"), InlineData("ff:ff:ff:ff:ff:ff", "2001", "Mac"), InlineData("00:15:65:00:20:01", "9999", "Extension")]
    public async Task Say_what_is_wrong_beside_the_field(string mac, string extension, string field)
    {
        await using var portal = await TestPhones.StartAsync();
        using var admin = portal.As(People.AcmeAdmin);
        var answer = await admin.PostFormAsync("/devices/new", new()
        {
            ["Input.Site"] = People.London.ToString(), ["Input.Model"] = "yealink-t46g", ["Input.Mac"] = mac, ["Input.Extension"] = extension,
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain($"Input_{field}-error");
        html.ShouldContain($"value=\"{mac}\"");
    }

    [Fact]
    public async Task Refuse_the_MAC_address_of_a_device_in_any_company()
    {
        await using var portal = await TestPhones.StartAsync();
        await portal.AddAsync("yealink-t46g", Mac, "2001");
        var again = await portal.Portal.SendAsync(new AddDevice(People.Manchester, "yealink-t46g", "001565002001", null), People.BetaAdmin);
        again.Kind.ShouldBe(OutcomeKind.Refused);
        again.Problems.ShouldHaveSingleItem().Field.ShouldBe("Mac");
    }

    [Fact]
    public async Task Give_a_group_administrator_no_site_or_person_of_others()
    {
        await using var portal = await TestPhones.StartAsync();
        (await portal.Portal.SendAsync(new AddDevice(People.London, "yealink-t46g", Mac, null), People.LeedsAdmin)).Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.Portal.SendAsync(new AddDevice(People.Leeds, "yealink-t46g", Mac, "2001"), People.LeedsAdmin)).Kind.ShouldBe(OutcomeKind.Refused);
        (await portal.Portal.SendAsync(new AddDevice(People.Leeds, "yealink-t46g", Mac, "2101"), People.LeedsAdmin)).Kind.ShouldBe(OutcomeKind.Done);
    }

    [Fact]
    public async Task Show_a_new_password_once()
    {
        await using var portal = await TestPhones.StartAsync();
        using var admin = portal.As(People.AcmeAdmin);
        var added = await admin.PostFormAsync("/devices/new", new()
        {
            ["Input.Site"] = People.London.ToString(), ["Input.Model"] = "yealink-t46g", ["Input.Mac"] = Mac, ["Input.Extension"] = "2001",
        });
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var address = added.Headers.Location!.ToString();
        var first = await admin.GetStringAsync(address);
        var password = Regex.Match(first, "<code[^>]*>([a-z2-9]{26})</code>").Groups[1].Value;
        password.Length.ShouldBe(26);
        (await admin.GetStringAsync(address)).ShouldNotContain(password);
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, "001565002001", password);
        (await phone.StatusAsync("001565002001.cfg")).ShouldBe(HttpStatusCode.OK);

        var renewed = await admin.PostFormAsync(address + "?handler=Renew", [], page: address + "/new-password");
        renewed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var second = Regex.Match(await admin.GetStringAsync(address), "<code[^>]*>([a-z2-9]{26})</code>").Groups[1].Value;
        second.Length.ShouldBe(26);
        second.ShouldNotBe(password);
    }

    [Fact]
    public async Task Tell_the_second_of_two_editors()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", Mac, "2001");
        (await portal.Portal.SendAsync(new ChangeDevice(device.Id, People.Leeds, "yealink-t46g", "2001", 1), People.AcmeAdmin)).Kind.ShouldBe(OutcomeKind.Done);
        using var admin = portal.As(People.AcmeAdmin);
        var late = await admin.PostFormAsync($"/devices/{device.Id}/edit", new()
        {
            ["Input.Site"] = People.London.ToString(), ["Input.Model"] = "yealink-t48g", ["Input.Extension"] = "2002", ["Input.Version"] = "1",
        });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var html = await late.Content.ReadAsStringAsync();
        html.ShouldContain("value=\"2002\"");
        html.ShouldContain("name=\"Input.Version\" value=\"2\"");
    }

    [Fact]
    public async Task Find_devices_by_MAC_address_in_any_form_model_and_extension()
    {
        await using var portal = await TestPhones.StartAsync();
        await portal.AddAsync("yealink-t46g", Mac, "2001");
        await portal.AddAsync("polycom-vvx411", "00:04:F2:00:20:02", "2002");
        using var admin = portal.As(People.AcmeAdmin);
        foreach (var search in (string[])["00:15:65", "0015-65", "001565002001", "yealink", "T46G", "2001"])
        {
            var html = await admin.GetStringAsync("/devices?q=" + Uri.EscapeDataString(search));
            html.ShouldContain(Mac, customMessage: search);
            html.ShouldNotContain("00:04:F2:00:20:02", customMessage: search);
        }

        (await admin.GetStringAsync("/search?q=0015.6500")).ShouldContain(Mac);
        using var other = portal.As(People.BetaAdmin);
        (await other.GetStringAsync("/search?q=0015.6500")).ShouldNotContain(Mac);
    }

    [Fact]
    public async Task Say_when_the_phone_fetched_and_whether_that_is_current()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", Mac, "2001");
        using var admin = portal.As(People.AcmeAdmin);
        (await admin.GetStringAsync($"/devices/{device.Id}")).ShouldContain("Never fetched");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, "001565002001", device.Password);
        await phone.TextAsync("001565002001.cfg");
        await Eventually.PassesAsync(async () => (await admin.GetStringAsync($"/devices/{device.Id}")).ShouldContain("Current version"));
        portal.People.Rename("2001@acme.localhost", "Johnny", "Smith");
        var html = await admin.GetStringAsync($"/devices/{device.Id}");
        html.ShouldContain("Older version");
        html.ShouldNotContain("sip-2001");
    }

    [Fact]
    public async Task Open_for_everyone_who_may()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("polycom-vvx411", "00:04:F2:00:20:02", "2002");
        foreach (var viewer in (Grant[])[People.AcmeAdmin, People.Operator])
        {
            using var client = portal.As(viewer);
            foreach (var page in (string[])["/devices", "/devices/new", $"/devices/{device.Id}", $"/devices/{device.Id}/edit", $"/devices/{device.Id}/remove", "/registrations", "/"])
            {
                (await client.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK, page + portal.Errors);
            }
        }
    }
}
