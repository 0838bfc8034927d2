using System.Net;
using Portal.Testing.Clock;

namespace Portal.CallLogs.Tests;

public class Addresses_with_mistakes
{
    private readonly Office _office = new();

    [Theory]
    [InlineData("from=31.12.2026", "is not a date")]
    [InlineData("from=2026-02-30", "is not a date")]
    [InlineData("from=0001-01-01", "is not a date")]
    [InlineData("to=9999-12-31", "is not a date")]
    [InlineData("from=2026-03-02&to=2026-03-01", "other way round")]
    [InlineData("period=century", "is not known")]
    [InlineData("status=%3Cscript%3Ealert(1)%3C/script%3E", "is not known")]
    [InlineData("direction=sideways", "is not known")]
    [InlineData("after=rubbish", "showing the first")]
    [InlineData("after=-1.99999999999999999999.zz", "showing the first")]
    [InlineData("after=0.9223372036854775807.0198c0de000070008000000000000000", "showing the first")]
    public async Task Show_the_default_and_say_so(string query, string said)
    {
        await using var portal = await _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));
        await Office.StoreAsync(portal, _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon.AddMinutes(-5)));
        using var anna = portal.ClientFor(_office.AcmeAdmin);

        var answer = await anna.GetAsync("/call-logs?" + query);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain(said);
        page.ShouldContain("Jane Jones");
        page.ShouldNotContain("<script>alert");
    }

    [Theory]
    [InlineData("sort=;DROP TABLE calllogs_calls")]
    [InlineData("size=1000000")]
    [InlineData("size=-1")]
    [InlineData("page=-7")]
    [InlineData("q=%25_%27%22%5C%00")]
    [InlineData("from=&to=&status=&direction=")]
    [InlineData("status=busy&status=answered")]
    public async Task Never_break_the_page(string query)
    {
        await using var portal = await _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        (await anna.GetAsync("/call-logs?" + query)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await anna.GetAsync("/call-logs/export?" + query)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/call-logs/not-a-call")]
    [InlineData("/employees/42/call-logs")]
    [InlineData("/call-logs?company=acme")]
    [InlineData("/call-logs/export?employee=john")]
    public async Task Answer_404_for_ids_that_are_none(string address)
    {
        await using var portal = await _office.OpenAsync();
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        (await anna.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
