using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.Web.Look;

/// <summary>
/// <c>&lt;icon name="phone" /&gt;</c>: an icon of the sprite (names: Icons/icons.txt). Hidden from screen readers unless
/// <c>label</c> gives it a meaning of its own.
/// </summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    private const string Sprite = "_content/Portal.Web/lib/icons.svg";

    public string Name { get; set; } = "";

    public string? Label { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = default!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        var extra = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", string.IsNullOrEmpty(extra) ? "icon" : "icon " + extra);
        if (Label is null)
        {
            output.Attributes.SetAttribute("aria-hidden", "true");
        }
        else
        {
            output.Attributes.SetAttribute("role", "img");
            output.Attributes.SetAttribute("aria-label", Label);
        }

        var use = new TagBuilder("use");
        use.Attributes["href"] = Url(View.HttpContext) + "#" + Name;
        output.Content.SetHtmlContent(use);
    }

    /// <summary>An icon for HTML built in code.</summary>
    internal static TagBuilder Build(HttpContext http, string name)
    {
        var use = new TagBuilder("use");
        use.Attributes["href"] = Url(http) + "#" + name;
        var svg = new TagBuilder("svg");
        svg.AddCssClass("icon");
        svg.Attributes["aria-hidden"] = "true";
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }

    // The fingerprinted address may be cached for ever; an error page runs without an endpoint and takes the plain one.
    internal static string Url(HttpContext http) =>
        http.Request.PathBase + "/" + (http.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>()?[Sprite] ?? Sprite);
}
