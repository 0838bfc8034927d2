using System.Net;
using System.Text.Json;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.TestHost;

namespace Portal.EndToEnd.Tests;

/// <summary>What the README promises: two real telephones, a call, a setting changed in the portal, and the call log.</summary>
public class Calling
{
    private const string Domain = "acme.localhost";

    [Fact]
    public async Task Two_telephones_hear_each_other_and_the_call_is_in_the_log()
    {
        using var folder = new TemporaryFolder();
        var (said, answered) = (Melody.Make(1, TimeSpan.FromSeconds(8)), Melody.Make(2, TimeSpan.FromSeconds(8)));
        said.Write(folder["john.wav"]);
        answered.Write(folder["jane.wav"]);
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var john = await Baresip.StartAsync(Phone(portal, "2001") with { Speaks = folder["john.wav"] });
        await using var jane = await Baresip.StartAsync(Phone(portal, "2002") with { Speaks = folder["jane.wav"] });
        await john.WaitRegisteredAsync();
        await jane.WaitRegisteredAsync();

        await john.DialAsync($"sip:2002@{Domain}");
        await jane.WaitIncomingAsync();
        await john.WaitRingingAsync();
        await jane.AnswerAsync();
        await john.WaitEstablishedAsync();
        await jane.WaitEstablishedAsync();
        await Baresip.TalkAsync(TimeSpan.FromSeconds(2));
        await john.HangUpAsync();
        await jane.WaitClosedAsync();

        var (atJane, atJohn) = (await jane.HeardAsync(), await john.HeardAsync());
        Melody.Compare(said, atJane).IsTheMelody.ShouldBeTrue(Melody.Compare(said, atJane).ToString());
        Melody.Compare(answered, atJohn).IsTheMelody.ShouldBeTrue(Melody.Compare(answered, atJohn).ToString());

        using var admin = await portal.SignInAsync("anna.admin");
        await LogShowsAsync(admin, "2001", "2002", "Answered");
    }

    [Fact]
    public async Task Forwarding_set_in_the_portal_is_obeyed_by_the_next_call()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var caller = await Baresip.StartAsync(Phone(portal, "2003"));
        await using var john = await Baresip.StartAsync(Phone(portal, "2001"));
        await using var jane = await Baresip.StartAsync(Phone(portal, "2002") with { Transport = "tcp" });
        foreach (var phone in new[] { caller, john, jane })
        {
            await phone.WaitRegisteredAsync();
        }

