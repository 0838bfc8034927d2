using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.Testing.Peers;

/// <summary>A rule of WCAG that a page breaks.</summary>
/// <param name="Rule">axe-core's name of the rule.</param>
/// <param name="Impact"><c>minor</c>, <c>moderate</c>, <c>serious</c> or <c>critical</c>.</param>
/// <param name="Help">What to do.</param>
/// <param name="Elements">The elements, as HTML and with axe's explanation.</param>
public sealed record Violation(string Rule, string Impact, string Help, IReadOnlyList<string> Elements)
{
    /// <summary>True for what keeps people out: impact serious or critical.</summary>
    public bool IsSerious => Impact is "serious" or "critical";

    public override string ToString() => $"{Impact} {Rule}: {Help}\n    {string.Join("\n    ", Elements)}";
}

/// <summary>Runs axe-core in a page.</summary>
public static class Accessibility
{
    private const string Check = """
        async only => {
            const runOnly = only.length ? only : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            // What sounds is loaded, for the rule about it; style sheets are not loaded again, since only an experimental rule reads them.
            const found = await axe.run(document, { runOnly, resultTypes: ['violations'], preload: { assets: ['media'] } });
            return JSON.stringify(found.violations.map(broken => ({
                Rule: broken.id, Impact: broken.impact, Help: broken.help,
                Elements: broken.nodes.map(node => node.html.slice(0, 300) + ' — ' + (node.failureSummary ?? '').replace(/\s+/g, ' '))
            })));
        }
        """;

    /// <summary>All WCAG 2.2 A and AA rules and axe's best practices that the page breaks as it is now. Works under a strict Content-Security-Policy.</summary>
    /// <param name="rules">Only these rules, by axe's names; empty: all.</param>
    public static async Task<IReadOnlyList<Violation>> AxeAsync(this IPage page, params string[] rules)
    {
        var script = Repository.File("node_modules/axe-core/axe.min.js");
        if (!File.Exists(script))
        {
            throw new FileNotFoundException("axe-core is missing: './dev build' restores it.", script);
        }
        // Evaluated through the debugger, which the page's policy does not govern; a script element would be refused.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(await File.ReadAllTextAsync(script) + ";undefined");
        }

        return JsonSerializer.Deserialize<List<Violation>>(await page.EvaluateAsync<string>(Check, rules))!;
    }
}
