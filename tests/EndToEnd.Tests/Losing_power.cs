using System.Net;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.TestHost;

namespace Portal.EndToEnd.Tests;

/// <summary>SIGKILL in the middle of calls and saves, then the same data folder again.</summary>
public class Losing_power
{
    [Fact]
    public async Task Loses_no_saved_change_and_no_call_that_had_ended()
    {
        using var folder = new TemporaryFolder();
        var saved = new List<string>();
        long finished;
        await using (var portal = await PortalProcess.StartDemoAsync(folder.Path))
        {
            await using var phone = await Sipp.StartAsync(new SippRun("answer") { Calls = 1000 });
            await RegisterAsync(portal, phone);
            await using var calls = await Sipp.StartAsync(new SippRun("call", $"127.0.0.1:{portal.Sip}")
            {
                Calls = 1000,
                Rate = 25,
                Talk = TimeSpan.FromMilliseconds(300),
                Users = [SippRun.User("2001", "acme.localhost", "sip-2001", "2002")],
            });
            using var admin = await portal.SignInAsync("anna.admin");
            var site = (await portal.ValueAsync("SELECT Id FROM tenancy_sites WHERE Name = 'London'"))!.ToString()!.ToLowerInvariant();
            // Saves go on while calls come and go; each is remembered only once the page has said that it is saved.
            for (var i = 0; i < 12; i++)
            {
                var name = $"Kill{(char)('A' + i)}";
                var answer = await admin.PostFormAsync("/employees/new", new()
                {
                    ["Input.Site"] = site, ["Input.FirstName"] = name, ["Input.LastName"] = "Nine", ["Input.Username"] = $"kill.nine{i}", ["Input.Extension"] = $"{3100 + i}",
                });
                answer.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.SeeOther], await answer.Content.ReadAsStringAsync());
                saved.Add(name);
            }

            await Eventually.TrueAsync(async () => await portal.CountCallsAsync() >= 20);
            finished = await portal.CountCallsAsync();
            await portal.KillAsync();
        }

        await using var again = await PortalProcess.StartDemoAsync(folder.Path);
        (await again.ValueAsync("PRAGMA integrity_check")).ShouldBe("ok");
        (await again.CountCallsAsync()).ShouldBeGreaterThanOrEqualTo(finished);
        foreach (var name in saved)
        {
            (await again.ScalarAsync($"SELECT count(*) FROM extensions_employees WHERE FirstName = '{name}'")).ShouldBe(1, name);
        }

        // Registrations survive: a telephone that was registered can be called without registering again.
        (await again.ScalarAsync("SELECT count(*) FROM devices_bindings")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_call_that_ended_more_than_a_second_before_is_not_lost()
    {
        using var folder = new TemporaryFolder();
        await using (var portal = await PortalProcess.StartDemoAsync(folder.Path))
        {
            await using var phone = await Sipp.StartAsync(new SippRun("answer") { Calls = 10 });
            await RegisterAsync(portal, phone);
            var calls = await Sipp.RunAsync(new SippRun("call", $"127.0.0.1:{portal.Sip}")
            {
                Calls = 10,
                Rate = 20,
                Users = [SippRun.User("2001", "acme.localhost", "sip-2001", "2002")],
            });
            (calls.Successful, calls.Failed).ShouldBe((10, 0), calls.ToString());
            // The promise is a second; this is the one place where the passing of time itself is the subject.
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            await portal.KillAsync();
        }

        await using var again = await PortalProcess.StartDemoAsync(folder.Path);
        await Eventually.TrueAsync(async () => await again.CountCallsAsync() == 10);
    }

    private static async Task RegisterAsync(PortalProcess portal, Sipp phone)
    {
        var registered = await Sipp.RunAsync(new SippRun("register", $"127.0.0.1:{portal.Sip}")
        {
            Calls = 2,
            Users = [SippRun.User("2001", "acme.localhost", "sip-2001"), SippRun.User("2002", "acme.localhost", "sip-2002")],
            Keys = new Dictionary<string, string> { ["contact"] = $"{phone.Port}" },
        });
        registered.Failed.ShouldBe(0, registered.ToString());
    }
}
