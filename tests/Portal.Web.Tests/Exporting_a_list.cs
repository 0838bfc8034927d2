using System.Net;
using System.Text;
using System.Xml.Linq;
using Portal.Web.Lists.Export;
using Portal.Web.Tests.Pages.Numbers;

namespace Portal.Web.Tests;

public class Exporting_a_list
{
    [Fact]
    public async Task Writes_every_row_that_the_search_and_filters_leave()
    {
        var host = await PortalHost.GetAsync();
        var answer = await host.Visit("anna").SendAsync(HttpMethod.Get, "/people?site=Leeds&size=25&page=1&format=csv");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileName!.ShouldStartWith("people-");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        bytes[..3].ShouldBe(Encoding.UTF8.GetPreamble());
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        lines[0].ShouldBe("Name,Extension,Site,Telephone,Last call");
        lines.Length.ShouldBe(22, "twenty people of Leeds, the heading, and the end of the last line");
        lines[1..^1].ShouldAllBe(l => l.Contains(",Leeds,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Streams_a_hundred_thousand_rows_without_holding_them()
    {
        var host = await PortalHost.GetAsync();
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };
        http.DefaultRequestHeaders.Add("Cookie", Demo.DemoSignIn.Cookie + "=anna");
        var before = Volatile.Read(ref IndexModel.PartsRead);
        using var answer = await http.GetAsync("/numbers?format=csv", HttpCompletionOption.ResponseHeadersRead);
        // Twenty megabytes do not fit between the two ends: while nobody reads, the rest cannot have been read from the list either.
        (Volatile.Read(ref IndexModel.PartsRead) - before).ShouldBeLessThan(IndexModel.All / ListExport.PartSize);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (rows, last) = (0, "");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.EndsWith("key-" + (rows - HeadAndBreaks), StringComparison.Ordinal) || rows <= HeadAndBreaks)
            {
                last = line;
            }

            rows++;
        }

        rows.ShouldBe(IndexModel.All + 1);
        last.ShouldEndWith("key-99999");
    }

    private const int HeadAndBreaks = 1;

    private static async Task<string> TextAsync(PortalHost host, string path) =>
        await (await host.Visit("anna").GetAsync(path)).Content.ReadAsStringAsync();

    [Fact]
    public async Task Leaves_no_formula_and_keeps_every_text_in_its_cell()
    {
        var host = await PortalHost.GetAsync();
        var lines = (await TextAsync(host, "/numbers?format=csv")).Split("\r\n")[1..13];
        lines[0].ShouldBe("0,\"'=1+1\",2026-03-02 09:00:00,key-0");
        lines[1].ShouldContain(",\"'+1|cmd\",");
        lines[2].ShouldContain(",\"'-1\",");
        lines[3].ShouldContain(",\"'@SUM(A1)\",");
        lines[4].ShouldContain(",\"'=1\",");
        lines[6].ShouldContain("<script>alert(1)</script>");
        lines[7].ShouldContain("\"a \"\"quoted\"\", word\"");
        lines[8].ShouldContain("\u202Egnp.exe");
        lines[9].Length.ShouldBeGreaterThan(10_000);
        lines[10].ShouldContain("line break");
        lines[11].ShouldContain("]]>&amp;");
    }

    [Fact]
    public async Task Says_the_headings_in_the_readers_language()
    {
        var host = await PortalHost.GetAsync();
        var answer = await host.Visit("anna").SendAsync(HttpMethod.Get, "/numbers?format=csv", null, ("Accept-Language", "de"));
        (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').ShouldStartWith("Number,Preis,Wann,Key\r\n");
    }

    [Fact]
    public async Task Writes_XML_that_a_reader_accepts()
    {
        var host = await PortalHost.GetAsync();
        var answer = await host.Visit("anna").SendAsync(HttpMethod.Get, "/numbers?format=xml");
        var rows = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!.Elements("row").ToArray();
        rows.Length.ShouldBe(IndexModel.All);
        rows[11].Element("text")!.Value.ShouldBe("]]>&amp;");
        rows[6].Element("text")!.Value.ShouldBe("<script>alert(1)</script>");
    }

    [Fact]
    public async Task Is_offered_under_the_table_with_what_is_chosen()
    {
        var host = await PortalHost.GetAsync();
        (await TextAsync(host, "/people?site=Leeds")).ShouldContain("href=\"/people?site=Leeds&amp;format=csv\"");
        (await TextAsync(host, "/numbers")).ShouldContain("format=xml");
        (await TextAsync(host, "/numbers")).ShouldNotContain("key-1<");
    }

    [Fact]
    public async Task Asks_the_powers_the_list_asks()
    {
        var host = await PortalHost.GetAsync();
        (await host.Visit().SendAsync(HttpMethod.Get, "/numbers?format=csv")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<span class=\"state\"><svg><use href=\"#x\"></use></svg>Good</span>", "Good")]
    [InlineData("John<br />Smith", "John Smith")]
    [InlineData("<p>One</p><p>Two</p>", "One Two")]
    [InlineData("&lt;b&gt; &amp;amp;", "<b> &amp;")]
    [InlineData("<time datetime=\"2026-03-02T09:00:00Z\" title=\"x\">Yesterday</time>", "2026-03-02 10:00:00")]
    [InlineData("  a \n  b ", "a b")]
    public void Takes_the_words_out_of_a_cell(string html, string text) =>
        PlainText.Of(html, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ShouldBe(text);
}
