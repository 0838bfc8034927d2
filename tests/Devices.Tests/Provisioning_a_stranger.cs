using System.Net;
using System.Text;
using Portal.Devices.Security;

namespace Portal.Devices.Tests;

public class Provisioning_a_stranger
{
    private const string Mac = "001565002001", Unknown = "001565999999";

    [Theory, InlineData(".cfg"), InlineData("-account.cfg"), InlineData("-phone.cfg"), InlineData("-directory.xml")]
    public async Task Gives_the_same_answer_for_known_and_unknown_MAC_addresses(string suffix)
    {
        await using var portal = await TestPhones.StartAsync();
        await portal.AddAsync("yealink-t46g", Mac, "2001");
        using var stranger = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, null);
        var wrong = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Mac}:guess"));
        var wrongUnknown = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Unknown}:guess"));
        foreach (var (known, unknown) in ((string?, string?)[])[(null, null), (wrong, wrongUnknown), ("Basic !!", "Basic !!"), ("Bearer x", "Bearer x")])
        {
            var one = await stranger.OnceAsync(HttpMethod.Get, Mac + suffix, null, null, known);
            var two = await stranger.OnceAsync(HttpMethod.Get, Unknown + suffix, null, null, unknown);
            one.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            two.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await two.Content.ReadAsStringAsync()).ShouldBe(await one.Content.ReadAsStringAsync());
            Names(two).ShouldBe(Names(one));
            (await one.Content.ReadAsStringAsync()).ShouldNotContain("sip-2001");
        }
    }

    [Fact]
    public async Task Gives_a_device_nothing_of_another_device()
    {
        await using var portal = await TestPhones.StartAsync();
        var mine = await portal.AddAsync("yealink-t46g", "001565002002", "2002");
        await portal.AddAsync("yealink-t46g", Mac, "2001");
        foreach (var digest in (bool[])[true, false])
        {
            using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, "001565002002", mine.Password, digest);
            var answer = await phone.GetAsync(Mac + ".cfg");
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("sip-2001");
        }

        // With the other's name and the own password.
        using var posing = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, mine.Password);
        (await posing.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refuses_the_answer_to_a_challenge_for_another_file()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("polycom-vvx411", Mac, "2001");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.Vvx411, Mac, device.Password);
        var challenge = await phone.OnceAsync(HttpMethod.Get, Mac + ".cfg", null, null, null);
        var overheard = phone.Digest(challenge, HttpMethod.Get, $"/provisioning/{Mac}.cfg");
        (await phone.OnceAsync(HttpMethod.Get, Mac + "-account.cfg", null, null, overheard)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await phone.OnceAsync(HttpMethod.Get, Mac + ".cfg", null, null, overheard)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Asks_again_without_blame_when_the_challenge_was_old()
    {
        var clock = new Testing.Clock.ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var portal = await TestPhones.StartAsync(clock: clock);
        var device = await portal.AddAsync("yealink-t46g", Mac, "2001");
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, device.Password);
        var challenge = await phone.OnceAsync(HttpMethod.Get, Mac + ".cfg", null, null, null);
        var answer = phone.Digest(challenge, HttpMethod.Get, $"/provisioning/{Mac}.cfg");
        clock.Advance(TimeSpan.FromMinutes(6));
        var stale = await phone.OnceAsync(HttpMethod.Get, Mac + ".cfg", null, null, answer);
        stale.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        stale.Headers.WwwAuthenticate.First().ToString().ShouldContain("stale=true");
        portal.Lines.All.ShouldNotContain(l => l.Contains("wrong credentials"));
    }

    [Fact]
    public async Task Slows_whoever_tries_MAC_addresses_one_after_another_and_writes_it_down()
    {
        var clock = new Testing.Clock.ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var portal = await TestPhones.StartAsync(clock: clock);
        var device = await portal.AddAsync("yealink-t46g", Mac, "2001");
        using var honest = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, device.Password);
        (await honest.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.OK);

        using var scanner = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, "x", null);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++)
        {
            answers.Add(await scanner.StatusAsync($"0015650030{i:00}.cfg"));
        }

        answers.Take(SourceLimits.Provisioning.MostUnproven).ShouldAllBe(s => s == HttpStatusCode.Unauthorized);
        answers[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        (await scanner.GetAsync("001565003099.cfg")).Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(9));
        portal.Lines.All.Count(l => l.Contains("too many unproven requests from 127.0.0.1")).ShouldBe(1);

        // Files that everybody may have, and the phone that has proved itself before, are not slowed.
        (await scanner.StatusAsync("y000000000028.cfg")).ShouldBe(HttpStatusCode.OK);
        (await honest.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.OK);
        clock.Advance(SourceLimits.Provisioning.Block + TimeSpan.FromSeconds(1));
        (await scanner.StatusAsync("001565003099.cfg")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Slows_whoever_guesses_passwords_and_writes_it_down()
    {
        await using var portal = await TestPhones.StartAsync();
        await portal.AddAsync("yealink-t46g", Mac, "2001");
        using var guesser = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, "guess", digest: false);
        for (var i = 0; i < SourceLimits.Provisioning.MostWrong; i++)
        {
            (await guesser.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await guesser.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.TooManyRequests);
        portal.Lines.All.Count(l => l == $"Provisioning: wrong credentials from 127.0.0.1 for {Mac}").ShouldBe(SourceLimits.Provisioning.MostWrong);
    }

    [Fact]
    public async Task Never_counts_the_files_that_phones_ask_for_in_vain()
    {
        await using var portal = await TestPhones.StartAsync();
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, "x", null);
        for (var i = 0; i < 40; i++)
        {
            (await phone.StatusAsync($"0015650040{i:00}.boot")).ShouldBe(HttpStatusCode.NotFound);
            (await phone.StatusAsync($"0015650040{i:00}-license.cfg")).ShouldBe(HttpStatusCode.NotFound);
        }

        (await phone.StatusAsync("001565004099.cfg")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, InlineData("etc%2fpasswd"), InlineData("..%5c..%5cportal.db"), InlineData("portal.db"), InlineData("zzzzzzzzzzzz.cfg"),
        InlineData("ffffffffffff.cfg"), InlineData("001565002001.cfg.bak"), InlineData("001565002001%00.cfg"), InlineData("y000000000099.cfg")]
    public async Task Answers_404_to_names_that_no_phone_has(string file)
    {
        await using var portal = await TestPhones.StartAsync();
        using var phone = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, "x", null);
        (await phone.StatusAsync(file)).ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Takes_the_password_away_when_a_new_one_is_made_or_the_device_removed()
    {
        await using var portal = await TestPhones.StartAsync();
        var device = await portal.AddAsync("yealink-t46g", Mac, "2001");
        var renewed = await portal.Portal.SendAsync(new Pages.Devices.RenewDevicePassword(device.Id), People.AcmeAdmin);
        using var old = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, device.Password);
        using var now = new PhoneHttp(portal.Portal.BaseAddress, PhoneHttp.T46G, Mac, renewed.Value!.Password);
        (await old.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.Unauthorized);
        (await now.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.OK);
        (await portal.Portal.SendAsync(new Pages.Devices.RemoveDevice(device.Id), People.AcmeAdmin)).Succeeded.ShouldBeTrue();
        (await now.StatusAsync(Mac + ".cfg")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string[] Names(HttpResponseMessage answer) =>
        [.. answer.Headers.Concat(answer.Content.Headers).Select(h => h.Key).Where(k => k != "Date").Order()];
}
