using Microsoft.Extensions.DependencyInjection;
using Portal.Sip;
using Portal.Sip.Registration;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Devices.Tests;

public class Registering
{
    private const string Domain = "acme.localhost";

    [Fact]
    public async Task Without_credentials_is_challenged_in_the_domains_realm()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        var answer = await phone.RegisterAsync(portal.SipAddress, "2001", Domain, null);
        answer.StatusCode.ShouldBe(401);
        var challenge = answer.Headers.Lines(SipHeaderName.WwwAuthenticate).ShouldHaveSingleItem();
        challenge.ShouldContain("realm=\"acme.localhost\"");
        challenge.ShouldEndWith("algorithm=MD5");
        Store(portal).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Takes_SHA_256_where_it_is_offered_and_prefers_it()
    {
        await using var portal = await TestPhones.StartAsync(configure: o => o.Settings["Sip:Digest"] = "SHA-256,MD5");
        await using var phone = new TestPhone();
        var challenges = (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, null)).Headers.Lines(SipHeaderName.WwwAuthenticate).ToArray();
        challenges.Length.ShouldBe(2);
        challenges[0].ShouldEndWith("algorithm=SHA-256");
        challenges[1].ShouldEndWith("algorithm=MD5");
        (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "guess")).StatusCode.ShouldBe(401);
        (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001")).StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Answers_an_unknown_user_exactly_like_a_wrong_password()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        foreach (var status in (int[])[401, 401, 403, 403])
        {
            var wrong = await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "guess");
            var unknown = await phone.RegisterAsync(portal.SipAddress, "9999", Domain, "guess");
            wrong.StatusCode.ShouldBe(status);
            unknown.StatusCode.ShouldBe(status);
            unknown.Reason.ShouldBe(wrong.Reason);
            unknown.Headers.Select(h => h.Name.Name).ShouldBe(wrong.Headers.Select(h => h.Name.Name));
        }

        // The right password still opens.
        (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001")).StatusCode.ShouldBe(200);
        await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: "*", expires: 0);
        Store(portal).Count.ShouldBe(0);
    }

    [Theory, InlineData("evil.example"), InlineData("127.0.0.1")]
    public async Task Answers_404_for_a_domain_that_is_not_ours(string domain)
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        (await phone.RegisterAsync(portal.SipAddress, "2001", domain, "sip-2001")).StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Refuses_credentials_of_another_realm()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        var flow = new SipFlow(SipTransportKind.Udp, portal.SipAddress);
        var answer = await phone.SendAsync(flow, "2001", Domain, null, 3600, null, r => r.Headers.Add(SipHeaderName.Authorization,
            "Digest username=\"2001\", realm=\"elsewhere\", nonce=\"n\", uri=\"sip:acme.localhost\", response=\"" + new string('0', 32) + "\""));
        answer.StatusCode.ShouldBe(401);
        Store(portal).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Refuses_to_register_somebody_elses_address()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        var answer = await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", aor: "2002@acme.localhost");
        answer.StatusCode.ShouldBe(403);
        Store(portal).Count.ShouldBe(0);
        portal.Lines.All.ShouldContain(l => l.Contains("tried to register another's address"));
    }

    [Fact]
    public async Task Keeps_the_2001_of_two_companies_apart()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001")).StatusCode.ShouldBe(200);
        Store(portal).Find("sip:2001@beta.localhost").ShouldBeEmpty();
        Store(portal).Find("sip:2001@acme.localhost").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Slows_an_address_that_guesses_and_writes_one_line_about_it()
    {
        var clock = new Testing.Clock.ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var portal = await TestPhones.StartAsync(clock: clock);
        await using var guesser = new TestPhone(address: "127.0.0.3");
        await using var known = new TestPhone(address: "127.0.0.3");
        (await known.RegisterAsync(portal.SipAddress, "2002", Domain, "sip-2002")).StatusCode.ShouldBe(200);
        for (var i = 0; i < 10; i++)
        {
            // Two chances; then 403, because some phones answer every new challenge for ever.
            (await guesser.RegisterAsync(portal.SipAddress, "2001", Domain, "guess")).StatusCode.ShouldBe(i < 2 ? 401 : 403);
        }

        portal.Lines.All.Count(l => l.Contains("too many failed registrations from 127.0.0.3")).ShouldBe(1);

        var waiting = clock.WaitingTimers;
        var held = guesser.RegisterAsync(portal.SipAddress, "2001", Domain, "guess");
        await Eventually.TrueAsync(() => clock.WaitingTimers > waiting);
        held.IsCompleted.ShouldBeFalse();
        // The neighbour's phone, known from before, is not held up.
        (await known.RegisterAsync(portal.SipAddress, "2002", Domain, "sip-2002")).StatusCode.ShouldBe(200);
        clock.Advance(TimeSpan.FromSeconds(3));
        (await held).StatusCode.ShouldBe(403);
        portal.Lines.All.Count(l => l.Contains("too many failed registrations")).ShouldBe(1);
    }

    [Theory, InlineData(SipTransportKind.Udp), InlineData(SipTransportKind.Tcp)]
    public async Task Binds_the_phone_by_the_way_it_came(SipTransportKind transport)
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone(transport);
        var answer = await phone.RegisterAsync(portal.SipAddressFor(transport), "2001", Domain, "sip-2001");
        answer.StatusCode.ShouldBe(200);
        answer.Headers[SipHeaderName.Contact]!.ShouldContain("expires=3600");
        var binding = Store(portal).Find("sip:2001@acme.localhost").ShouldHaveSingleItem();
        binding.Flow.Transport.ShouldBe(transport);
        binding.UserAgent.ShouldBe("Yealink SIP-T46G 28.83.0.130");
    }

    [Fact]
    public async Task Takes_ten_telephones_of_one_extension_and_no_eleventh()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        for (var i = 0; i < 10; i++)
        {
            (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: $"<sip:2001@192.0.2.{i}:5060>")).StatusCode.ShouldBe(200);
        }

        (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: "<sip:2001@192.0.2.99:5060>")).StatusCode.ShouldBe(403);
        Store(portal).Find("sip:2001@acme.localhost").Count.ShouldBe(10);
    }

    [Fact]
    public async Task Bounds_the_interval_between_one_minute_and_one_hour()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        var brief = await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", expires: 30);
        brief.StatusCode.ShouldBe(423);
        brief.Headers[SipHeaderName.MinExpires].ShouldBe("60");
        var greedy = await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", expires: 999999);
        greedy.Headers[SipHeaderName.Contact]!.ShouldContain("expires=3600");
    }

    [Fact]
    public async Task Removes_one_binding_by_expires_0_and_all_by_a_star()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: "<sip:2001@192.0.2.1>");
        await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: "<sip:2001@192.0.2.2>");
        await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: "<sip:2001@192.0.2.1>;expires=0");
        Store(portal).Find("sip:2001@acme.localhost").ShouldHaveSingleItem().Contact.Host.ShouldBe("192.0.2.2");
        (await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: "*", expires: 0)).StatusCode.ShouldBe(200);
        Store(portal).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Survives_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using var phone = new TestPhone();
        await using (var portal = await TestPhones.StartAsync(folder.Path))
        {
            await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001", contact: "<sip:2001@192.0.2.1:5062;transport=udp>;+sip.instance=\"<urn:uuid:1>\";q=0.5");
            await phone.RegisterAsync(portal.SipAddress, "2002", Domain, "sip-2002", contact: "<sip:2002@192.0.2.2>");
            await phone.RegisterAsync(portal.SipAddress, "2002", Domain, "sip-2002", contact: "*", expires: 0);
        }

        await using var again = await TestPhones.StartAsync(folder.Path);
        var binding = Store(again).All().ShouldHaveSingleItem();
        binding.Aor.ShouldBe("sip:2001@acme.localhost");
        binding.Contact.ToString().ShouldBe("sip:2001@192.0.2.1:5062;transport=udp");
        binding.InstanceId.ShouldBe("urn:uuid:1");
        binding.Quality.ShouldBe(500);
        binding.Flow.Remote.ShouldBe(phone.Address);
        binding.UserAgent.ShouldBe("Yealink SIP-T46G 28.83.0.130");
    }

    [Fact]
    public async Task Is_written_down_within_a_second_without_being_asked_to_stop()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var phone = new TestPhone();
        await phone.RegisterAsync(portal.SipAddress, "2001", Domain, "sip-2001");
        await Eventually.TrueAsync(() => portal.Portal.AsSystemAsync(s =>
            Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.AnyAsync(s.GetRequiredService<Data.DevicesDb>().Bindings, b => b.Aor == "sip:2001@acme.localhost")),
            TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Stops_a_real_phone_with_a_wrong_password_and_takes_one_with_the_right()
    {
        await using var portal = await TestPhones.StartAsync();
        await using var wrong = await Baresip.StartAsync(new BaresipAccount("2001", Domain, "guess", portal.SipAddress.ToString()));
        await using var right = await Baresip.StartAsync(new BaresipAccount("2002", Domain, "sip-2002", portal.SipAddress.ToString()));
        await right.WaitRegisteredAsync();
        // Read from the trace: the phone may have given up before its control connection stood.
        await Eventually.TrueAsync(() => wrong.Trace.Contains("SIP/2.0 403"));
        Store(portal).All().ShouldHaveSingleItem().Aor.ShouldBe("sip:2002@acme.localhost");
    }

    private static InMemoryLocationStore Store(TestPhones portal) => portal.Portal.Services.GetRequiredService<InMemoryLocationStore>();
}
