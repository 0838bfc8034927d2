using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Data;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.TwoStep;
using Portal.Testing;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public partial class The_second_step : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [GeneratedRegex("[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")]
    private static partial Regex RecoveryCodes();

    private static Task<HttpResponseMessage> CodeAsync(HttpClient browser, string code, bool remember = false) =>
        browser.PostFormAsync("/sign-in/code", new() { ["Code"] = code, ["Remember"] = remember ? "true" : "false" });

    private static async Task<bool> IsInAsync(HttpClient browser) => (await browser.GetAsync("/profile")).StatusCode == HttpStatusCode.OK;

    /// <summary>The password is right, and the browser stands before the second step.</summary>
    private async Task<HttpClient> AtTheDoorAsync(string username = "anna.admin", string door = "/sign-in/code")
    {
        var browser = _portal.Browser();
        (await IdentityPortal.TryAsync(browser, username, IdentityPortal.Password)).Headers.Location!.ToString().ShouldBe(door);
        (await IsInAsync(browser)).ShouldBeFalse();
        return browser;
    }

    private async Task<byte[]> WithAppAsync(string username = "anna.admin")
    {
        var secret = Totp.NewSecret();
        var vault = _portal.Portal.Services.GetRequiredService<AuthenticatorVault>();
        await _portal.ChangeAsync(username, u => u.AuthenticatorSecret = vault.Protect(secret));
        return secret;
    }

    private string CodeNow(byte[] secret) => Totp.CodeAt(secret, Totp.StepAt(_portal.Clock.GetUtcNow()));

    [Fact]
    public async Task By_app_lets_in_with_its_code_and_not_with_the_same_code_again()
    {
        var secret = await WithAppAsync();
        var browser = await AtTheDoorAsync();
        var code = CodeNow(secret);
        (await CodeAsync(browser, code)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await IsInAsync(browser)).ShouldBeTrue();

        var second = await AtTheDoorAsync();
        (await CodeAsync(second, code)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await IsInAsync(second)).ShouldBeFalse();
        _portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await CodeAsync(second, CodeNow(secret))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Locks_the_account_after_three_wrong_guesses_whatever_the_password_is_typed_between()
    {
        var secret = await WithAppAsync();
        var wrong = CodeNow(secret) == "000000" ? "111111" : "000000";
        for (var i = 0; i < 3; i++)
        {
            // A right password in between forgives nothing.
            await CodeAsync(await AtTheDoorAsync(), wrong);
        }

        (await _portal.WordsOfAsync("anna.admin", IdentityPortal.Password)).ShouldContain("locked until");
        (await _portal.UserAsync("anna.admin")).LockedUntil.ShouldNotBeNull();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Lets_no_more_than_three_of_many_guesses_at_once_count(bool postgres)
    {
        await using var portal = await IdentityPortal.StartAsync(configure: o => o.Postgres = postgres);
        var secret = Totp.NewSecret();
        await portal.ChangeAsync("anna.admin", u => u.AuthenticatorSecret = portal.Portal.Services.GetRequiredService<AuthenticatorVault>().Protect(secret));
        var browser = portal.Browser();
        await IdentityPortal.TryAsync(browser, "anna.admin", IdentityPortal.Password);
        var right = Totp.CodeAt(secret, Totp.StepAt(portal.Clock.GetUtcNow()));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => CodeAsync(browser, ((int.Parse(right) + i + 1) % 1_000_000).ToString("000000"))));
        (await CodeAsync(browser, right)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await portal.ReadAsync(db => db.Tries.CountAsync())).ShouldBe(3);
    }

    [Fact]
    public async Task Is_not_skipped_by_a_made_up_or_old_cookie()
    {
        var secret = await WithAppAsync();
        (await CodeAsync(_portal.Browser(), CodeNow(secret)).ContinueWith(t => t.IsFaulted || t.Result.Headers.Location?.ToString() == "/sign-in")).ShouldBeTrue();
        var late = await AtTheDoorAsync();
        _portal.Clock.Advance(TimeSpan.FromMinutes(16));
        (await late.GetAsync("/sign-in/code")).Headers.Location!.ToString().ShouldBe("/sign-in");
    }

    [Fact]
    public async Task By_mail_sends_a_code_that_works_once_and_for_ten_minutes()
    {
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
        await _portal.ChangeAsync("anna.admin", u => u.CodeByEmail = true);
        var browser = await AtTheDoorAsync();
        var (mail, text) = await _portal.MailToAsync("anna@acme.example");
        var code = Mailbox.CodeIn(text);
        mail.Subject.ShouldNotContain(code);
        (await CodeAsync(browser, code)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await IsInAsync(browser)).ShouldBeTrue();

        var again = await AtTheDoorAsync();
        (await CodeAsync(again, code)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var second = Mailbox.CodeIn((await _portal.MailToAsync("anna@acme.example", 2)).Text);
        _portal.Clock.Advance(TimeSpan.FromMinutes(10));
        (await CodeAsync(again, second)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task By_mail_sends_no_more_than_five_codes_in_half_an_hour()
    {
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
        await _portal.ChangeAsync("anna.admin", u => u.CodeByEmail = true);
        var browser = await AtTheDoorAsync();
        for (var i = 0; i < 6; i++)
        {
            await browser.PostFormAsync("/sign-in/code?handler=Again", [], "/sign-in/code");
        }

        await _portal.MailToAsync("anna@acme.example", 5);
        (await _portal.MailsToAsync("anna@acme.example")).ShouldBe(5);
    }

    [Fact]
    public async Task Is_not_asked_again_on_a_trusted_device_for_thirty_days()
    {
        var secret = await WithAppAsync();
        var browser = await AtTheDoorAsync();
        await CodeAsync(browser, CodeNow(secret), remember: true);
        async Task<string> SignInAgainAsync()
        {
            await browser.PostFormAsync("/sign-out", [], "/profile");
            return (await IdentityPortal.TryAsync(browser, "anna.admin", IdentityPortal.Password)).Headers.Location!.ToString();
        }

        (await SignInAgainAsync()).ShouldBe("/start");
        await AtTheDoorAsync();
        await _portal.Portal.ChangeAsSystemAsync(async services =>
        {
            var db = services.GetRequiredService<IdentityDb>();
            (await db.TrustedDevices.SingleAsync()).ExpiresAt.ShouldBe(_portal.Clock.GetUtcNow().AddDays(30));
            await db.TrustedDevices.ExecuteUpdateAsync(u => u.SetProperty(d => d.ExpiresAt, _portal.Clock.GetUtcNow()));
        });
        (await SignInAgainAsync()).ShouldBe("/sign-in/code");
    }

    [Fact]
    public async Task Is_asked_again_on_a_trusted_device_after_a_new_password()
    {
        var secret = await WithAppAsync();
        var browser = await AtTheDoorAsync();
        await CodeAsync(browser, CodeNow(secret), remember: true);
        await browser.PostFormAsync("/password", new() { ["PresentPassword"] = IdentityPortal.Password, ["NewPassword"] = "Fresh-5678!", ["RepeatPassword"] = "Fresh-5678!" });
        await browser.PostFormAsync("/sign-out", [], "/profile");
        (await IdentityPortal.TryAsync(browser, "anna.admin", "Fresh-5678!")).Headers.Location!.ToString().ShouldBe("/sign-in/code");
    }

    [Fact]
    public async Task Of_a_company_is_set_up_at_the_next_sign_in_and_opens_nothing_before()
    {
        var acme = await _portal.CompanyAsync("acme.localhost");
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await anna.PostFormAsync($"/companies/{acme}/sign-in", new() { ["SecondStep"] = "true" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var gary = await AtTheDoorAsync("gary.group", "/sign-in/set-up");
        var html = await gary.GetStringAsync("/sign-in/set-up");
        html.ShouldContain("<svg class=\"qr\"");
        var key = Regex.Match(html, "data-copy>([A-Z2-7 ]+)<").Groups[1].Value.Replace(" ", "");
        var done = await gary.PostFormAsync("/sign-in/set-up", new() { ["Code"] = Totp.CodeAt(FromBase32(key), Totp.StepAt(_portal.Clock.GetUtcNow())) });
        var codes = RecoveryCodes().Matches(await done.Content.ReadAsStringAsync()).Select(m => m.Value).Distinct().ToArray();
        codes.Length.ShouldBe(10);
        (await IsInAsync(gary)).ShouldBeTrue();

        // A recovery code replaces the app, once, however it is typed.
        var lost = await AtTheDoorAsync("gary.group");
        (await CodeAsync(lost, codes[3].ToLowerInvariant().Replace("-", " "))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await IsInAsync(lost)).ShouldBeTrue();
        (await CodeAsync(await AtTheDoorAsync("gary.group"), codes[3])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        // Other companies go on as before.
        (await _portal.TryAsync("bella.admin", IdentityPortal.Password)).Headers.Location!.ToString().ShouldBe("/start");
        var audit = await _portal.AuditTextAsync();
        codes.ShouldAllBe(c => !audit.Contains(c));
        audit.ShouldNotContain(key);
        audit.ShouldContain("sign_in_rules");
    }

    [Fact]
    public async Task Is_set_up_and_ended_by_its_person_with_the_password_only()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var html = await anna.GetStringAsync("/security/authenticator");
        var secret = FromBase32(Regex.Match(html, "data-copy>([A-Z2-7 ]+)<").Groups[1].Value.Replace(" ", ""));
        var sealedSecret = Regex.Match(html, "name=\"Sealed\" value=\"([^\"]+)\"").Groups[1].Value;
        Task<HttpResponseMessage> UseAsync(string password) => anna.PostFormAsync("/security/authenticator",
            new() { ["Code"] = CodeNow(secret), ["Password"] = password, ["Sealed"] = WebUtility.HtmlDecode(sealedSecret) });
        (await UseAsync("Wrong-1234!")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _portal.UserAsync("anna.admin")).AuthenticatorSecret.ShouldBeNull();
        RecoveryCodes().Matches(await (await UseAsync(IdentityPortal.Password)).Content.ReadAsStringAsync()).Count.ShouldBe(10);
        await AtTheDoorAsync();

        await anna.PostFormAsync("/security?handler=EndApp", new() { ["EndPassword"] = "Wrong-1234!" }, "/security");
        await AtTheDoorAsync();
        (await anna.PostFormAsync("/security?handler=EndApp", new() { ["EndPassword"] = IdentityPortal.Password }, "/security")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).Headers.Location!.ToString().ShouldBe("/start");
    }

    [Fact]
    public async Task Is_taken_off_by_somebody_above_for_who_lost_everything()
    {
        await WithAppAsync("gary.group");
        var page = $"/users/{(await _portal.UserAsync("gary.group")).Id}/login";
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await anna.PostFormAsync(page + "?handler=ResetSecondStep", [], page)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("gary.group", IdentityPortal.Password)).Headers.Location!.ToString().ShouldBe("/start");
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}

public class Codes_of_an_authenticator_app
{
    // RFC 6238, appendix B.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Are_those_of_the_standard(long seconds, string code) =>
        Totp.CodeAt("12345678901234567890"u8.ToArray(), Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)), 8).ShouldBe(code);

    [Fact]
    public void Are_written_for_typing_as_apps_read_it() =>
        Totp.Base32("12345678901234567890"u8.ToArray()).ShouldBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void May_be_half_a_minute_off(int steps, bool fits)
    {
        var (secret, now) = (Totp.NewSecret(), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        (Totp.Match(secret, Totp.CodeAt(secret, Totp.StepAt(now) + steps), now, null) is not null).ShouldBe(fits);
    }
}
