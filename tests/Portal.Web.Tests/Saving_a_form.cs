using System.Net;
using Portal.Web.Tests.Demo;

namespace Portal.Web.Tests;

public class Saving_a_form
{
    [Fact]
    public async Task Leads_on_and_says_what_was_saved_once()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var fields = Visitor.Fill(await visitor.PageAsync("/people/10/edit"), "#main-form", ("Input.Surname", "Baker"));

        var answer = await visitor.PostAsync("/people/10/edit", fields);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/people/10");
        (await visitor.PageAsync("/people/10")).QuerySelector("[data-toast]")!.TextContent.ShouldContain("Baker is saved.");
        (await visitor.PageAsync("/people/10")).QuerySelector("[data-toast]").ShouldBeNull();
    }

    [Fact]
    public async Task Twice_saves_once_and_leads_to_the_same_place()
    {
        var host = await PortalHost.GetAsync();
        var visitor = host.Visit("anna");
        var fields = Visitor.Fill(await visitor.PageAsync("/people/11/edit"), "#main-form", ("Input.Surname", "Cook"));

        var answers = await Task.WhenAll(visitor.PostAsync("/people/11/edit", fields), visitor.PostAsync("/people/11/edit", fields));
        var late = await visitor.PostAsync("/people/11/edit", fields);

        answers.Append(late).Select(a => a.Headers.Location?.OriginalString).ShouldBe(["/people/11", "/people/11", "/people/11"]);
        host.Service<People>().Find(11)!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Refused_keeps_what_was_typed_and_says_why_beside_the_field()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var first = await visitor.PageAsync("/people/12/edit");
        var fields = Visitor.Fill(first, "#main-form", ("Input.FirstName", ""), ("Input.Number", "12345678"), ("Input.Notes", "<b>O'Neil & \"sons\"</b>"));

        var answer = await visitor.PostAsync("/people/12/edit", fields);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await Visitor.ReadAsync(answer);
        page.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")).ShouldBe(["#Input_FirstName", "#Input_Number"]);
        var number = page.QuerySelector("#Input_Number")!;
        number.GetAttribute("value").ShouldBe("12345678");
        number.GetAttribute("aria-invalid").ShouldBe("true");
        page.QuerySelector("#" + number.GetAttribute("aria-describedby")!.Split(' ')[1])!.TextContent.ShouldContain("3 to 6 digits");
        page.QuerySelector("#Input_Notes")!.TextContent.Trim().ShouldBe("<b>O'Neil & \"sons\"</b>");
        Visitor.Fill(page, "#main-form")["__once"].ShouldNotBe(fields["__once"]);
    }

    [Fact]
    public async Task Refused_by_a_rule_of_the_module_says_so_beside_its_field_and_may_be_sent_again()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var fields = Visitor.Fill(await visitor.PageAsync("/people/13/edit"), "#main-form", ("Input.Number", "2001"));

        var page = await Visitor.ReadAsync(await visitor.PostAsync("/people/13/edit", fields));

        page.QuerySelector("#Input_Number-error")!.TextContent.ShouldContain("belongs to someone else");
        var again = await visitor.PostAsync("/people/13/edit", Visitor.Fill(page, "#main-form", ("Input.Number", "2913")));
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task That_somebody_else_changed_meanwhile_tells_so_keeps_the_entries_and_lets_save_anyway()
    {
        var host = await PortalHost.GetAsync();
        var (anna, olivia) = (host.Visit("anna"), host.Visit("operator"));
        var hers = Visitor.Fill(await anna.PageAsync("/people/14/edit"), "#main-form", ("Input.Site", "Leeds"));
        var other = Visitor.Fill(await olivia.PageAsync("/people/14/edit"), "#main-form", ("Input.Surname", "Taylor"), ("Input.Site", "London"));
        (await anna.PostAsync("/people/14/edit", hers)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var answer = await olivia.PostAsync("/people/14/edit", other);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await Visitor.ReadAsync(answer);
        page.QuerySelector(".conflict .notice-title")!.TextContent.ShouldBe("Anna Admin changed this at 10:42.");
        page.QuerySelectorAll(".conflict-table tbody td").Select(c => c.TextContent).ShouldBe(["Leeds", "London"]);
        page.QuerySelector("#Input_Surname")!.GetAttribute("value").ShouldBe("Taylor");
        host.Service<People>().Find(14)!.Name.ShouldNotContain("Taylor");

        (await olivia.PostAsync("/people/14/edit", Visitor.Fill(page, "#main-form"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        host.Service<People>().Find(14)!.Name.ShouldContain("Taylor");
    }

    [Fact]
    public async Task From_htmx_answers_with_the_toast_in_a_header_and_says_where_to_undo_it()
    {
        var visitor = (await PortalHost.GetAsync()).Visit("anna");
        var fields = Visitor.Fill(await visitor.PageAsync("/people/15"), "#forwarding form");

        var part = await visitor.PostAsync("/people/15?handler=Switch", fields, ("HX-Request", "true"));
        var whole = await visitor.PostAsync("/people/15?handler=Switch", fields);

        part.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var trigger = part.Headers.GetValues("HX-Trigger").ShouldHaveSingleItem();
        trigger.ShouldContain("Forwarding to 2002 is on.");
        trigger.ShouldContain("/people/15?handler=Undo");
        whole.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.PageAsync("/people/15")).QuerySelector("[data-toast] form")!.GetAttribute("action").ShouldBe("/people/15?handler=Undo");
    }

    [Fact]
    public async Task Never_sends_a_password_back()
    {
        var visitor = (await PortalHost.GetAsync()).Visit();
        var page = await visitor.PageAsync("/sign-in");

        page.QuerySelector("#Password")!.GetAttribute("type").ShouldBe("password");
        page.QuerySelector("#Password")!.HasAttribute("value").ShouldBeFalse();
    }
}
