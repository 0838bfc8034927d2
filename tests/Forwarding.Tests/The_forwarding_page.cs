using System.Net;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Forwarding.Tests;

public class The_forwarding_page(ForwardingPortal at)
{
    [Fact]
    public async Task Turns_forwarding_on_for_oneself_and_says_so()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        using var client = at.Portal.ClientFor(Colleagues.Self(john));

        var answer = await client.PostFormAsync("/forwarding", new() { ["Destination"] = jane.Number });

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await ForwardingPortal.HtmlAsync(client, answer.Headers.Location!.ToString());
        page.Body!.TextContent.ShouldContain($"Forwarding to {jane.Number} is on. Calls arrive there now.");
        page.QuerySelector("#forwarding")!.TextContent.ShouldContain($"{jane.Number} (Jane Jones)");
        page.QuerySelector("[data-toast] form")!.GetAttribute("action")!.ShouldStartWith("/forwarding?handler=Undo&on=false");
    }

    [Fact]
    public async Task Takes_a_change_back()
    {
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        using var client = at.Portal.ClientFor(at.People.Anna);
        await at.SetAsync(john, jane);
        await client.PostFormAsync(ForwardingPortal.Page(john), new() { ["Destination"] = mary.Number });
        var undo = (await ForwardingPortal.HtmlAsync(client, ForwardingPortal.Page(john))).QuerySelector("[data-toast] form")!.GetAttribute("action")!;

        (await client.PostFormAsync(undo, [], ForwardingPortal.Page(john))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        at.Ask(mary, john).Call.Target.ShouldBe(jane.Number);
        // A second time there is something newer, which stays.
        await client.PostFormAsync(undo, [], ForwardingPortal.Page(john));
        at.Ask(mary, john).Call.Target.ShouldBe(jane.Number);
    }

    [Fact]
    public async Task Answers_htmx_with_the_part_that_changed_and_everyone_else_with_the_page()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        using var client = at.Portal.ClientFor(at.People.Anna);
        (await client.GetStringAsync(ForwardingPortal.Page(john))).ShouldStartWith("<!doctype html>");

        client.DefaultRequestHeaders.Add("HX-Request", "true");
        (await client.GetStringAsync(ForwardingPortal.Page(john))).ShouldStartWith("<div id=\"forwarding\"");
        var page = await PlainAsync(john);
        var answer = await PostAsync(client, ForwardingPortal.Page(john), page, ("Destination", jane.Number), ("Version", "0"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("<div id=\"forwarding\"");
        answer.Headers.GetValues("HX-Trigger").Single().ShouldContain("Calls arrive there now.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Shows_a_refusal_beside_the_field_and_keeps_what_was_typed(bool htmx)
    {
        var john = at.People.Add("John Smith");
        using var client = at.Portal.ClientFor(at.People.Anna);
        if (htmx)
        {
            client.DefaultRequestHeaders.Add("HX-Request", "true");
        }

        var answer = await PostAsync(client, ForwardingPortal.Page(john), await PlainAsync(john), ("Destination", "4711"), ("Version", "0"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await ForwardingPortal.HtmlAsync(answer);
        page.QuerySelector("#Destination-error")!.TextContent.ShouldContain("Nobody here has the extension 4711.");
        page.QuerySelector("#Destination")!.GetAttribute("value").ShouldBe("4711");
        (page.QuerySelector(".topbar") is null).ShouldBe(htmx);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tells_the_second_of_two_editors(bool htmx)
    {
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        using var client = at.Portal.ClientFor(at.People.Anna);
        var opened = await PlainAsync(john);
        await at.SetAsync(john, jane);
        if (htmx)
        {
            client.DefaultRequestHeaders.Add("HX-Request", "true");
        }

        var answer = await PostAsync(client, ForwardingPortal.Page(john), opened, ("Destination", mary.Number), ("Version", "0"));

        ((int)answer.StatusCode).ShouldBeOneOf(409, 422);
        var page = await ForwardingPortal.HtmlAsync(answer);
        page.Body!.TextContent.ShouldContain("Somebody else changed the forwarding of John Smith meanwhile.");
        page.QuerySelector("#Destination")!.GetAttribute("value").ShouldBe(mary.Number, "what was typed is kept");
        page.QuerySelector("input[name=Version]")!.GetAttribute("value").ShouldBe("1");
        at.Ask(mary, john).Call.Target.ShouldBe(jane.Number);
    }

    [Fact]
    public async Task Sent_twice_changes_once()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        using var client = at.Portal.ClientFor(at.People.Anna);
        var opened = await PlainAsync(john);

        var first = await PostAsync(client, ForwardingPortal.Page(john), opened, ("Destination", jane.Number), ("Version", "0"));
        var second = await PostAsync(client, ForwardingPortal.Page(john), opened, ("Destination", jane.Number), ("Version", "0"));

        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        second.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Is_a_resource_that_can_be_put_and_deleted()
    {
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        using var client = at.Portal.ClientFor(Colleagues.Self(john));
        var opened = await PlainAsync(john);

        (await SendAsync(HttpMethod.Put, ("Destination", jane.Number))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        at.Ask(mary, john).Call.Target.ShouldBe(jane.Number);
        (await SendAsync(HttpMethod.Delete)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        at.Ask(mary, john).Call.Target.ShouldBe(john.Number);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, params (string, string)[] fields) =>
            await client.SendAsync(new HttpRequestMessage(method, ForwardingPortal.Page(john)) { Content = await FormAsync(client, ForwardingPortal.Page(john), fields) });
    }

    [Fact]
    public async Task Is_not_found_outside_the_viewers_reach()
    {
        var john = at.People.Add("John Smith", site: at.People.London);
        foreach (var stranger in new[] { at.People.Bella, at.People.GaryOfLeeds, Colleagues.Self(at.People.Add("Jane Jones")) })
        {
            using var client = at.Portal.ClientFor(stranger);
            (await client.GetAsync(ForwardingPortal.Page(john))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Of_an_administrator_without_an_extension_is_the_list_of_diverted_ones()
    {
        var (john, jane) = (at.People.Add("Ivo Inlist"), at.People.Add("Jane Jones"));
        await at.SetAsync(john, jane);
        using var client = at.Portal.ClientFor(at.People.Anna);

        (await client.GetAsync("/forwarding")).Headers.Location!.ToString().ShouldBe("/forwarding/diverted");
        var list = await ForwardingPortal.HtmlAsync(client, "/forwarding/diverted?q=inlist");
        list.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain(jane.Number);

        using var bella = at.Portal.ClientFor(at.People.Bella);
        (await bella.GetStringAsync("/forwarding/diverted")).ShouldNotContain("Ivo Inlist");
    }

    [Fact]
    public async Task Is_remembered_on_other_pages_by_a_banner_and_switched_from_the_dashboard()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        await at.SetAsync(john, jane);
        using var client = at.Portal.ClientFor(Colleagues.Self(john));

        var dashboard = await ForwardingPortal.HtmlAsync(client, "/");
        dashboard.QuerySelector(".banners")!.TextContent.ShouldContain($"All your calls are forwarded to {jane.Number} (Jane Jones).");
        dashboard.Body!.TextContent.ShouldContain($"All calls go to {jane.Number} Jane Jones");

        (await client.PostFormAsync("/forwarding?handler=Switch&on=false", [], "/")).Headers.Location!.ToString().ShouldBe("/");
        dashboard = await ForwardingPortal.HtmlAsync(client, "/");
        dashboard.QuerySelector(".banners")!.TextContent.ShouldNotContain("forwarded");
        dashboard.Body!.TextContent.ShouldContain($"Forward to {jane.Number}");
    }

    [Fact]
    public async Task Counts_the_diverted_ones_for_the_company()
    {
        await at.SetAsync(at.People.Add("Bert Beta", Colleagues.Beta), at.People.Add("Bella Baker", Colleagues.Beta), by: at.People.Bella);
        using var client = at.Portal.ClientFor(at.People.Bella);

        var dashboard = await ForwardingPortal.HtmlAsync(client, "/");

        dashboard.Body!.TextContent.ShouldContain("Diverted extensions");
        dashboard.Body!.TextContent.ShouldContain("Bert Beta");
    }

    /// <summary>The page as a browser without htmx has it open.</summary>
    private async Task<AngleSharp.Html.Dom.IHtmlDocument> PlainAsync(DirectoryEntry who)
    {
        using var client = at.Portal.ClientFor(at.People.Anna);
        return await ForwardingPortal.HtmlAsync(client, ForwardingPortal.Page(who));
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, string url, AngleSharp.Html.Dom.IHtmlDocument opened, params (string, string)[] fields)
    {
        var once = opened.QuerySelector("#forwarding form input[name=__once]")!.GetAttribute("value")!;
        return await client.PostAsync(url, await FormAsync(client, url, [.. fields, ("__once", once)]));
    }

    /// <summary>A form with this client's own anti-forgery token.</summary>
    private static async Task<FormUrlEncodedContent> FormAsync(HttpClient client, string url, IEnumerable<(string Name, string Value)> fields)
    {
        var page = await ForwardingPortal.HtmlAsync(await client.GetAsync(url));
        var token = page.QuerySelector("#forwarding form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return new FormUrlEncodedContent(
            [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("__RequestVerificationToken", token)]);
    }
}
