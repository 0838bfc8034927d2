using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Portal.Hostile.Tests;

/// <summary>Somebody with a browser: opens what is linked, and sees the forms on it.</summary>
internal sealed class Visitor(string name, HttpClient http) : IDisposable
{
    private static readonly HtmlParser Parser = new();

    public string Name => name;

    public HttpClient Http => http;

    /// <summary>Acts with powers but without an account, so has no own pages.</summary>
    public bool WithoutAccount { get; init; }

    public void Dispose() => http.Dispose();

    public async Task<(HttpStatusCode Status, string Html)> OpenAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<IReadOnlyList<WebForm>> FormsAsync(string path) =>
        await OpenAsync(path) is (HttpStatusCode.OK, var html) ? [.. WebForm.On(Parser.ParseDocument(html), path)] : [];

    public static IHtmlDocument Read(string html) => Parser.ParseDocument(html);

    /// <summary>Every kind of page this person is shown a link to, with one address each; and what was wrong on the way.</summary>
    public async Task<Walk> WalkAsync(int each = 1)
    {
        var (waiting, kinds) = (new Queue<string>(["/", "/profile", "/search?q=a"]), new Dictionary<string, int>());
        var walk = new Walk();
        while (waiting.TryDequeue(out var path))
        {
            var (status, html) = await OpenAsync(path);
            if (status is HttpStatusCode.Redirect or HttpStatusCode.SeeOther or HttpStatusCode.Found)
            {
                continue;
            }

            if (status != HttpStatusCode.OK && WithoutAccount && (path.StartsWith("/profile", StringComparison.Ordinal) || path.StartsWith("/security", StringComparison.Ordinal)))
            {
                continue;
            }

            if (status != HttpStatusCode.OK)
            {
                walk.Wrong.Add($"{name} GET {path}: {(int)status}, linked from {walk.From.GetValueOrDefault(path)}");
                continue;
            }

            if (!html.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var page = Parser.ParseDocument(html);
            walk.Wrong.AddRange(Danger.In(page).Select(d => $"{name} GET {path}: {d}"));
            walk.Pages[path] = [.. WebForm.On(page, path)];
            foreach (var link in page.QuerySelectorAll("a[href], [hx-get]").SelectMany(e => new[] { e.GetAttribute("href"), e.GetAttribute("hx-get") }))
            {
                if (link is ['/', ..] and not ['/', '/', ..] && Address(link) is { } address)
                {
                    var seen = kinds.GetValueOrDefault(Ids.In(address));
                    if (seen < each && !walk.Met.Contains(address))
                    {
                        kinds[Ids.In(address)] = seen + 1;
                        walk.Met.Add(address);
                        walk.From[address] = path;
                        waiting.Enqueue(address);
                    }
                }
            }
        }

        return walk;
    }

    /// <summary>Lists sorted or narrowed otherwise are not pages of their own.</summary>
    private static string? Address(string link)
    {
        var (path, query) = link.Split('#')[0].Split('?') is [var p, var q, ..] ? (p, q) : (link.Split('#')[0], "");
        return path.StartsWith("/_content", StringComparison.Ordinal) || query.Contains("format=", StringComparison.Ordinal) || query.Contains("handler=", StringComparison.Ordinal) ? null
            : query.Length > 0 && query.Split('&').All(q => q.Split('=')[0] is "company" or "site" or "under" or "for" or "kind" or "key" or "back") ? $"{path}?{query}"
            : path;
    }
}

internal sealed class Walk
{
    public Dictionary<string, IReadOnlyList<WebForm>> Pages { get; } = [];

    public HashSet<string> Met { get; } = [];

    public Dictionary<string, string> From { get; } = [];

    public List<string> Wrong { get; } = [];
}
