using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.EndToEnd.Tests;

/// <summary>
/// Every page a role can reach, read by a German on a phone: no English that has a translation is left, and the longer words fit.
/// </summary>
public partial class Screens_in_german(UntouchedDemo demo)
{
    // What people and modules are called is no text of the portal, and the audit log names columns as the database does.
    private static readonly HashSet<string> Names = ["Acme", "Beta", "Leeds", "London", "Portal"];

    /// <summary>English texts with another German, of all projects.</summary>
    private static readonly Dictionary<string, string> German = Directory
        .EnumerateFiles(Repository.File("."), "de.json", SearchOption.AllDirectories)
        .Where(f => f.Contains("/Texts/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/tests/", StringComparison.Ordinal))
        .SelectMany(f => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(f))!)
        .Where(t => t.Key != t.Value && !t.Key.Contains('{', StringComparison.Ordinal) && !Names.Contains(t.Key))
        .DistinctBy(t => t.Key).ToDictionary();

    private static readonly HashSet<string> Said = [.. German.Values];

    [Theory, InlineData("operator"), InlineData("anna.admin"), InlineData("gary.group"), InlineData("john.smith")]
    public async Task Say_everything_in_german_and_fit(string role)
    {
        var portal = await demo.StartedAsync();
        var pages = await demo.PagesAsync(role);
        await using var context = await Chromium.OpenAsync(portal.BaseAddress.ToString(), Chromium.Narrow, language: "de-DE");
        var page = await Screens.SignedInAsync(context, role);

        var wrong = new List<string>();
        foreach (var path in pages.Values.Append("/sign-in").Append("/nowhere"))
        {
            await page.GotoAsync(path);
            if (await page.GetAttributeAsync("html", "lang") != "de")
            {
                wrong.Add($"{path}: html lang is not de");
            }

            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
            {
                wrong.Add($"{path}: wider than the phone's screen in German");
            }

            foreach (var text in await page.EvaluateAsync<string[]>(VisibleTexts))
            {
                // "Name" is both: what is also a German text says nothing about the language.
                if (German.TryGetValue(text, out var german) && !Said.Contains(text))
                {
                    wrong.Add($"{path}: “{text}” should read “{german}”: say it with T(\"…\") where it is drawn");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tell_an_old_call_in_german()
    {
        var portal = await demo.StartedAsync();
        using var client = await portal.SignInAsync("anna.admin");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");
        var list = await client.GetStringAsync("/call-logs");
        var call = await client.GetStringAsync(CallLink().Match(list).Value);

        call.ShouldContain("Weg des Anrufs");
        call.ShouldNotContain("belongs to");
        call.ShouldContain(" geh&#xF6;rt ");
    }

    /// <summary>Texts and labels, without what people have typed in: code, names set apart (bdi), the audit log's columns, and values of fields.</summary>
    private const string VisibleTexts = """
        () => {
          const texts = new Set();
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const text = walk.currentNode.textContent.trim().replace(/\s+/g, ' ');
            const at = walk.currentNode.parentElement;
            if (text && at.closest('[lang]') === document.documentElement && !at.closest('script, style, code, bdi, del, ins, details dl')) texts.add(text);
          }
          for (const name of ['aria-label', 'placeholder', 'title', 'data-confirm', 'data-label'])
            document.querySelectorAll(`[${name}]`).forEach(e => texts.add(e.getAttribute(name).trim()));
          return [...texts];
        }
        """;

    [GeneratedRegex("/call-logs/[0-9a-f-]{36}")]
    private static partial Regex CallLink();
}
