using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Portal.Web.Look;

namespace Portal.Web.Forms;

/// <summary>
/// <c>&lt;field for="Input.Surname" help="As on the name badge." /&gt;</c>: label above, control, help under it, error beside.
/// The control follows the property's type and data type attributes; <c>items</c> makes a list of choices, <c>rows</c> a text
/// area, and child content takes the control's place. Other attributes go to the control.
/// </summary>
[HtmlTargetElement("field", Attributes = "for")]
public sealed class FieldTagHelper(IHtmlGenerator generator) : TagHelper
{
    public ModelExpression For { get; set; } = default!;

    public string? Help { get; set; }

    /// <summary>Takes the place of the property's display name.</summary>
    public string? Label { get; set; }

    /// <summary>Takes the place of the input type that follows from the property.</summary>
    public string? Type { get; set; }

    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>Lines of a text area; 0: not a text area.</summary>
    public int Rows { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = default!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var errors = View.ViewData.ModelState.TryGetValue(name, out var entry) ? entry.Errors : null;
        var isSwitch = Items is null && Type is null && For.Metadata.UnderlyingOrModelType == typeof(bool);
        var custom = await output.GetChildContentAsync();

        var width = output.Attributes["class"]?.Value?.ToString();
        var required = IsRequired || output.Attributes.ContainsName("required") || width?.Split(' ').Contains("required") == true;
        output.Attributes.RemoveAll("class");
        var attributes = ControlAttributes(output, id, errors, required);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class",
            (isSwitch ? "field field-switch" : "field") + (errors?.Count > 0 ? " field-wrong" : "") + (width is null ? "" : " " + width));

        var control = custom.IsEmptyOrWhiteSpace ? Control(isSwitch, attributes) : custom;
        output.Content.AppendHtml(isSwitch ? control : LabelOf(id, required));
        output.Content.AppendHtml(isSwitch ? LabelOf(id, required) : control);
        if (Help is not null)
        {
            output.Content.AppendHtml(Line("p", "field-help", id + "-help", T(Help)));
        }

