using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.Web.Forms;

/// <summary>
/// Every <c>&lt;form method="post"&gt;</c> gets a token of its own, so that sending it twice saves once. With
/// <c>main</c> it is the page's form: it guards unsaved changes and leaves checking to the server, which answers in words.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class OnceFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    internal const string TokenField = "__once";
    internal const string MainId = "main-form";

    // Between MVC's form helper (-1000) and the end-of-form one (-900), after which nobody knows whether the form has its token.
    public override int Order => -950;

    public bool Main { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = default!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Main)
        {
            output.Attributes.SetAttribute("id", MainId);
            output.Attributes.SetAttribute("novalidate", "novalidate");
            output.Attributes.SetAttribute("data-guard", "");
        }

        var token = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        token.Attributes["type"] = "hidden";
        token.Attributes["name"] = TokenField;
        token.Attributes["value"] = Guid.NewGuid().ToString();
        token.Attributes["autocomplete"] = "off";
        output.PostContent.AppendHtml(token);

        // MVC leaves the anti-forgery token out of a form that names its own address. The generator gives one token a form,
        // so a form that has it already gets no second.
        if (generator.GenerateAntiforgery(View) is { } antiforgery)
        {
            output.PostContent.AppendHtml(antiforgery);
        }
    }
}
