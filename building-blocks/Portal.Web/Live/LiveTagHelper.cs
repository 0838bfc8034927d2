using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.Web.Live;

/// <summary>
/// <c>&lt;live href="/calls/live" get="/calls/now"&gt;…&lt;/live&gt;</c>: a part of a page that is read again from <c>get</c> on each
/// event <c>changed</c> from <c>href</c>. The child content is what stands there at first.
/// </summary>
[HtmlTargetElement("live", Attributes = "href,get")]
public sealed class LiveTagHelper : TagHelper
{
    public string Href { get; set; } = "";

    public string Get { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("hx-ext", "sse");
        output.Attributes.SetAttribute("sse-connect", Href);
        output.Attributes.SetAttribute("data-live", "");

        // The connection stands outside the part that is swapped, so that it outlives the swap.
        var part = new TagBuilder("div");
        part.Attributes["hx-get"] = Get;
        part.Attributes["hx-trigger"] = "sse:changed";
        part.Attributes["hx-swap"] = "innerHTML";
        part.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        output.Content.SetHtmlContent(part);
    }
}
