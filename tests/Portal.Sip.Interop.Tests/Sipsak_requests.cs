using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>sipsak against the exchange.</summary>
public class Sipsak_requests
{
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task OPTIONS_are_answered(string transport)
    {
        await using var exchange = new Exchange();
        var (code, output) = await Sipsak.RunAsync("-v", $"--transport={transport}", "-s", $"sip:{exchange.Server(transport)}");
        code.ShouldBe(0, output);
        output.ShouldContain("SIP/2.0 200 OK");
        output.ShouldContain("Allow: INVITE");
    }

    [Fact]
    public async Task A_user_is_registered_with_the_right_password_and_not_with_another()
    {
        await using var exchange = new Exchange();
        Task<(int ExitCode, string Output)> RegisterAsync(string password) =>
            Sipsak.RunAsync("-U", "-v", "-n", "-H", "127.0.0.1", "-a", password, "-u", "2001", "-x", "300", "-C", "sip:2001@127.0.0.1:5999", "-p", exchange.Server(), "-s", "sip:2001@localhost");

        var (code, output) = await RegisterAsync("guess");
        code.ShouldNotBe(0, output);
        exchange.BindingsOf("2001").ShouldBeEmpty();

        (code, output) = await RegisterAsync("s2001");
        code.ShouldBe(0, output);
        exchange.BindingsOf("2001").ShouldHaveSingleItem().Contact.Port.ShouldBe(5999);
        exchange.Logged.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flood_is_taken()
    {
        await using var exchange = new Exchange();
        var (code, output) = await Sipsak.RunAsync("-F", "-e", "2000", "-s", $"sip:{exchange.Server()}");
        code.ShouldBe(0, output);
        // Loopback may drop some of what nobody paces.
        await Eventually.TrueAsync(() => exchange.Endpoint.Statistics.MessagesReceived > 1000);
        await IsThereAsync(exchange);
        exchange.Logged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_with_random_characters_do_no_harm()
    {
        await using var exchange = new Exchange();
        for (var run = 0; run < 5; run++)
        {
            // It ends, and rightly with a failure, at the first request that is no SIP any more and gets no answer.
            await Sipsak.RunAsync("-R", "-t", "60", "--timer-t1=20", "-s", $"sip:{exchange.Server()}");
        }
        exchange.Endpoint.Statistics.MessagesReceived.ShouldBeGreaterThan(5);
        await IsThereAsync(exchange);
        exchange.Logged.ShouldAllBe(line => !line.Contains("Exception"));
    }

    private static async Task IsThereAsync(Exchange exchange)
    {
        var (code, output) = await Sipsak.RunAsync("-s", $"sip:{exchange.Server()}");
        code.ShouldBe(0, output);
    }
}
