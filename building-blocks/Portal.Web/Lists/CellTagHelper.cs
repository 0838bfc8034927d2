using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Portal.Web.Lists.Export;

namespace Portal.Web.Lists;

/// <summary><c>&lt;cell column="name"&gt;…&lt;/cell&gt;</c>: a cell of a data table's column, labelled with its heading on a phone.</summary>
[HtmlTargetElement("cell", Attributes = "column")]
public sealed class CellTagHelper : TagHelper
{
    public string Column { get; set; } = "";

    /// <summary>What an exported file says instead of the cell's own text: a plain number, an exact value.</summary>
    public string? Export { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var shape = (ListShape)context.Items[typeof(ListShape)];
        if (context.Items.TryGetValue(typeof(ListExport), out var under) && under is ListExport export)
        {
            await TellAsync(export, shape, output);
            return;
        }

        if (shape.FileColumns.Any(c => c.Key == Column))
        {
            output.SuppressOutput();
            return;
        }

        var column = shape.Columns.FirstOrDefault(c => c.Key == Column)
            ?? throw new InvalidOperationException($"The list {shape.Name} has no column {Column}.");
        // The first column names the row, for screen readers and for the card a row becomes on a phone.
        var isFirst = shape.Columns[0] == column;
        output.TagName = isFirst ? "th" : "td";
        if (isFirst)
        {
            output.Attributes.SetAttribute("scope", "row");
        }

        output.Attributes.SetAttribute("data-label", T(column.Text));
        if (column.IsNumber)
        {
            output.Attributes.SetAttribute("class", "number");
        }
    }

    private async Task TellAsync(ListExport export, ListShape shape, TagHelperOutput output)
    {
        var place = shape.Columns.Concat(shape.FileColumns).Index().FirstOrDefault(c => c.Item.Key == Column, (-1, null!)).Index;
        if (place < 0)
        {
            throw new InvalidOperationException($"The list {shape.Name} has no column {Column}.");
        }

        export.Add(place, shape.Columns.Count + shape.FileColumns.Count,
            Export is { } exact ? System.Net.WebUtility.HtmlEncode(exact) : (await output.GetChildContentAsync()).GetContent());
        output.SuppressOutput();
    }
}

/// <summary><c>&lt;row-select value="@e.Id" label="John Smith" /&gt;</c>: the first thing in a row of a list with bulk actions.</summary>
[HtmlTargetElement("row-select", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RowSelectTagHelper : TagHelper
{
    public string Value { get; set; } = "";

    /// <summary>What the row is called; said by screen readers.</summary>
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var shape = (ListShape)context.Items[typeof(ListShape)];
        if (shape.BulkActions.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "td";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "select");
        var box = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        box.AddCssClass("form-check-input");
        box.Attributes["type"] = "checkbox";
        box.Attributes["name"] = "ids";
        box.Attributes["value"] = Value;
        // Not inside the form but of it: rows may have forms of their own, and forms don't nest.
        box.Attributes["form"] = "list-" + shape.Name + "-bulk";
        box.Attributes["aria-label"] = T($"Select {Label}");
        output.Content.SetHtmlContent(box);
    }
}