        using var client = await portal.SignInAsync("john.smith");
        var answer = await client.PostFormAsync("/forwarding", new() { ["Destination"] = "2002" });
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.SeeOther, HttpStatusCode.OK);

        await caller.DialAsync($"sip:2001@{Domain}");
        await jane.WaitIncomingAsync();
        await jane.AnswerAsync();
        await caller.WaitEstablishedAsync();
        await caller.HangUpAsync();
        await jane.WaitClosedAsync();
        john.Events.ShouldNotContain(e => e.Type == "CALL_INCOMING");

        using var admin = await portal.SignInAsync("anna.admin");
        await LogShowsAsync(admin, "2003", "2001", "Answered");
    }

    [Fact]
    public async Task All_telephones_of_an_extension_ring_and_the_first_answer_wins()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var john = await Baresip.StartAsync(Phone(portal, "2001"));
        await using var desk = await Baresip.StartAsync(Phone(portal, "2002"));
        await using var mobile = await Baresip.StartAsync(Phone(portal, "2002") with { Transport = "tcp" });
        foreach (var phone in new[] { john, desk, mobile })
        {
            await phone.WaitRegisteredAsync();
        }

        await john.DialAsync($"sip:2002@{Domain}");
        await desk.WaitIncomingAsync();
        await mobile.WaitIncomingAsync();
        await mobile.AnswerAsync();
        await john.WaitEstablishedAsync();
        await desk.WaitClosedAsync();
        await john.HoldAsync();
        await Eventually.TrueAsync(() => mobile.Trace.Contains("a=recvonly", StringComparison.Ordinal) || mobile.Trace.Contains("a=sendonly", StringComparison.Ordinal));
        await mobile.HangUpAsync();
        await john.WaitClosedAsync();
    }

    [Fact]
    public async Task A_public_number_rings_in_the_own_company_and_in_another_one()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var john = await Baresip.StartAsync(Phone(portal, "2001"));
        await using var jane = await Baresip.StartAsync(Phone(portal, "2002"));
        await using var bella = await Baresip.StartAsync(Phone(portal, "2001") with { Domain = "beta.localhost" });
        foreach (var phone in new[] { john, jane, bella })
        {
            await phone.WaitRegisteredAsync();
        }

        await john.DialAsync($"sip:02079460002@{Domain}");
        (await jane.WaitIncomingAsync()).Peer.ShouldContain("2001@");
        await jane.AnswerAsync();
        await john.WaitEstablishedAsync();
        await john.HangUpAsync();
        await jane.WaitClosedAsync();
        await john.WaitClosedAsync();

        await john.DialAsync($"sip:00441614960001@{Domain}");
        (await bella.WaitIncomingAsync()).Peer.ShouldContain("+442079460001@");
        await bella.AnswerAsync();
        await john.WaitEstablishedAsync();
        await bella.HangUpAsync();
        await john.WaitClosedAsync();
        using var admin = await portal.SignInAsync("bella.admin");
        await LogShowsAsync(admin, "020 7946 0001", "Ben Carter", "Answered");

        await john.DialAsync($"sip:02079460022@{Domain}");
        (await john.WaitClosedAsync()).Detail.ShouldStartWith("404");
    }

    [Fact]
    public async Task A_busy_telephone_an_unknown_number_and_a_number_nobody_is_at()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var john = await Baresip.StartAsync(Phone(portal, "2001"));
        await using var jane = await Baresip.StartAsync(Phone(portal, "2002"));
        await john.WaitRegisteredAsync();
        await jane.WaitRegisteredAsync();

        await john.DialAsync($"sip:2002@{Domain}");
        await jane.WaitIncomingAsync();
        await jane.HangUpAsync();
        (await john.WaitClosedAsync()).Detail.ShouldStartWith("486");

        await john.DialAsync($"sip:9999@{Domain}");
        (await john.WaitClosedAsync()).Detail.ShouldStartWith("404");

        await john.DialAsync($"sip:2005@{Domain}");
        (await john.WaitClosedAsync()).Detail.ShouldStartWith("480");
    }

    [Theory, InlineData("2001", "wrong"), InlineData("7777", "sip-7777")]
    public async Task A_wrong_password_and_an_unknown_user_register_nothing(string user, string password)
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var phone = await Baresip.StartAsync(new BaresipAccount(user, Domain, password, $"127.0.0.1:{portal.Sip}"));
        // Challenged, answered wrongly, challenged again (RFC 3261 §22.2): and the two cases look the same to the stranger.
        await Eventually.TrueAsync(() => phone.Trace.Split("SIP/2.0 401 ").Length > 2);
        phone.Events.ShouldNotContain(e => e.Type == "REGISTER_OK");
        using var admin = await portal.SignInAsync("anna.admin");
        (await admin.GetStringAsync("/registrations")).ShouldNotContain($"{user}@{Domain}");
    }

    [Fact]
    public async Task Fifty_calls_at_once_all_succeed()
    {
        await using var portal = await PortalProcess.StartDemoAsync();
        await using var phone = await Sipp.StartAsync(new SippRun("answer") { Calls = 50 });
        var registered = await Sipp.RunAsync(new SippRun("register", $"127.0.0.1:{portal.Sip}")
        {
            Calls = 2,
            Users = [SippRun.User("2001", Domain, "sip-2001"), SippRun.User("2002", Domain, "sip-2002")],
            Keys = new Dictionary<string, string> { ["contact"] = $"{phone.Port}" },
        });
        registered.Failed.ShouldBe(0, registered.ToString());

        var calls = await Sipp.RunAsync(new SippRun("call", $"127.0.0.1:{portal.Sip}")
        {
            Calls = 50,
            Rate = 200,
            Talk = TimeSpan.FromSeconds(2),
            Users = [SippRun.User("2001", Domain, "sip-2001", "2002")],
        });

        (calls.Successful, calls.Failed).ShouldBe((50, 0), calls.ToString() + portal.Output);
        using var admin = await portal.SignInAsync("anna.admin");
        await Eventually.TrueAsync(async () => (await portal.CountCallsAsync()) >= 50);
    }

    internal static BaresipAccount Phone(PortalProcess portal, string extension) =>
        new(extension, Domain, "sip-" + extension, $"127.0.0.1:{portal.Sip}");

    private static async Task LogShowsAsync(HttpClient client, string from, string to, string result)
    {
        var first = "";
        try
        {
            // Within a second of its end, says the contract; the deadline is there to fail, not to wait for.
            await Eventually.TrueAsync(async () =>
            {
                var page = WebUtility.HtmlDecode(await client.GetStringAsync("/call-logs"));
                first = page[page.IndexOf("<tbody", StringComparison.Ordinal)..];
                first = first[..first.IndexOf("</tr>", StringComparison.Ordinal)];
                return first.Contains(from, StringComparison.Ordinal) && first.Contains(to, StringComparison.Ordinal)
                    && first.Contains(result, StringComparison.OrdinalIgnoreCase);
            }, TimeSpan.FromSeconds(3));
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"No call from {from} to {to}, {result}, but: {first}", timeout);
        }
    }
}
