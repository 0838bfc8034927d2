using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.Web.Look;

/// <summary>
/// <c>&lt;time at="@call.Started" /&gt;</c>: a moment in the viewer's zone, short to read, exact on hover. <c>date-only</c>
/// leaves the time of day out. Null shows a dash.
/// </summary>
[HtmlTargetElement("time", Attributes = "at")]
public sealed class TimeTagHelper(ViewerClock clock) : TagHelper
{
    public DateTimeOffset? At { get; set; }

    public bool DateOnly { get; set; }

    /// <summary>Shows seconds too, where the order within a minute matters.</summary>
    public bool Seconds { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (At is not { } at)
        {
            output.TagName = null;
            output.Content.SetContent("–");
            return;
        }

        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", clock.Exact(at));
        output.Content.SetContent(clock.Short(at, DateOnly, Seconds));
    }
}
