using System.Net;

namespace Portal.Web.Tests;

public class Unsafe_requests
{
    [Theory]
    [InlineData("/people/5/edit"), InlineData("/theme"), InlineData("/guarded"), InlineData("/people/5?handler=Switch")]
    public async Task Are_refused_without_the_anti_forgery_token(string path)
    {
        var answer = await (await PortalHost.GetAsync()).Visit("anna").PostAsync(path, []);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Are_refused_with_the_token_of_somebody_else()
    {
        var host = await PortalHost.GetAsync();
        var fields = Visitor.Fill(await host.Visit("operator").PageAsync("/people/5/edit"), "#main-form");

        (await host.Visit("anna").PostAsync("/people/5/edit", fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task May_carry_the_token_in_the_header_as_htmx_does()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var token = (await visitor.PageAsync("/people")).QuerySelector("meta[name=csrf-token]")!.GetAttribute("content")!;

        (await visitor.PostAsync("/guarded", [], ("RequestVerificationToken", token))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_machines_are_let_through_where_the_endpoint_says_so()
    {
        (await (await PortalHost.GetAsync()).Visit("anna").PostAsync("/unguarded", [])).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
