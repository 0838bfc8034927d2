using System.Net;

namespace Portal.Web.Tests;

public class Errors
{
    [Theory]
    [InlineData("anna", "/nowhere", 404, "Not here, or not yours to see")]
    [InlineData("anna", "/people/999", 404, "Not here, or not yours to see")]
    [InlineData("john", "/people", 403, "Not yours to do")]
    [InlineData("anna", "/boom", 500, "Something went wrong on our side")]
    public async Task Are_pages_with_plain_words_and_their_own_status(string user, string path, int status, string heading)
    {
        var answer = await (await PortalHost.GetAsync()).Visit(user).GetAsync(path);

        ((int)answer.StatusCode).ShouldBe(status);
        var page = await Visitor.ReadAsync(answer);
        page.QuerySelector("h1")!.TextContent.ShouldBe(heading);
        (page.QuerySelector("code") is not null).ShouldBe(status == 500, "a reference is given where there is something to look up");
    }

    [Fact]
    public async Task Show_nothing_of_what_was_thrown()
    {
        var answer = await (await PortalHost.GetAsync()).Visit("anna").GetAsync("/boom");

        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("On purpose");
    }

    [Fact]
    public async Task Are_bare_for_a_client_that_reads_no_pages()
    {
        var answer = await (await PortalHost.GetAsync()).Visit("anna").GetAsync("/nowhere", ("Accept", "*/*"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/nowhere", 404), InlineData("/boom", 500)]
    public async Task Are_toasts_for_htmx_so_that_the_page_stays_as_it_is(string path, int status)
    {
        var answer = await (await PortalHost.GetAsync()).Visit("anna").GetWithHtmxAsync(path);

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
        answer.Headers.GetValues("HX-Trigger").ShouldHaveSingleItem().ShouldContain("portal:toasts");
    }

    [Fact]
    public async Task Say_what_to_do_when_a_form_is_refused_for_its_token()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var fields = Visitor.Fill(await visitor.PageAsync("/people/5/edit"), "#main-form");
        fields.Remove("__RequestVerificationToken");

        var answer = await visitor.PostAsync("/people/5/edit", fields);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Visitor.ReadAsync(answer)).QuerySelector("h1")!.TextContent.ShouldBe("This form was open for too long");
    }
}
