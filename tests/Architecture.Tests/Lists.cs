using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.TestHost;

namespace Portal.Architecture.Tests;

/// <summary>A list that is written tomorrow is covered without a line here.</summary>
public partial class Lists
{
    [Fact]
    public async Task Are_exported_as_they_are_shown()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        using var provider = await portal.SignInAsync("operator");
        using var anna = await portal.SignInAsync("anna.admin");
        var (lists, wrong) = (0, new List<string>());
        foreach (var path in await PathsAsync(portal, provider))
        {
            foreach (var client in new[] { provider, anna })
            {
                var page = await client.GetAsync(path);
                var html = page.StatusCode == HttpStatusCode.OK ? await page.Content.ReadAsStringAsync() : "";
                if (!ListPattern().IsMatch(html))
                {
                    continue;
                }

                lists++;
                var file = await client.GetAsync(path + "?format=csv");
                var bytes = await file.Content.ReadAsByteArrayAsync();
                if (file.StatusCode != HttpStatusCode.OK || file.Content.Headers.ContentType?.MediaType != "text/csv" || !bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
                {
                    wrong.Add($"{path}: {(int)file.StatusCode} {file.Content.Headers.ContentType}");
                    continue;
                }

                // Every heading of the screen stands in the first line.
                var heads = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n")[0].Split(',').Select(h => h.Trim('"')).ToArray();
                var shown = HeadPattern().Matches(html).Select(m => WebUtility.HtmlDecode(TagPattern().Replace(m.Groups[1].Value, "")).Trim());
                wrong.AddRange(shown.Where(h => h.Length > 0 && !heads.Contains(h)).Select(h => $"{path}: no column {h}"));
            }
        }

        wrong.ShouldBeEmpty();
        lists.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void Are_drawn_by_the_table_that_exports()
    {
        var own = new[] { "building-blocks", "modules", "plugins" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Product.Root, folder), "*.cshtml", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.EndsWith("_TableResults.cshtml", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("data-table\">", StringComparison.Ordinal) && !File.ReadAllText(file).Contains("<data-table", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Product.Root, file));
        own.ShouldBeEmpty();
    }

    /// <summary>Every page that can be opened: those without an id, and those that links lead to from there, one of each kind.</summary>
    private static async Task<IReadOnlyCollection<string>> PathsAsync(TestPortal portal, HttpClient provider)
    {
        var plain = portal.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(p => !p.Contains('{', StringComparison.Ordinal)).Distinct().ToArray();
        var kinds = plain.ToDictionary(p => p);
        foreach (var round in new[] { 1, 2 })
        {
            foreach (var path in kinds.Values.ToArray())
            {
                var page = await provider.GetAsync(path);
                var html = page.IsSuccessStatusCode && page.Content.Headers.ContentType?.MediaType == "text/html" ? await page.Content.ReadAsStringAsync() : "";
                foreach (Match link in LinkPattern().Matches(html))
                {
                    var address = WebUtility.HtmlDecode(link.Groups[1].Value);
                    kinds.TryAdd(IdPattern().Replace(address, "{id}"), address);
                }
            }
        }

        return kinds.Values;
    }

    [GeneratedRegex("class=\"list-results\"")]
    private static partial Regex ListPattern();

    [GeneratedRegex("<th scope=\"col\"[^>]*>(.*?)</th>", RegexOptions.Singleline)]
    private static partial Regex HeadPattern();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex TagPattern();

    [GeneratedRegex("href=\"(/[^\"?#]*)\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex IdPattern();
}
