using Microsoft.AspNetCore.Http;
using Portal.Htmx;

namespace Portal.Web.Tests;

public class Htmx_headers
{
    private readonly DefaultHttpContext _http = new();

    [Theory]
    [InlineData(null, null, null, false, false), InlineData("true", null, null, true, true), InlineData("true", "true", null, true, false)]
    [InlineData("true", null, "true", true, false), InlineData("true", "nonsense", "nonsense", true, true), InlineData("", null, null, true, true)]
    public void Tell_whether_a_part_is_wanted(string? request, string? boosted, string? restore, bool htmx, bool part)
    {
        Set("HX-Request", request);
        Set("HX-Boosted", boosted);
        Set("HX-History-Restore-Request", restore);

        _http.Request.IsHtmx().ShouldBe(htmx);
        _http.Request.IsHtmxNonBoosted().ShouldBe(part);
        HtmxRequest.IsHtmx(null).ShouldBeFalse();
    }

    private void Set(string header, string? value)
    {
        if (value is not null)
        {
            _http.Request.Headers[header] = value;
        }
    }

    [Fact]
    public void Carry_events_by_name_and_with_detail_and_the_first_stays()
    {
        _http.Response.Htmx(h => h.WithTrigger("saved").WithTrigger("moved"));
        _http.Response.Headers["HX-Trigger"].ToString().ShouldBe("saved,moved");

        _http.Response.Htmx(h => h.WithTrigger("toast", new { text = "Zoë\r\nX: y" }).WithTrigger("saved", new { again = true }));
        _http.Response.Headers["HX-Trigger"].ToString().ShouldBe("""{"saved":"","moved":"","toast":{"text":"Zo\u00EB\r\nX: y"}}""");
    }

    [Fact]
    public void Vary_is_said_once()
    {
        _http.Response.Htmx(h => h.WithVary().WithVary());
        _http.Response.Headers.Vary.ToString().ShouldBe("HX-Request");
    }
}
