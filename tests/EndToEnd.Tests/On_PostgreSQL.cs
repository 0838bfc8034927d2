using System.Net;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.TestHost;

namespace Portal.EndToEnd.Tests;

/// <summary>The same product on the other database: people, a setting, registrations, calls, and all of it again after a kill.</summary>
public class On_PostgreSQL
{
    [Fact]
    public async Task Everything_works_and_survives_a_kill()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        using var folder = new TemporaryFolder();
        string[] settings = ["--Data:Provider", "postgresql", "--Data:ConnectionString", database];
        await using (var portal = await PortalProcess.StartDemoAsync(folder.Path, settings))
        {
            await using var phone = await Sipp.StartAsync(new SippRun("answer") { Calls = 10 });
            await RegisterAsync(portal, phone);
            using var john = await portal.SignInAsync("john.smith");
            (await john.PostFormAsync("/forwarding", new() { ["Destination"] = "2002" })).StatusCode
                .ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.SeeOther, HttpStatusCode.OK);
            // 2003 calls 2001, whose calls go to 2002.
            await CallAsync(portal, "2001");
            using var anna = await portal.SignInAsync("anna.admin");
            await ShowsAsync(anna, "/call-logs?q=2003", "Answered");
            await ShowsAsync(anna, "/registrations", "2002@acme.localhost");
            await ShowsAsync(anna, "/employees?q=SMITH", "John Smith");
            await ShowsAsync(anna, "/search?q=smith", "John Smith");
            await ShowsAsync(anna, "/audit-log", "forwarding");
            // Registrations are written behind, within a second.
            await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
            await portal.KillAsync();
        }

        await using var again = await PortalProcess.StartDemoAsync(folder.Path, settings);
        using var admin = await again.SignInAsync("anna.admin");
        await ShowsAsync(admin, "/registrations", "2002@acme.localhost");
        await ShowsAsync(admin, "/forwarding/diverted", "2001");
        await ShowsAsync(admin, "/call-logs?q=2003", "Answered");
    }

    private static async Task RegisterAsync(PortalProcess portal, Sipp phone)
    {
        var registered = await Sipp.RunAsync(new SippRun("register", $"127.0.0.1:{portal.Sip}")
        {
            Calls = 2,
            Users = [SippRun.User("2003", "acme.localhost", "sip-2003"), SippRun.User("2002", "acme.localhost", "sip-2002")],
            Keys = new Dictionary<string, string> { ["contact"] = $"{phone.Port}" },
        });
        registered.Failed.ShouldBe(0, registered.ToString());
    }

    private static async Task CallAsync(PortalProcess portal, string number)
    {
        var calls = await Sipp.RunAsync(new SippRun("call", $"127.0.0.1:{portal.Sip}")
        {
            Calls = 3,
            Users = [SippRun.User("2003", "acme.localhost", "sip-2003", number)],
        });
        (calls.Successful, calls.Failed).ShouldBe((3, 0), calls + portal.Output);
    }

    private static Task ShowsAsync(HttpClient client, string path, string text) => Eventually.TrueAsync(async () =>
    {
        var answer = await client.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();
        var main = page.IndexOf("<main", StringComparison.Ordinal);
        return answer.IsSuccessStatusCode && page[Math.Max(0, main)..].Contains(text, StringComparison.Ordinal);
    }, TimeSpan.FromSeconds(5), $"{path} shows {text}");
}
