using System.Net;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Passwords_growing_old : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    /// <summary>As if the password had been set so long ago: turning the clock over months would run every timer of the portal.</summary>
    private static Task AgeAsync(IdentityPortal portal, double days) =>
        portal.ChangeAsync("anna.admin", u => u.PasswordChangedAt = portal.Clock.GetUtcNow().AddDays(-days));

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData(75, null)]
    [InlineData(76, "Your password expires in 14 days.")]
    [InlineData(89, "Your password expires tomorrow.")]
    public async Task Say_so_on_every_page_in_the_last_fortnight(int days, string? words)
    {
        await AgeAsync(_portal, days);
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        foreach (var page in new[] { "/profile", "/users" })
        {
            var html = await anna.GetStringAsync(page);
            if (words is null)
            {
                html.ShouldNotContain("Your password expires");
            }
            else
            {
                html.ShouldContain(words);
            }
        }
    }

    [Fact]
    public async Task Lead_from_everywhere_to_a_new_one_after_ninety_days()
    {
        var session = await _portal.Portal.SignInAsync("anna.admin");
        await AgeAsync(_portal, 90);
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        foreach (var page in new[] { "/", "/users", "/profile", "/security", "/companies" })
        {
            (await anna.GetAsync(page)).Headers.Location?.ToString().ShouldBe("/password", page);
        }

        (await anna.GetStringAsync("/password")).ShouldContain("Your password has expired");
        var same = await anna.PostFormAsync("/password", new() { ["PresentPassword"] = IdentityPortal.Password, ["NewPassword"] = IdentityPortal.Password, ["RepeatPassword"] = IdentityPortal.Password });
        (await same.Content.ReadAsStringAsync()).ShouldContain("previous password");
        var changed = await anna.PostFormAsync("/password", new() { ["PresentPassword"] = IdentityPortal.Password, ["NewPassword"] = "Fresh-5678!", ["RepeatPassword"] = "Fresh-5678!" });
        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anna.GetAsync("/users")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await session.GetAsync("/users")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Expire_while_one_is_signed_in()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        await AgeAsync(_portal, 90 - 1.0 / 24);
        (await anna.GetAsync("/users")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _portal.Clock.Leap(TimeSpan.FromHours(1));
        (await anna.GetAsync("/users")).Headers.Location!.ToString().ShouldBe("/password");
    }

    [Fact]
    public async Task Let_one_sign_out()
    {
        await AgeAsync(_portal, 91);
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await anna.PostFormAsync("/sign-out", [], "/password")).Headers.Location!.ToString().ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Never_do_where_the_installation_says_so()
    {
        await using var portal = await IdentityPortal.StartAsync(configure: o => o.Settings["Identity:PasswordDays"] = "0");
        await AgeAsync(portal, 1000);
        (await (await portal.Portal.SignInAsync("anna.admin")).GetAsync("/users")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
