using System.Net;
using Portal.Modularity.Access;
using Portal.Testing;
using Portal.TestHost;

namespace Portal.Devices.Tests;

public class Registrations_page
{
    [Fact]
    public async Task Is_not_for_strangers_or_employees()
    {
        await using var portal = await TestPhones.StartAsync();
        (await portal.Portal.CreateClient().GetAsync("/registrations")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var john = portal.As(new Grant(Role.Employee, People.Acme, People.London, portal.People["2001@acme.localhost"]));
        (await john.GetAsync("/registrations")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await john.GetAsync("/registrations/live")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Shows_each_administrator_the_own_telephones_only()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone(product: "Yealink SIP-T46G <b>28.83</b>");
        await phone.RegisterAsync(portal.SipAddress, "2001", "acme.localhost", "sip-2001");
        await phone.RegisterAsync(portal.SipAddress, "2101", "acme.localhost", "sip-2101");
        await phone.RegisterAsync(portal.SipAddress, "2001", "beta.localhost", "sip-2001");

        (await Shown(portal, People.AcmeAdmin)).ShouldBe(["2001@acme.localhost", "2101@acme.localhost"]);
        (await Shown(portal, People.LeedsAdmin)).ShouldBe(["2101@acme.localhost"]);
        (await Shown(portal, People.BetaAdmin)).ShouldBe(["2001@beta.localhost"]);
        (await Shown(portal, People.Operator)).Length.ShouldBe(3);
        using var admin = portal.As(People.AcmeAdmin);
        (await admin.GetStringAsync("/registrations")).ShouldNotContain("<b>28.83");
        (await Shown(portal, People.AcmeAdmin, "?q=lee")).ShouldBe(["2101@acme.localhost"]);
    }

    [Fact]
    public async Task Removes_one_after_asking_and_only_within_reach()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        await phone.RegisterAsync(portal.SipAddress, "2001", "acme.localhost", "sip-2001");
        using var admin = portal.As(People.AcmeAdmin);
        var address = System.Text.RegularExpressions.Regex.Match(await admin.GetStringAsync("/registrations"), "/registrations/[^\"/]+/remove").Value;

        using var other = portal.As(People.BetaAdmin);
        (await other.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var leeds = portal.As(People.LeedsAdmin);
        (await leeds.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await admin.GetStringAsync(address)).ShouldContain("2001@acme.localhost");
        (await admin.PostFormAsync(address, [])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Shown(portal, People.AcmeAdmin)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_told_of_a_new_registration()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        using var admin = portal.As(People.AcmeAdmin);
        using var events = new StreamReader(await admin.GetStreamAsync("/registrations/live"));
        (await events.ReadLineAsync())!.ShouldContain("alive");
        await phone.RegisterAsync(portal.SipAddress, "2001", "acme.localhost", "sip-2001");
        var told = Task.Run(async () =>
        {
            while (await events.ReadLineAsync() is { } line)
            {
                if (line.Contains("changed"))
                {
                    return true;
                }
            }

            return false;
        });
        (await told.WaitAsync(Eventually.Deadline)).ShouldBeTrue();
        (await Shown(portal, People.AcmeAdmin)).ShouldBe(["2001@acme.localhost"]);
    }

    private static async Task<string[]> Shown(TestPhones portal, Grant by, string query = "")
    {
        using var client = portal.As(by);
        var html = await client.GetStringAsync("/registrations" + query);
        return [.. System.Text.RegularExpressions.Regex.Matches(html, @"\b\d{4}@(acme|beta)\.localhost").Select(m => m.Value).Distinct().Order()];
    }
}
