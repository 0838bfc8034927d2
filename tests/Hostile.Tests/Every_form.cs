using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Portal.TestHost;

namespace Portal.Hostile.Tests;

/// <summary>Every form that anybody is shown, with everything in every field. A form that is written tomorrow is covered without a line here.</summary>
public partial class Every_form
{
    [Fact]
    public async Task Answers_hostile_text_in_words_or_keeps_it_harmless()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        var (wrong, tried, posts) = (new List<string>(), new HashSet<string>(), 0);
        var everybody = await Demo.EverybodyAsync(portal);
        foreach (var visitor in everybody)
        {
            var walk = await visitor.WalkAsync();
            wrong.AddRange(walk.Wrong);
            foreach (var (path, forms) in walk.Pages)
            {
                foreach (var kind in forms.Where(f => f.Of(FieldKind.Text, FieldKind.Shaped, FieldKind.Password).Any()).DistinctBy(f => f.Kind))
                {
                    posts += await TryAsync(visitor, kind, tried.Add(kind.Kind), wrong);
                }
            }

        }

        // What was kept stands on pages, in lists, in the history.
        foreach (var visitor in everybody)
        {
            wrong.AddRange(visitor.Name is "company admin" or "operator" ? (await visitor.WalkAsync()).Wrong : []);
            visitor.Dispose();
        }

        wrong.AddRange(await Kept.HiddenAsync(portal.Folder));
        wrong.Distinct().ShouldBeEmpty();
        posts.ShouldBeGreaterThan(1000);
    }

    /// <summary>Each field by itself where the form is new, all at once where another role has had it.</summary>
    private static async Task<int> TryAsync(Visitor visitor, WebForm form, bool thorough, List<string> wrong)
    {
        var (posts, plausible, stale) = (0, new Plausible(), false);
        foreach (var text in thorough ? HostileText.All : [HostileText.Mixed, HostileText.RightToLeft])
        {
            foreach (var fields in thorough ? form.Of(FieldKind.Text, FieldKind.Shaped, FieldKind.Given).Select(f => new[] { f }) : [[.. form.Of(FieldKind.Text)]])
            {
                if (fields.Length == 0 || text.Name is not ("mixed" or "nul" or "long") && fields[0].Kind != FieldKind.Text)
                {
                    continue;
                }

                if (stale)
                {
                    // It was saved: the next one is written on the page as it is now.
                    form = (await visitor.FormsAsync(form.Page)).FirstOrDefault(f => f.Kind == form.Kind) ?? form;
                }

                var values = plausible.For(form);
                foreach (var field in fields)
                {
                    values[field.Name] = field.Type == "email" && text.Name is "mixed" ? "\"><script>a()</script>\"@acme.example" : text.Value;
                }

                posts++;
                var answer = await PostAsync(visitor, form, values);
                stale = (int)answer.Status is >= 300 and < 400;
                if (answer.Status == HttpStatusCode.NotFound && (await visitor.OpenAsync(form.Page)).Status == HttpStatusCode.NotFound)
                {
                    // Deleted by an earlier form.
                    return posts;
                }

                var what = $"{visitor.Name} {form.Page} → {Ids.In(form.Action)} {string.Join(',', fields.Select(f => f.Name))} {text.Name}";
                wrong.AddRange(Judge(answer, form, fields, text).Select(w => $"{what}: {w}"));
            }
        }

        return posts;
    }

    /// <summary>The refusal is about this field, not about another one or about the whole.</summary>
    private static bool IsRefused(IDocument page, FormField field) =>
        page.GetElementsByName(field.Name).Any(e => e.GetAttribute("aria-invalid") == "true");

    private static IEnumerable<string> Judge(Answer answer, WebForm form, FormField[] fields, HostileText text)
    {
        var status = (int)answer.Status;
        if (status >= 500)
        {
            yield return $"{status}";
            yield break;
        }

        foreach (var danger in answer.Page is null ? [] : Danger.In(answer.Page))
        {
            yield return danger;
        }

        if (fields[0].Kind != FieldKind.Text || form.IsSecond)
        {
            yield break;
        }

        if (status is >= 300 and < 400)
        {
            if (text.MustBeRefused && !(text == HostileText.LineEnd && fields.All(f => f.Type == "textarea")))
            {
                yield return $"saved, {status} {answer.Location}";
            }

            yield break;
        }

        if (text == HostileText.Nul && status == 400)
        {
            yield break;
        }

        if (status == 409)
        {
            // The form stood on two pages, and was saved on the other. It is shown again with what was typed.
            yield break;
        }

        if (answer.Page is null || status is not (422 or 200))
        {
            yield return $"{status}";
            yield break;
        }

        var words = string.Join(" | ", answer.Page.QuerySelectorAll(".field-error, .error-summary, .notice-bad").Select(e => e.TextContent.Trim()));
        if (words.Length == 0)
        {
            yield return $"{status} without words";
        }
        else if (text == HostileText.Long && fields.Any(f => IsRefused(answer.Page, f)) && !AnyNumber().IsMatch(words))
        {
            yield return $"{status} without a limit: {words[..Math.Min(300, words.Length)]}";
        }
        else if (text == HostileText.LineEnd && fields.All(f => f.Type == "textarea") && words.Contains("one line", StringComparison.Ordinal))
        {
            yield return "a text area whose property is not said to be multi-line";
        }
    }

    private static async Task<Answer> PostAsync(Visitor visitor, WebForm form, IReadOnlyDictionary<string, string> values)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = form.Content(values) };
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await visitor.Http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        return new Answer(answer.StatusCode, answer.Headers.Location?.OriginalString, html.Contains('<', StringComparison.Ordinal) ? Visitor.Read(html) : null);
    }

    private sealed record Answer(HttpStatusCode Status, string? Location, IHtmlDocument? Page);

    [GeneratedRegex("[0-9]")]
    private static partial Regex AnyNumber();
}
