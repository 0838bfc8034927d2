using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Portal.Htmx;
using Portal.Web.Lists.Export;

namespace Portal.Web.Lists;

/// <summary>
/// <c>&lt;data-table of="Model.List" empty="…"&gt;&lt;tr&gt;…&lt;/tr&gt;&lt;/data-table&gt;</c>: a list with search, filters, sorting, paging,
/// selection and empty state. The child content is the rows, made of <c>&lt;row-select&gt;</c> and <c>&lt;cell&gt;</c>.
/// Works without JavaScript; with it, only the results are swapped and the address follows.
/// </summary>
[HtmlTargetElement("data-table", Attributes = "of")]
public sealed class DataTableTagHelper(IHtmlHelper html) : TagHelper
{
    public IPagedList Of { get; set; } = default!;

    /// <summary>Says what to do first when the list has nothing at all.</summary>
    public string Empty { get; set; } = "";

    /// <summary>The icon of the empty state.</summary>
    public string EmptyIcon { get; set; } = "list";

    /// <summary>What to do first, as a button; null for none.</summary>
    public Link? EmptyAction { get; set; }

    /// <summary>An address of server-sent events; on each <c>changed</c> the list reads itself again. Null: not live.</summary>
    public string? Live { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = default!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(ListShape)] = Of.Query.Shape;
        var export = ListExport.Of(View.HttpContext);
        if (export?.Takes(Of) == true)
        {
            context.Items[typeof(ListExport)] = export;
        }

        var rows = await output.GetChildContentAsync();
        if (export is not null)
        {
            output.SuppressOutput();
            return;
        }

        var model = new DataTableModel(Of, rows, Empty, EmptyIcon, EmptyAction, Live);

        ((IViewContextAware)html).Contextualize(View);
        output.TagName = null;
        // The search box keeps what is being typed, because only what is beside it is swapped.
        var onlyResults = View.HttpContext.Request.IsHtmxNonBoosted() && View.HttpContext.Request.HtmxTarget() == model.ResultsId;
        output.Content.SetHtmlContent(await html.PartialAsync(
            onlyResults ? "/Pages/Shared/_TableResults.cshtml" : "/Pages/Shared/_Table.cshtml", model, new ViewDataDictionary(View.ViewData)));
    }
}

/// <summary>What the table's partials draw.</summary>
public sealed record DataTableModel(IPagedList List, IHtmlContent Rows, string Empty, string EmptyIcon, Link? EmptyAction, string? Live)
{
    public ListQuery Query => List.Query;

    public ListShape Shape => List.Query.Shape;

    public string Id => "list-" + Shape.Name;

    public string ResultsId => Id + "-results";

    public string FormId => Id + "-search";

    public string BulkFormId => Id + "-bulk";

    /// <summary>"1–25 of 10,000 employees", as far as it is known.</summary>
    public string Counted
    {
        get
        {
            var things = T(Shape.Things);
            var first = Query.Skip + 1;
            var last = Query.Skip + List.Count;
            return (List.Total, Query.After) switch
            {
                (0, _) => T($"No {things}"),
                (1, _) or (null, null) when List.Count == 1 && !List.HasMore => T("One entry"),
                ({ } total, null) => T($"{first:N0}–{last:N0} of {total:N0} {things}"),
                ({ } total, _) => T($"{List.Count:N0} of {total:N0} {things}"),
                _ when List.HasMore => T($"{List.Count:N0} {things} and more"),
                _ => T($"{List.Count:N0} {things}"),
            };
        }
    }

    /// <summary>The numbers to offer around the current page; 0 stands for a gap. Empty when there is one page only.</summary>
    public IEnumerable<int> PageNumbers()
    {
        if (List.Total is not { } total || Query.After is not null || total <= Query.Size)
        {
            yield break;
        }

        var last = (int)Math.Min((total + Query.Size - 1) / Query.Size, int.MaxValue);
        var before = 0;
        foreach (var page in new[] { 1, Query.Page - 1, Query.Page, Query.Page + 1, last }.Where(p => p >= 1 && p <= last).Distinct().Order())
        {
            if (page > before + 1)
            {
                yield return 0;
            }

            yield return before = page;
        }
    }
}

/// <summary>What a filter that is looked up needs to be drawn.</summary>
internal sealed record LookupFilterModel(ListFilter Filter, ListQuery Query, string Id, string FormId);
