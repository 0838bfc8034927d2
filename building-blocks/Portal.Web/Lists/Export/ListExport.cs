using Microsoft.AspNetCore.Http;

namespace Portal.Web.Lists.Export;

/// <summary>
/// A list being written to a file: which part of it is asked for next, and the rows its cells have said. While one is under way,
/// <see cref="ListShape.Read"/> asks for large parts, and the table's tag helpers collect text instead of drawing.
/// </summary>
internal sealed class ListExport(TimeZoneInfo zone)
{
    /// <summary>Rows read and held at a time.</summary>
    public const int PartSize = 2000;

    public int Page { get; private set; } = 1;

    public string? After { get; private set; }

    /// <summary>The list of the part just drawn; null: the page has none.</summary>
    public IPagedList? List { get; private set; }

    public List<string[]> Rows { get; } = [];

    public static ListExport? Of(HttpContext http) => http.Items[typeof(ListExport)] as ListExport;

    public void Begin(HttpContext http) => http.Items[typeof(ListExport)] = this;

    /// <summary>The first list of the page is the one that is written.</summary>
    public bool Takes(IPagedList list)
    {
        List ??= list;
        return ReferenceEquals(List, list);
    }

    /// <summary>A cell of the row under way; the first column begins a new one.</summary>
    public void Add(int column, int columns, string html)
    {
        if (column == 0 || Rows.Count == 0)
        {
            Rows.Add(new string[columns]);
        }

        Rows[^1][column] = PlainText.Of(html, zone);
    }

    /// <summary>Turns to the next part; false when the list is at its end.</summary>
    public bool Next()
    {
        var more = List is { HasMore: true } && Rows.Count > 0;
        After = List?.Next;
        Page = After is null ? Page + 1 : 1;
        List = null;
        Rows.Clear();
        return more;
    }
}
