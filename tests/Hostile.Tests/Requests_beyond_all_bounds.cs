using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portal.Hostile.Tests;

/// <summary>What no browser sends: the server's limits hold, and are answered rather than fallen over.</summary>
public sealed class Requests_beyond_all_bounds(UntouchedPortal at)
{
    [Fact]
    public async Task In_the_address_of_any_page_are_answered()
    {
        string[] queries =
        [
            "?q=%00&sort=%00&after=%00&page=%00&handler=%00&format=%00&company=%00&site=%00&kind=%00&from=%00&to=%00&week=%00",
            "?q=%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E%25_%5C&sort=-name;--&page=-1&size=999999999&after=%E2%80%AE&state=x&handler=Nothing&company=1&site=%2E%2E%2F&layout=x&view=x",
            "?page=99999999999999999999&size=0&after=AAAA&company=00000000-0000-0000-0000-000000000000&under=x&from=0001-01-01&to=9999-12-31&week=9999-12-31&since=9999-12-31&until=0001-01-01&day=0001-01-01&format=../../x",
            "?week=0001-01-01&from=9999-12-31&to=0001-01-01&q=" + new string('q', 5000) + "&" + string.Join('&', Enumerable.Range(0, 100).Select(n => $"Input.Rows[{n}].a[b][c].d=1")),
        ];
        var wrong = new List<string>();
        foreach (var path in at.Walk.Pages.Keys.Select(p => p.Split('?')[0]).DistinctBy(Ids.In))
        {
            foreach (var query in queries)
            {
                var (status, html) = await at.Provider.OpenAsync(path + query);
                if ((int)status >= 500)
                {
                    wrong.Add($"{path}{query[..Math.Min(60, query.Length)]}: {(int)status}");
                }
                else if (html.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
                {
                    wrong.AddRange(Danger.In(Visitor.Read(html)).Select(d => $"{path}{query[..Math.Min(60, query.Length)]}: {d}"));
                }
            }
        }

        wrong.ShouldBeEmpty();
        at.Walk.Pages.Count.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task In_a_form_are_refused_as_unreadable()
    {
        var token = await TokenAsync();
        IEnumerable<KeyValuePair<string, string>>[] forms =
        [
            Enumerable.Range(0, 3000).Select(n => KeyValuePair.Create("ids", n.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            [KeyValuePair.Create(new string('k', 5000), "x")],
            [KeyValuePair.Create("Input.Name", "a\0b")],
        ];
        foreach (var form in forms)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/partners/new") { Content = new FormUrlEncodedContent(form) };
            request.Headers.Add("RequestVerificationToken", token);
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await at.Provider.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("That request could not be read");
        }
    }

    [Theory]
    [InlineData("Input.Rows[999999999].Name")]
    [InlineData("Input[Input][Input].Input.Input.Input")]
    [InlineData("Input.Rows[-1].Name")]
    [InlineData("Input.Rows[x].Name.Length.Length")]
    [InlineData("[0][0][0]")]
    [InlineData(".....")]
    public async Task In_the_name_of_a_field_are_not_followed(string name)
    {
        using var answer = await at.Provider.Http.PostAsync("/partners/new", new FormUrlEncodedContent(
        [
            KeyValuePair.Create(WebForm.Token, await TokenAsync()), KeyValuePair.Create(name, "x\u202Ey\r\nz"),
        ]));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("/provisioning/..%2f..%2fappsettings.json")]
    [InlineData("/provisioning/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/provisioning/..%5c..%5cappsettings.json")]
    [InlineData("/_content/..%2f..%2fPortal.dll")]
    [InlineData("/css/../../appsettings.json")]
    [InlineData("/brand/..%2f..%2fportal.db")]
    [InlineData("/schedules/..%2f..%2fetc%2fpasswd")]
    [InlineData("/mail/..%2f..%2f")]
    [InlineData("/sessions/addresses/..%2f..%2f%00")]
    [InlineData("/registrations/%00/remove")]
    [InlineData("/sites/%u0041")]
    [InlineData("/employees/{id}")]
    public async Task In_a_path_lead_nowhere(string path)
    {
        // As it stands: HttpClient would tidy it.
        using var tcp = new TcpClient(at.Portal.BaseAddress.Host, at.Portal.BaseAddress.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();
        answer.Split(' ')[1].ShouldBeOneOf("400", "404", "302", "401");
        if (answer.Split(' ')[1] == "302")
        {
            answer.ShouldContain("Location: ");
            answer.ShouldContain("/sign-in?returnUrl=", customMessage: "a stranger is sent to the door and nowhere else");
        }
    }

    [Fact]
    public async Task Of_more_than_the_server_takes_end_early()
    {
        using var answer = await at.Provider.Http.PostAsync("/partners/new", new FormUrlEncodedContent(
        [
            KeyValuePair.Create(WebForm.Token, await TokenAsync()), KeyValuePair.Create("Notes", new string('x', 5 * 1024 * 1024)),
        ]));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<string> TokenAsync() =>
        (await at.Provider.FormsAsync("/partners/new")).SelectMany(f => f.Fields).First(f => f.Name == WebForm.Token).Value;
}
