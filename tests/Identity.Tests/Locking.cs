using System.Net;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Locking : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private async Task WrongAsync(string username, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _portal.TryAsync(username, "Wrong-1234!");
        }
    }

    [Fact]
    public async Task Follows_the_third_wrong_try_and_refuses_the_right_password()
    {
        await WrongAsync("anna.admin", 2);
        (await _portal.WordsOfAsync("anna.admin", "Wrong-1234!")).ShouldContain("locked until");
        (await _portal.WordsOfAsync("anna.admin", IdentityPortal.Password)).ShouldContain("locked until");
    }

    [Fact]
    public async Task Says_when_it_ends_and_ends_then()
    {
        await WrongAsync("anna.admin", 3);
        (await _portal.UserAsync("anna.admin")).LockedUntil.ShouldBe(_portal.Clock.GetUtcNow().AddHours(4));
        // The clock of the test says 09:00.
        (await _portal.WordsOfAsync("anna.admin", IdentityPortal.Password)).ShouldContain(" 13:00");

        _portal.Clock.Leap(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        await _portal.WordsOfAsync("anna.admin", IdentityPortal.Password);
        _portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Starts_counting_anew_when_it_has_ended()
    {
        await WrongAsync("anna.admin", 3);
        _portal.Clock.Leap(TimeSpan.FromHours(4));
        await WrongAsync("anna.admin", 2);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Forgets_wrong_tries_after_four_hours()
    {
        await WrongAsync("anna.admin", 2);
        _portal.Clock.Leap(TimeSpan.FromHours(4));
        await WrongAsync("anna.admin", 2);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Forgets_wrong_tries_after_a_right_one()
    {
        await WrongAsync("anna.admin", 2);
        await _portal.TryAsync("anna.admin", IdentityPortal.Password);
        await WrongAsync("anna.admin", 2);
        (await _portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Does_not_tell_whether_the_name_exists()
    {
        await WrongAsync("anna.admin", 3);
        await WrongAsync("nobody.at.all", 3);
        (await _portal.WordsOfAsync("nobody.at.all", "Wrong-1234!")).ShouldBe(await _portal.WordsOfAsync("anna.admin", "Wrong-1234!"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Lets_no_more_than_three_of_many_guesses_at_once_count(bool postgres)
    {
        await using var portal = await IdentityPortal.StartAsync(configure: o => o.Postgres = postgres);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => portal.TryAsync("anna.admin", "Wrong-1234!")));
        var words = await Task.WhenAll(answers.Select(async a => IdentityPortal.Problem(await a.Content.ReadAsStringAsync())));
        words.Count(w => !w.Contains("locked")).ShouldBe(2);
        (await portal.ReadAsync(db => Task.FromResult(db.Tries.Count()))).ShouldBe(3);
    }

    [Fact]
    public async Task Ends_with_force_unlock_by_the_company_administrator_for_those_below()
    {
        await WrongAsync("gary.group", 3);
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await anna.GetStringAsync("/users")).ShouldContain("Force unlock gary.group");

        var gary = await _portal.UserAsync("gary.group");
        (await anna.PostFormAsync("/users?handler=Unlock", new() { ["user"] = gary.Id.ToString() }, "/users")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.TryAsync("gary.group", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Of_a_company_administrator_is_ended_by_the_provider_only()
    {
        var acme = await _portal.CompanyAsync("acme.localhost");
        await _portal.AddAsync("second.admin", new Grant(Role.CompanyAdmin, acme));
        await WrongAsync("anna.admin", 3);
        var id = (await _portal.UserAsync("anna.admin")).Id;

        var second = await _portal.Portal.SignInAsync("second.admin");
        (await second.GetStringAsync("/users")).ShouldNotContain("Force unlock anna.admin");
        await second.PostFormAsync("/users?handler=Unlock", new() { ["user"] = id.ToString() }, "/users");
        (await _portal.UserAsync("anna.admin")).LockedUntil.ShouldNotBeNull();

        var provider = await _portal.Portal.SignInAsync("operator");
        await provider.PostFormAsync("/users?handler=Unlock", new() { ["user"] = id.ToString() }, "/users");
        (await _portal.UserAsync("anna.admin")).LockedUntil.ShouldBeNull();
    }

    [Fact]
    public async Task Of_somebody_in_another_company_is_not_found()
    {
        await WrongAsync("gary.group", 3);
        var bella = await _portal.Portal.SignInAsync("bella.admin");
        var gary = await _portal.UserAsync("gary.group");
        var answer = await bella.PostFormAsync("/users?handler=Unlock", new() { ["user"] = gary.Id.ToString() }, "/users");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _portal.UserAsync("gary.group")).LockedUntil.ShouldNotBeNull();
    }

    [Fact]
    public async Task Is_not_the_only_guard_an_address_has_a_limit_too()
    {
        await using var portal = await IdentityPortal.StartAsync(configure: o => o.Settings["Identity:WrongTriesPerAddress"] = "5");
        for (var i = 0; i < 5; i++)
        {
            (await portal.TryAsync("name" + i, "Wrong-1234!")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        portal.Clock.Advance(TimeSpan.FromMinutes(10));
        (await portal.TryAsync("anna.admin", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
