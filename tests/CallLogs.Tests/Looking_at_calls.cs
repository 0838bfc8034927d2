using System.Net;
using Portal.Telephony.Contracts;
using Portal.TestHost;
using Portal.Testing.Clock;

namespace Portal.CallLogs.Tests;

/// <summary>Who sees which calls. The refusals come first.</summary>
public class Looking_at_calls
{
    private readonly Office _office = new();

    private Task<TestPortal> OpenAsync() => _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));

    [Fact]
    public async Task Of_another_company_answers_404()
    {
        await using var portal = await OpenAsync();
        var call = _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon.AddMinutes(-5));
        await Office.StoreAsync(portal, call);
        using var bella = portal.ClientFor(_office.BetaAdmin);

        (await bella.GetAsync($"/call-logs/{call.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetAsync($"/employees/{_office.John.Id}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetAsync($"/sites/{_office.Leeds}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetAsync($"/call-logs?company={_office.Acme}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetAsync($"/call-logs/export?employee={_office.John.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetAsync($"/call-logs/export?company={_office.Acme}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetStringAsync("/call-logs")).ShouldNotContain("John Smith");
        (await bella.GetStringAsync("/call-logs/export")).ShouldNotContain("John Smith");
    }

    [Fact]
    public async Task Without_an_account_is_not_possible()
    {
        await using var portal = await OpenAsync();
        using var nobody = portal.CreateClient();
        foreach (var address in new[] { "/call-logs", "/call-logs/export", "/call-logs/live", $"/call-logs/{Guid.NewGuid()}" })
        {
            (await nobody.GetAsync(address)).StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Redirect);
        }
    }

    [Fact]
    public async Task Of_colleagues_is_not_for_an_employee()
    {
        await using var portal = await OpenAsync();
        var others = _office.Call(Office.Line(_office.Jane), Office.Line(_office.Emily), Office.Noon.AddMinutes(-5));
        var own = _office.Call(Office.Outside("+442079460101", "Ivy House"), Office.Line(_office.John), Office.Noon.AddMinutes(-4));
        await Office.StoreAsync(portal, others, own);
        using var john = portal.ClientFor(_office.Self(_office.John));

        (await john.GetAsync($"/call-logs/{others.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await john.GetAsync($"/employees/{_office.Jane.Id}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await john.GetAsync($"/call-logs/export?employee={_office.Jane.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await john.GetStringAsync("/call-logs/export")).ShouldNotContain("Emily");
        var list = await john.GetStringAsync("/call-logs");
        list.ShouldContain("Ivy House");
        list.ShouldContain("Received");
        list.ShouldNotContain("Emily");
        (await john.GetAsync($"/call-logs/{own.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_another_site_is_not_for_a_group_administrator()
    {
        await using var portal = await OpenAsync();
        var london = _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon.AddMinutes(-5));
        var both = _office.Call(Office.Line(_office.John), Office.Line(_office.Emily), Office.Noon.AddMinutes(-4));
        await Office.StoreAsync(portal, london, both);
        using var gary = portal.ClientFor(_office.LeedsAdmin);

        (await gary.GetAsync($"/call-logs/{london.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gary.GetAsync($"/sites/{_office.London}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gary.GetAsync($"/employees/{_office.John.Id}/call-logs")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gary.GetAsync($"/call-logs/{both.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var address in new[] { "/call-logs", $"/sites/{_office.Leeds}/call-logs" })
        {
            var list = await gary.GetStringAsync(address);
            list.ShouldContain("Emily Walker");
            list.ShouldNotContain("Jane Jones");
        }
    }

    [Fact]
    public async Task Shows_an_operator_every_company_or_the_chosen_one()
    {
        await using var portal = await OpenAsync();
        await Office.StoreAsync(portal,
            _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon.AddMinutes(-5)),
            _office.Call(Office.Line(_office.Bella), Office.Outside("+441632960011"), Office.Noon.AddMinutes(-4), company: _office.Beta));
        using var staff = portal.ClientFor(_office.Operator);

        var all = await staff.GetStringAsync("/call-logs");
        all.ShouldContain("John Smith");
        all.ShouldContain("Bella Braun");
        var beta = await staff.GetStringAsync($"/call-logs?company={_office.Beta}");
        beta.ShouldContain("Bella Braun");
        beta.ShouldNotContain("John Smith");
    }

    [Theory]
    [InlineData("dialled", "+441632960011")]
    [InlineData("received", "+441632960022")]
    [InlineData("missed", "+441632960033")]
    [InlineData("forwarded", "+441632960044")]
    public async Task Tells_directions_as_the_employee_sees_them(string direction, string expected)
    {
        await using var portal = await OpenAsync();
        var (john, at) = (Office.Line(_office.John), Office.Noon.AddMinutes(-5));
        await Office.StoreAsync(portal,
            _office.Call(john, Office.Outside("+441632960011"), at),
            _office.Call(Office.Outside("+441632960022"), john, at),
            _office.Call(Office.Outside("+441632960033"), john, at, CallResult.NoAnswer),
            _office.Call(Office.Outside("+441632960044"), john, at, reached: Office.Line(_office.Jane)));
        using var client = portal.ClientFor(_office.Self(_office.John));

        var list = WebUtility.HtmlDecode(await client.GetStringAsync($"/employees/{_office.John.Id}/call-logs?direction={direction}"));
        foreach (var number in new[] { "+441632960011", "+441632960022", "+441632960033", "+441632960044" })
        {
            list.Contains(number, StringComparison.Ordinal).ShouldBe(number == expected, number);
        }
    }

    [Fact]
    public async Task Counts_a_call_forwarded_to_a_colleague_as_missed_for_both_when_nobody_answers()
    {
        await using var portal = await OpenAsync();
        var call = _office.Call(Office.Outside("+441632960055"), Office.Line(_office.John), Office.Noon.AddMinutes(-5), CallResult.NoAnswer,
            reached: Office.Line(_office.Jane));
        await Office.StoreAsync(portal, call);
        foreach (var person in new[] { _office.John, _office.Jane })
        {
            using var client = portal.ClientFor(_office.Self(person));
            (await client.GetStringAsync("/call-logs?direction=missed")).ShouldContain($"/call-logs/{call.Id}");
        }
    }

    [Fact]
    public async Task Says_what_to_do_when_there_are_none()
    {
        await using var portal = await OpenAsync();
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        (await anna.GetStringAsync("/call-logs")).ShouldContain("Calls appear here within a second");
    }

    [Fact]
    public async Task Gives_htmx_the_results_alone_and_the_browser_the_page()
    {
        await using var portal = await OpenAsync();
        await Office.StoreAsync(portal, _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon.AddMinutes(-5)));
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/call-logs?status=answered");
        asked.Headers.Add("HX-Request", "true");
        asked.Headers.Add("HX-Target", "list-calls-results");

        var part = await (await anna.SendAsync(asked)).Content.ReadAsStringAsync();
        part.ShouldNotContain("<html");
        part.ShouldContain("id=\"list-calls-results\"");
        part.ShouldContain("hx-swap-oob=\"true\"");
        var page = await anna.GetStringAsync("/call-logs?status=answered");
        page.ShouldContain("<html");
        page.ShouldNotContain("hx-swap-oob");
    }
}
