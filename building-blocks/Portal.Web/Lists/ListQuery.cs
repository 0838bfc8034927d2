using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Portal.Web.Lists.Export;

namespace Portal.Web.Lists;

/// <summary>What one look at a list asks for; read from the address, and able to write itself back into one.</summary>
public sealed record ListQuery
{
    private const int LongestText = 200;

    /// <summary>Beyond this many pages a list is searched, not paged: it bounds what an address can make the database skip.</summary>
    private const int LastPage = 10_000;

    private ListQuery(ListShape shape, string path)
    {
        (Shape, Path) = (shape, path);
        (Sort, Descending) = shape.DefaultSort;
    }

    public ListShape Shape { get; }

    /// <summary>The address without its query.</summary>
    public string Path { get; }

    /// <summary>The searched text, trimmed, at most 200 characters; empty for none.</summary>
    public string Search { get; private init; } = "";

    /// <summary>The key of the column sorted by; always one that the shape declares sortable.</summary>
    public string Sort { get; private init; }

    public bool Descending { get; private init; }

    /// <summary>One of <see cref="ListShape.Sizes"/>; more while the list is exported.</summary>
    public int Size { get; private init; } = ListShape.Sizes[0];

    /// <summary>From 1.</summary>
    public int Page { get; private init; } = 1;

    /// <summary>A keyset cursor made by the list itself: the last row of the page before. Untrusted input; null for the first page.</summary>
    public string? After { get; private init; }

    /// <summary>The chosen filters by key; a filter that is not set is absent.</summary>
    public IReadOnlyDictionary<string, string> Filters { get; private init; } = new Dictionary<string, string>();

    /// <summary>How many rows come before this page.</summary>
    public int Skip => (Page - 1) * Size;

    /// <summary>The value of a filter, or null.</summary>
    public string? this[string filter] => Filters.GetValueOrDefault(filter);

    /// <summary>The value of a date filter, or null.</summary>
    public DateOnly? Date(string filter) =>
        DateOnly.TryParseExact(this[filter], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>True while the list is written to a file: what only a file says is worked out then.</summary>
    public bool IsExported { get; private init; }

    /// <summary>True when the list shows a selection rather than everything.</summary>
    public bool IsNarrowed => Search.Length > 0 || Filters.Count > 0;

    internal static ListQuery Read(ListShape shape, string path, IQueryCollection query, ListExport? export = null)
    {
        var sort = query[ListShape.SortKey].ToString();
        var descending = sort.StartsWith('-');
        var column = shape.Columns.FirstOrDefault(c => c.Sortable && c.Key == sort.TrimStart('-'))?.Key;

        return new ListQuery(shape, path)
        {
            Search = TextOf(query, ListShape.SearchKey),
            Sort = column ?? shape.DefaultSort.Column,
            Descending = column is null ? shape.DefaultSort.Descending : descending,
            IsExported = export is not null,
            Size = export is not null ? ListExport.PartSize : ListShape.Sizes.FirstOrDefault(s => s == NumberOf(query, ListShape.SizeKey), ListShape.Sizes[0]),
            Page = export?.Page ?? Math.Clamp(NumberOf(query, ListShape.PageKey), 1, LastPage),
            After = export is not null ? export.After : TextOf(query, ListShape.AfterKey) is { Length: > 0 } after ? after : null,
            Filters = shape.Filters
                .Select(f => (f.Key, Value: TextOf(query, f.Key), Filter: f))
                .Where(f => f.Value.Length > 0 && Accepts(f.Filter, f.Value))
                .ToDictionary(f => f.Key, f => f.Value),
        };
    }

    private static bool Accepts(ListFilter filter, string value) => filter.IsDate
        ? DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        : filter.Options.Any(o => o.Value == value);

    private static string TextOf(IQueryCollection query, string key)
    {
        var text = query[key].ToString().Trim().Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= LongestText ? text : text[..LongestText];
    }

    private static int NumberOf(IQueryCollection query, string key) =>
        int.TryParse(query[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The address of this list sorted by a column: upwards first, downwards when it is already sorted so.</summary>
    public string SortedBy(string column) =>
        Address(this with { Sort = column, Descending = Sort == column && !Descending, Page = 1, After = null });

    public string OnPage(int page) => Address(this with { Page = page, After = null });

    public string FromCursor(string? after) => Address(this with { Page = 1, After = after });

    public string OfSize(int size) => Address(this with { Size = size, Page = 1, After = null });

    public string Without(string filter) =>
        Address(this with { Filters = Filters.Where(f => f.Key != filter).ToDictionary(), Page = 1, After = null });

    /// <summary>The whole of this selection as a file: <c>csv</c> or <c>xml</c>.</summary>
    public string ExportedAs(string format)
    {
        var whole = Address(this with { Page = 1, After = null, Size = ListShape.Sizes[0] });
        return whole + (whole.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "format=" + format;
    }

    /// <summary>The address without search and filters.</summary>
    public string Everything => Address(this with { Search = "", Filters = new Dictionary<string, string>(), Page = 1, After = null });

    /// <summary>The address of exactly this look at the list.</summary>
    public string Here => Address(this);

    private static string Address(ListQuery query)
    {
        var address = new StringBuilder(query.Path);
        foreach (var (key, value) in query.Parts())
        {
            address.Append(address.Length == query.Path.Length ? '?' : '&')
                .Append(key).Append('=').Append(UrlEncoder.Default.Encode(value));
        }

        return address.ToString();
    }

    /// <summary>What the address holds, without what is the default anyway.</summary>
    internal IEnumerable<(string Key, string Value)> Parts()
    {
        if (Search.Length > 0)
        {
            yield return (ListShape.SearchKey, Search);
        }

        foreach (var (key, value) in Filters)
        {
            yield return (key, value);
        }

        if ((Sort, Descending) != Shape.DefaultSort)
        {
            yield return (ListShape.SortKey, (Descending ? "-" : "") + Sort);
        }

        if (Size != ListShape.Sizes[0])
        {
            yield return (ListShape.SizeKey, Size.ToString(CultureInfo.InvariantCulture));
        }

        if (Page > 1)
        {
            yield return (ListShape.PageKey, Page.ToString(CultureInfo.InvariantCulture));
        }

        if (After is not null)
        {
            yield return (ListShape.AfterKey, After);
        }
    }
}
