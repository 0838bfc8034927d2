using System.Net;

namespace Portal.Identity.Tests;

public class Signing_in_by_email : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Works_with_an_address_its_person_has_proved_in_any_case()
    {
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
        (await _portal.TryAsync(" Anna@ACME.example", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Does_not_work_with_an_address_nobody_has_proved_and_says_the_same_as_for_a_stranger()
    {
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: false);
        var words = await _portal.WordsOfAsync("anna@acme.example", IdentityPortal.Password);
        words.ShouldBe(await _portal.WordsOfAsync("nobody@acme.example", IdentityPortal.Password));
        words.ShouldBe(await _portal.WordsOfAsync("nobody.at.all", IdentityPortal.Password));
    }

    [Fact]
    public async Task Ends_with_the_address()
    {
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
        await _portal.ChangeAsync("anna.admin", u => u.Email = "other@acme.example");
        (await _portal.TryAsync("anna@acme.example", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _portal.TryAsync("other@acme.example", IdentityPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Locks_the_account_whichever_name_is_tried()
    {
        await _portal.GiveAddressAsync("anna.admin", "anna@acme.example", verified: true);
        await _portal.TryAsync("anna@acme.example", "Wrong-1234!");
        await _portal.TryAsync("anna.admin", "Wrong-1234!");
        await _portal.TryAsync("anna@acme.example", "Wrong-1234!");
        (await _portal.WordsOfAsync("anna.admin", IdentityPortal.Password)).ShouldContain("locked until");
    }
}
