using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.Web.Look;

public enum TileWidth
{
    Narrow,
    Wide,
    Full,
}

/// <summary>
/// <c>&lt;tile title="Calls today" icon="phone-call" href="/call-logs" figure="128"&gt;…&lt;/tile&gt;</c>: a card of a dashboard.
/// </summary>
[HtmlTargetElement("tile")]
public sealed class TileTagHelper : TagHelper
{
    public string Title { get; set; } = "";

    public string? Icon { get; set; }

    /// <summary>Where the heading leads; null for nowhere.</summary>
    public string? Href { get; set; }

    /// <summary>The one number worth showing large; null for none.</summary>
    public string? Figure { get; set; }

    public TileWidth Width { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = default!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "tile tile-" + Width.ToString().ToLowerInvariant());

        var heading = new TagBuilder("h2");
        heading.AddCssClass("tile-title");
        var text = heading;
        if (Href is not null)
        {
            text = new TagBuilder("a");
            text.Attributes["href"] = Href;
            heading.InnerHtml.AppendHtml(text);
        }

        if (Icon is not null)
        {
            text.InnerHtml.AppendHtml(IconTagHelper.Build(View.HttpContext, Icon));
        }

        text.InnerHtml.Append(Title);
        output.Content.AppendHtml(heading);
        if (Figure is not null)
        {
            var figure = new TagBuilder("p");
            figure.AddCssClass("tile-figure");
            figure.InnerHtml.Append(Figure);
            output.Content.AppendHtml(figure);
        }

        output.Content.AppendHtml(content);
    }
}
