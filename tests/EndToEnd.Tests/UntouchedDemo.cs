using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(Portal.EndToEnd.Tests.UntouchedDemo))]

namespace Portal.EndToEnd.Tests;

/// <summary>One demo for all tests that only look: they change no data, so that none sees another's work. It starts for the first that asks.</summary>
public sealed partial class UntouchedDemo : IAsyncDisposable
{
    private readonly Lazy<Task<PortalProcess>> _portal = new(() => PortalProcess.StartDemoAsync());
    private readonly ConcurrentDictionary<string, Lazy<Task<SortedDictionary<string, string>>>> _pages = new();

    internal Task<PortalProcess> StartedAsync() => _portal.Value;

    /// <summary>One address for each pattern, found by following links from the role's home page.</summary>
    internal Task<SortedDictionary<string, string>> PagesAsync(string role) => _pages.GetOrAdd(role, _ => new(() => CrawlAsync(role))).Value;

    public async ValueTask DisposeAsync()
    {
        if (_portal.IsValueCreated)
        {
            await (await _portal.Value).DisposeAsync();
        }
    }

    private async Task<SortedDictionary<string, string>> CrawlAsync(string role)
    {
        using var client = await (await StartedAsync()).SignInAsync(role);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["/"] = "/" };
        var open = new Queue<string>(["/"]);
        while (open.TryDequeue(out var path))
        {
            var answer = await client.GetAsync(path);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{role} was shown a link to {path}, which answers {(int)answer.StatusCode}");
            foreach (Match link in LinkPattern().Matches(await answer.Content.ReadAsStringAsync()))
            {
                var next = WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0];
                var pattern = IdPattern().Replace(next.Split('?')[0], "{id}");
                if (next.StartsWith('/') && !next.Contains("_content", StringComparison.Ordinal) && !pattern.EndsWith("/export", StringComparison.Ordinal)
                    && !pattern.StartsWith("/provisioning", StringComparison.Ordinal) && pattern is not ("/sign-out" or "/health" or "/metrics") && found.TryAdd(pattern, next))
                {
                    open.Enqueue(next);
                }
            }
        }

        return found;
    }

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.IgnoreCase)]
    private static partial Regex IdPattern();
}
