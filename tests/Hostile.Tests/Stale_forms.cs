using System.Net;

namespace Portal.Hostile.Tests;

/// <summary>Every form that carries the version it was filled from, sent after somebody else has saved.</summary>
public class Stale_forms(UntouchedPortal at)
{
    [Fact]
    public async Task Overwrite_nothing_unasked()
    {
        var (sent, told, wrong) = (0, 0, new List<string>());
        foreach (var form in at.Walk.Pages.Values.SelectMany(f => f).Where(f => !f.IsSecond).DistinctBy(f => f.Kind))
        {
            // A new object has no version yet.
            var version = form.Fields.FirstOrDefault(f => f.Type == "hidden" && f.Name.EndsWith("Version", StringComparison.Ordinal) && f.Value is not ("" or "0"));
            var text = form.Of(FieldKind.Text).FirstOrDefault(f => f.Type is "text" or "textarea");
            if (version is null || text is null)
            {
                continue;
            }

            var values = new Plausible().For(form);
            (values[version.Name], values[text.Name]) = ("99999", text.Value + "1");
            var before = await Records.CountAsync(at.Portal.Folder);
            using var answer = await at.Provider.Http.PostAsync(form.Action, form.Content(values));
            sent++;
            told += answer.StatusCode == HttpStatusCode.Conflict ? 1 : 0;
            if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity) || await Records.CountAsync(at.Portal.Folder) != before)
            {
                wrong.Add($"{form.Page} {text.Name}: {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
        sent.ShouldBeGreaterThan(8);
        told.ShouldBeGreaterThan(sent / 2);
    }
}
