using System.Net;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Sessions : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task End_with_a_post_and_not_with_a_link()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        await anna.GetAsync("/sign-out");
        (await anna.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await anna.PostFormAsync("/sign-out", [], "/profile");
        (await anna.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task End_at_once_when_the_account_is_disabled()
    {
        var bella = await _portal.Portal.SignInAsync("bella.admin");
        (await bella.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await _portal.ChangeAsync("bella.admin", u => u.Disabled = true);

        (await bella.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("bella.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task End_everywhere_else_when_the_password_changes()
    {
        var here = await _portal.Portal.SignInAsync("anna.admin");
        var elsewhere = await _portal.Portal.SignInAsync("anna.admin");
        (await elsewhere.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var answer = await ChangeAsync(here, IdentityPortal.Password, "Fresh-5678!");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        (await here.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/profile")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _portal.TryAsync("anna.admin", "Fresh-5678!")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Do_not_take_the_present_or_the_previous_password_again()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        IdentityPortal.Problem(await (await ChangeAsync(anna, IdentityPortal.Password, IdentityPortal.Password)).Content.ReadAsStringAsync())
            .ShouldContain("previous");
        (await ChangeAsync(anna, IdentityPortal.Password, "Fresh-5678!")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var back = await ChangeAsync(anna, "Fresh-5678!", IdentityPortal.Password);
        back.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        IdentityPortal.Problem(await back.Content.ReadAsStringAsync()).ShouldContain("previous");
    }

    [Theory]
    [InlineData("weakpass", "weakpass", "upper-case")]
    [InlineData("Fresh-5678!", "Other-5678!", "differ")]
    public async Task Refuse_a_weak_or_mistyped_new_password(string password, string repeated, string reason)
    {
        var gary = await _portal.Portal.SignInAsync("gary.group");
        var answer = await ChangeAsync(gary, IdentityPortal.Password, password, repeated);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        IdentityPortal.Problem(await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
    }

    [Fact]
    public async Task Count_a_wrong_present_password_towards_the_lock()
    {
        var gary = await _portal.Portal.SignInAsync("gary.group");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await ChangeAsync(gary, "Wrong-1234!", "Fresh-5678!")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await _portal.UserAsync("gary.group")).LockedUntil.ShouldNotBeNull();
        (await ChangeAsync(gary, IdentityPortal.Password, "Fresh-5678!")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, string present, string fresh, string? repeated = null) =>
        client.PostFormAsync("/profile", new()
        {
            ["PresentPassword"] = present,
            ["NewPassword"] = fresh,
            ["RepeatPassword"] = repeated ?? fresh,
        });
}
