using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Portal.Web.Look;

namespace Portal.Web.Forms;

/// <summary>
/// <c>&lt;error-summary /&gt;</c> at the top of a form: what is wrong, with a link to each field. Renders nothing when
/// nothing is wrong.
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = default!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var problems = View.ViewData.ModelState
            .OrderBy(e => PlaceOf(e.Key), StringComparer.Ordinal)
            .SelectMany(e => e.Value!.Errors.Select(error => (Field: e.Key, Words: FieldTagHelper.WordsOf(error))))
            .ToArray();
        if (problems.Length == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "notice notice-bad error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("data-focus", "");
        output.Content.AppendHtml(IconTagHelper.Build(View.HttpContext, "alert-circle"));

        var body = new TagBuilder("div");
        var title = new TagBuilder("p");
        title.AddCssClass("notice-title");
        title.InnerHtml.Append(N(problems.Length, "Not saved yet: one thing needs your attention.", "Not saved yet: {0} things need your attention."));
        body.InnerHtml.AppendHtml(title);

        var list = new TagBuilder("ul");
        foreach (var (field, words) in problems)
        {
            var item = new TagBuilder("li");
            if (field.Length == 0)
            {
                item.InnerHtml.Append(words);
            }
            else
            {
                var link = new TagBuilder("a");
                link.Attributes["href"] = "#" + TagBuilder.CreateSanitizedId(field, "_");
                link.InnerHtml.Append(words);
                item.InnerHtml.AppendHtml(link);
            }

            list.InnerHtml.AppendHtml(item);
        }

        body.InnerHtml.AppendHtml(list);
        output.Content.AppendHtml(body);
    }

    /// <summary>Where a field stands in the form, taken from the order of the model's properties.</summary>
    private string PlaceOf(string key)
    {
        var place = "";
        var metadata = View.ViewData.ModelMetadata;
        foreach (var name in key.Split('.'))
        {
            var properties = metadata.Properties;
            for (var index = 0; index < properties.Count; index++)
            {
                if (string.Equals(properties[index].PropertyName, name, StringComparison.OrdinalIgnoreCase))
                {
                    place += (char)index;
                    metadata = properties[index];
                    break;
                }
            }
        }

        return place;
    }
}
