namespace Portal.Extensions.Tests;

public class Sending_forms(ExtensionsPortal portal)
{
    [Theory]
    [InlineData("/employees/new")]
    [InlineData("/employees")]
    public async Task Carries_one_antiforgery_token_each(string address)
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        var forms = (await ExtensionsPortal.PageAsync(client, address)).QuerySelectorAll("form[method=post]");
        forms.ShouldNotBeEmpty();
        forms.ShouldAllBe(f => f.QuerySelectorAll("input[name=__RequestVerificationToken]").Length == 1);
    }
}
