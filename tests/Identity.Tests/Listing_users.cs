using System.Net;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public class Listing_users : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Shows_a_company_administrator_the_own_company_only()
    {
        var html = await (await _portal.Portal.SignInAsync("anna.admin")).GetStringAsync("/users");
        html.ShouldContain("gary.group");
        html.ShouldNotContain("bella.admin");
        html.ShouldNotContain("Olivia");
    }

    [Fact]
    public async Task Shows_an_operator_everybody_and_one_company_at_its_own_address()
    {
        var provider = await _portal.Portal.SignInAsync("operator");
        var all = await provider.GetStringAsync("/users");
        new[] { "anna.admin", "bella.admin", "gary.group", "Olivia" }.ShouldAllBe(n => all.Contains(n));
        var beta = await provider.GetStringAsync($"/companies/{await _portal.CompanyAsync("beta.localhost")}/users");
        beta.ShouldContain("bella.admin");
        beta.ShouldNotContain("anna.admin");
    }

    [Fact]
    public async Task Of_another_company_is_not_found()
    {
        var bella = await _portal.Portal.SignInAsync("bella.admin");
        (await bella.GetAsync($"/companies/{await _portal.CompanyAsync("acme.localhost")}/users")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("?q=GARY", "gary.group", "anna.admin")]
    [InlineData("?role=CompanyAdmin", "anna.admin", "gary.group")]
    [InlineData("?q=%25", "", "gary.group")]
    [InlineData("?state=locked", "", "gary.group")]
    public async Task Is_narrowed_by_search_and_filters(string query, string with, string without)
    {
        // The person's own name stands in the user menu, so somebody else looks.
        var html = await (await _portal.Portal.SignInAsync("operator")).GetStringAsync("/users" + query);
        html.ShouldContain(with);
        html.ShouldNotContain(without);
    }
}