        foreach (var (error, index) in (errors ?? []).Select((e, i) => (e, i)))
        {
            var line = Line("p", "field-error", index == 0 ? id + "-error" : null, null);
            line.InnerHtml.AppendHtml(IconTagHelper.Build(View.HttpContext, "alert-circle"));
            line.InnerHtml.Append(WordsOf(error));
            output.Content.AppendHtml(line);
        }
    }

    private bool IsRequired => For.Metadata.IsRequired && For.Metadata.UnderlyingOrModelType != typeof(bool);

    internal static string WordsOf(ModelError error) =>
        error.ErrorMessage.Length > 0 ? error.ErrorMessage : T("This value can't be used.");

    private Dictionary<string, object?> ControlAttributes(TagHelperOutput output, string id, ModelErrorCollection? errors, bool required)
    {
        var attributes = output.Attributes.ToDictionary(a => a.Name, a => a.Value is HtmlString html ? html.Value : a.Value);
        var described = string.Join(' ', new[] { Help is null ? "" : id + "-help", errors?.Count > 0 ? id + "-error" : "" }.Where(d => d.Length > 0));
        attributes["id"] = id;
        if (described.Length > 0)
        {
            attributes["aria-describedby"] = described;
        }

        if (errors?.Count > 0)
        {
            attributes["aria-invalid"] = "true";
        }

        if (required)
        {
            attributes["aria-required"] = "true";
        }

        return attributes;
    }

    private IHtmlContent Control(bool isSwitch, Dictionary<string, object?> attributes)
    {
        if (isSwitch)
        {
            attributes["class"] = "form-check-input";
            // A check box cannot show what is neither true nor false; nothing that is clicked sends such a thing.
            if (attributes.ContainsKey("aria-invalid") && View.ViewData.ModelState[View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name)] is { } bent)
            {
                (bent.RawValue, bent.AttemptedValue) = (null, null);
            }

            attributes["role"] = "switch";
            var box = new HtmlContentBuilder();
            box.AppendHtml(generator.GenerateCheckBox(View, For.ModelExplorer, For.Name, For.Model as bool?, attributes));
            box.AppendHtml(generator.GenerateHiddenForCheckbox(View, For.ModelExplorer, For.Name));
            return box;
        }

        var wrong = attributes.ContainsKey("aria-invalid") ? " is-invalid" : "";
        if (Items is not null)
        {
            attributes["class"] = "form-select" + wrong;
            var chosen = generator.GetCurrentValues(View, For.ModelExplorer, For.Name, allowMultiple: For.ModelExplorer.Metadata.IsEnumerableType);
            return generator.GenerateSelect(View, For.ModelExplorer, null, For.Name, Items, chosen,
                For.ModelExplorer.Metadata.IsEnumerableType, attributes);
        }

        attributes["class"] = "form-control" + wrong;
        if (Rows > 0)
        {
            return generator.GenerateTextArea(View, For.ModelExplorer, For.Name, Rows, 0, attributes);
        }

        var type = Type ?? TypeOf(For.Metadata);
        attributes["type"] = type;
        if (For.Metadata.UnderlyingOrModelType is var number && (number == typeof(int) || number == typeof(long)))
        {
            attributes.TryAdd("inputmode", "numeric");
        }

        if (type == "password")
        {
            // A password is never sent back to the browser.
            return generator.GeneratePassword(View, For.ModelExplorer, For.Name, null, attributes);
        }

        var input = generator.GenerateTextBox(View, For.ModelExplorer, For.Name, For.Model, FormatOf(type), attributes);
        return SentInvariant.Contains(type) ? new HtmlContentBuilder().AppendHtml(input).AppendHtml(InvariantMark()) : input;
    }

    /// <summary>Browsers send what these hold in one form for all languages; everything else is read as the person writes it.</summary>
    private static readonly HashSet<string> SentInvariant = ["number", "range", "date", "time", "datetime-local", "month", "week"];

    private TagBuilder InvariantMark()
    {
        var mark = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        mark.Attributes["type"] = "hidden";
        mark.Attributes["name"] = "__Invariant";
        mark.Attributes["value"] = View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        return mark;
    }

    private static string TypeOf(ModelMetadata metadata) => (metadata.DataTypeName, metadata.UnderlyingOrModelType) switch
    {
        ("Password", _) => "password",
        ("EmailAddress", _) => "email",
        ("PhoneNumber", _) => "tel",
        ("Url", _) => "url",
        ("Date", _) => "date",
        ("Time", _) => "time",
        (_, var type) when type == typeof(DateOnly) => "date",
        (_, var type) when type == typeof(TimeOnly) => "time",
        _ => "text",
    };

    private static string? FormatOf(string type) => type switch
    {
        "date" => "{0:yyyy-MM-dd}",
        "time" => "{0:HH\\:mm}",
        "datetime-local" => "{0:yyyy-MM-ddTHH\\:mm}",
        _ => null,
    };

    private TagBuilder LabelOf(string id, bool required)
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.AddCssClass("field-label");
        label.InnerHtml.Append(Label ?? NameOf(For.Metadata));
        if (!required && For.Metadata.UnderlyingOrModelType != typeof(bool))
        {
            var optional = new TagBuilder("span");
            optional.AddCssClass("field-optional");
            optional.InnerHtml.Append(T("optional"));
            label.InnerHtml.Append(" ").AppendHtml(optional);
        }

        return label;
    }

    /// <summary>The display name, or the property's name as words: "FirstName" reads "First name".</summary>
    internal static string NameOf(ModelMetadata metadata)
    {
        if (metadata.DisplayName is { Length: > 0 } given)
        {
            return given;
        }

        var words = new StringBuilder();
        foreach (var letter in metadata.PropertyName ?? "")
        {
            words.Append(words.Length > 0 && char.IsUpper(letter) ? " " + char.ToLower(letter, CultureInfo.InvariantCulture) : letter);
        }

        return T(words.ToString());
    }

    private static TagBuilder Line(string element, string css, string? id, string? text)
    {
        var line = new TagBuilder(element);
        line.AddCssClass(css);
        if (id is not null)
        {
            line.Attributes["id"] = id;
        }

        if (text is not null)
        {
            line.InnerHtml.Append(text);
        }

        return line;
    }
}
