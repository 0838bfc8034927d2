using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Portal.Hostile.Tests;

/// <summary>How a person, or somebody who bends what the browser sends, can fill a field.</summary>
internal enum FieldKind
{
    /// <summary>Typed freely.</summary>
    Text,

    /// <summary>Typed, in a form the browser knows: numbers, days, times.</summary>
    Shaped,

    /// <summary>Chosen or carried along: select, radio, check box, hidden.</summary>
    Given,

    Password,

    File,
}

internal sealed record FormField(string Name, FieldKind Kind, string Type, string Value, bool Sent, bool Required, IReadOnlyList<string> Choices);

/// <summary>A form as it stands on a page: where it goes and what a browser would send.</summary>
/// <param name="IsSecond">It goes where a second button sends it: to be deleted, or to be looked at before it is saved.</param>
internal sealed record WebForm(string Page, string Action, bool Multipart, bool IsSecond, IReadOnlyList<FormField> Fields)
{
    public const string Token = "__RequestVerificationToken", Once = "__once", Invariant = "__Invariant";

    /// <summary>The form's address without ids, so that the same form on two pages is one.</summary>
    public string Kind => Ids.In(Action) + " " + string.Join(' ', Fields.Select(f => Digits.Without(f.Name)).Distinct().Order(StringComparer.Ordinal));

    public IEnumerable<FormField> Of(params FieldKind[] kinds) =>
        Fields.Where(f => kinds.Contains(f.Kind) && f.Name is not (Token or Once or Invariant)).DistinctBy(f => f.Name);

    /// <summary>What a browser sends, with some of it changed; without the token that lets a form be saved only once.</summary>
    public List<KeyValuePair<string, string>> Filled(IReadOnlyDictionary<string, string> changes)
    {
        var sent = Fields.Where(f => f.Sent && f.Kind != FieldKind.File && f.Name != Once && !changes.ContainsKey(f.Name))
            .Select(f => KeyValuePair.Create(f.Name, f.Value)).ToList();
        sent.AddRange(changes);
        return sent;
    }

    public HttpContent Content(IReadOnlyDictionary<string, string> changes) => Content(Filled(changes));

    public HttpContent Content(IEnumerable<KeyValuePair<string, string>> fields)
    {
        if (!Multipart)
        {
            return new FormUrlEncodedContent(fields);
        }

        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            parts.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), $"\"{name}\"");
        }

        return parts;
    }

    public static IEnumerable<WebForm> On(IHtmlDocument page, string path)
    {
        foreach (var form in page.Forms.Where(f => f.Method.Equals("post", StringComparison.OrdinalIgnoreCase)))
        {
            var fields = form.Elements.Where(e => !string.IsNullOrEmpty(e.GetAttribute("name")) && !e.HasAttribute("disabled")).SelectMany(Read).ToArray();
            var multipart = string.Equals(form.GetAttribute("enctype"), "multipart/form-data", StringComparison.OrdinalIgnoreCase);
            // A button may send the form elsewhere than the form says.
            var elsewhere = form.Elements.Select(e => e.GetAttribute("formaction")).OfType<string>();
            var own = form.GetAttribute("action") is { Length: > 0 } given ? given : path;
            foreach (var action in elsewhere.Prepend(own).Distinct())
            {
                yield return new WebForm(path, action, multipart, action != own, fields);
            }
        }
    }

    private static IEnumerable<FormField> Read(IElement element)
    {
        var name = element.GetAttribute("name")!;
        var needed = element.GetAttribute("aria-required") == "true" || element.HasAttribute("required");
        switch (element)
        {
            case IHtmlTextAreaElement area:
                yield return new(name, FieldKind.Text, "textarea", area.Value, true, needed, []);
                break;
            case IHtmlSelectElement select:
                var chosen = select.Options.Where(o => o.IsSelected).Select(o => o.Value).ToArray();
                var choices = select.Options.Select(o => o.Value).ToArray();
                foreach (var value in chosen.DefaultIfEmpty(select.IsMultiple ? null : choices.FirstOrDefault()))
                {
                    yield return new(name, FieldKind.Given, "select", value ?? "", value is not null, needed, choices);
                }

                break;
            case IHtmlInputElement { Type: "file" }:
                yield return new(name, FieldKind.File, "file", "", false, needed, []);
                break;
            case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                yield return new(name, FieldKind.Given, box.Type, box.Value, box.IsChecked, false, []);
                break;
            case IHtmlInputElement { Type: "hidden" } hidden:
                yield return new(name, FieldKind.Given, "hidden", hidden.Value, true, false, []);
                break;
            case IHtmlInputElement { Type: "password" } password:
                yield return new(name, FieldKind.Password, "password", password.Value, true, needed, []);
                break;
            case IHtmlInputElement { Type: "number" or "range" or "date" or "time" or "datetime-local" or "month" or "week" } shaped:
                yield return new(name, FieldKind.Shaped, shaped.Type, shaped.GetAttribute("value") ?? "", true, needed, []);
                break;
            case IHtmlInputElement { Type: "submit" or "button" or "image" or "reset" }:
                break;
            case IHtmlInputElement text:
                yield return new(name, FieldKind.Text, text.Type, text.Value, true, needed, []);
                break;
        }
    }
}
