using Microsoft.Playwright;
using Portal.Sip.Authentication;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>sip.js in Chromium, over WebSocket (RFC 7118).</summary>
public class Telephones_in_browsers
{
    // sip.js reads the first challenge only, and knows MD5 only.
    private static readonly DigestOptions Md5 = new() { Algorithms = [DigestAlgorithm.Md5] };

    private static async Task<IPage> OpenAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.WaitForFunctionAsync("window.ready === true");
        return page;
    }

    private static Task<int> RegisterAsync(IPage page, Exchange exchange, string user, string password) =>
        page.EvaluateAsync<int>("([user, password, server]) => register(user, password, server)", new[] { user, password, $"ws://{exchange.Server("ws")}" });

    [Fact]
    public async Task Register_and_call_each_other()
    {
        await using var exchange = new Exchange(digest: Md5, webSocket: true);
        await using var site = new SoftphoneSite();
        await using var context = await Chromium.OpenAsync(site.Address);
        var (caller, called) = (await OpenAsync(context), await OpenAsync(context));
        (await RegisterAsync(caller, exchange, "2001", Exchange.PasswordOf("2001"))).ShouldBe(200);
        (await RegisterAsync(called, exchange, "2002", Exchange.PasswordOf("2002"))).ShouldBe(200);
        var binding = exchange.BindingsOf("2002").ShouldHaveSingleItem();
        binding.Contact.Host.ShouldEndWith(".invalid");
        binding.Flow.Transport.ShouldBe(SipTransportKind.Ws);

        await caller.EvaluateAsync("dial('2002')");
        await caller.WaitForFunctionAsync("window.state === 'Established'");
        await called.WaitForFunctionAsync("window.state === 'Established'");
        await called.EvaluateAsync("hangUp()");
        await caller.WaitForFunctionAsync("window.state === 'Terminated'");
        await exchange.IsQuietAsync();

        await called.EvaluateAsync("unregister()");
        await Eventually.TrueAsync(() => exchange.BindingsOf("2002").Count == 0);
    }

    [Fact]
    public async Task Are_refused_with_a_wrong_password()
    {
        await using var exchange = new Exchange(digest: Md5, webSocket: true);
        await using var site = new SoftphoneSite();
        await using var context = await Chromium.OpenAsync(site.Address);
        (await RegisterAsync(await OpenAsync(context), exchange, "2001", "guess")).ShouldBe(403);
        exchange.BindingsOf("2001").ShouldBeEmpty();
    }
}
