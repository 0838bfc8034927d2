using System.Net;
using Portal.Web.Lists.Export;
using Portal.Testing.Clock;

namespace Portal.CallLogs.Tests;

public class Exporting_calls
{
    private readonly Office _office = new();

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("+442079460123", "+442079460123")]
    [InlineData("+44 20,7946", "\"'+44 20,7946\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void Leaves_no_cell_a_formula(string text, string cell) => CsvText.Cell(text).ShouldBe(cell);

    [Fact]
    public void Keeps_empty_cells_in_their_place() => CsvText.Line("", "a", "", "b").ShouldBe(",a,,b\r\n");

    [Fact]
    public async Task Writes_what_the_list_shows_in_the_viewers_zone()
    {
        await using var portal = await _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));
        await Office.StoreAsync(portal,
            _office.Call(Office.Outside("+442079460101", "=HYPERLINK(\"http://x\")"), Office.Line(_office.John), Office.Noon.AddMinutes(-5)),
            _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon.AddMinutes(-6), Telephony.Contracts.CallResult.Busy));
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        anna.DefaultRequestHeaders.Add("Cookie", "portal.zone=America/New_York");

        var answer = await anna.GetAsync("/call-logs/export?status=answered");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("calls-2026-03-02.csv");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[0].ShouldContain("Started (America/New_York)");
        lines[1].ShouldStartWith("2026-03-02 06:55:00.000 -05:00,");
        lines[1].ShouldContain("\"'=HYPERLINK(\"\"http://x\"\")\"");
        lines[1].ShouldContain(",+442079460101,");
    }

    [Fact]
    public async Task Writes_many_rows()
    {
        await using var portal = await _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));
        await Office.StoreAsync(portal, Enumerable.Range(0, 10_000)
            .Select(n => _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon.AddSeconds(-n))));
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        (await anna.GetStringAsync("/call-logs/export?period=all")).Count(c => c == '\n').ShouldBe(10_001);
    }
}
