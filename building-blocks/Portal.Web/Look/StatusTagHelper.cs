using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.Web.Look;

/// <summary>
/// <c>&lt;status tone="Good"&gt;Registered&lt;/status&gt;</c> or <c>&lt;status of="@model.State" /&gt;</c>: a state as icon and
/// word, so that nothing depends on seeing colours.
/// </summary>
[HtmlTargetElement("status")]
public sealed class StatusTagHelper : TagHelper
{
    public Tone Tone { get; set; }

    public string? Icon { get; set; }

    public Status? Of { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = default!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var tone = Of?.Tone ?? Tone;
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "state state-" + tone.ToString().ToLowerInvariant());
        var text = await output.GetChildContentAsync();
        output.Content.AppendHtml(IconTagHelper.Build(View.HttpContext, Of?.Icon ?? Icon ?? IconOf(tone)));
        if (Of is null)
        {
            output.Content.AppendHtml(text);
        }
        else
        {
            output.Content.Append(Of.Text);
        }
    }

    internal static string IconOf(Tone tone) => tone switch
    {
        Tone.Good => "circle-check",
        Tone.Warning => "alert-triangle",
        Tone.Bad => "alert-circle",
        Tone.Notice => "info-circle",
        _ => "circle-dot",
    };
}
