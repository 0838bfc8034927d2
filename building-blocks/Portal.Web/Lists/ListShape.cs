using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Lists.Export;

namespace Portal.Web.Lists;

/// <summary>
/// What a list looks like and what its address may ask for: columns, sorting, filters, bulk actions. Declared once beside the
/// page, usually as a static field; what the address asks beyond it is ignored. Its texts are plain English, translated where the
/// list is drawn.
/// </summary>
/// <param name="Name">Unique on the page, lower case; part of element ids.</param>
/// <param name="Things">What is listed, plural and lower case: "employees".</param>
public sealed record ListShape(string Name, string Things)
{
    internal const string SearchKey = "q", SortKey = "sort", SizeKey = "size", PageKey = "page", AfterKey = "after";

    /// <summary>Page sizes on offer; the first is the default.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [25, 50, 100];

    public IReadOnlyList<ListColumn> Columns { get; private init; } = [];

    /// <summary>Columns that stand in exported files only, for what a screen has no room for.</summary>
    public IReadOnlyList<ListColumn> FileColumns { get; private init; } = [];

    /// <summary>The permission without which the list cannot be exported; null: whoever sees it may.</summary>
    public string? ExportNeeds { get; private init; }

    /// <summary>True when the list is offered as XML too.</summary>
    public bool OffersXml { get; private init; }

    public IReadOnlyList<ListFilter> Filters { get; private init; } = [];

    public IReadOnlyList<BulkAction> BulkActions { get; private init; } = [];

    /// <summary>What the search box searches: "Search name, number or site". Empty: the list has no search box.</summary>
    public string SearchHint { get; private init; } = "";

    /// <summary>The column sorted by when the address says nothing, and whether downwards.</summary>
    public (string Column, bool Descending) DefaultSort { get; private init; } = ("", false);

    public ListShape Search(string hint) => this with { SearchHint = hint };

    /// <param name="key">Lower case; the word in the address when the column is sorted by.</param>
    /// <param name="sort">True when the heading sorts.</param>
    /// <param name="number">True for numbers: right-aligned, in tabular figures.</param>
    public ListShape Column(string key, string text, bool sort = false, bool number = false) =>
        this with { Columns = [.. Columns, new ListColumn(key, text, sort, number)] };

    /// <summary>A column of exported files only; its <c>&lt;cell&gt;</c> is not drawn on the screen.</summary>
    public ListShape FileColumn(string key, string text) => this with { FileColumns = [.. FileColumns, new ListColumn(key, text, false, false)] };

    /// <summary>Lets only those export the list who hold a permission of their own for it.</summary>
    public ListShape ExportedBy(string permission) => this with { ExportNeeds = permission };

    /// <summary>Offers the list as XML beside CSV.</summary>
    public ListShape AlsoAsXml() => this with { OffersXml = true };

    /// <summary>The columns of a file. One without a heading holds buttons, which say nothing.</summary>
    internal IEnumerable<ListColumn> ExportedColumns => Columns.Concat(FileColumns).Where(c => c.Text.Length > 0);

    internal int ExportIndex(ListColumn column) => Columns.Concat(FileColumns).Index().First(c => c.Item == column).Index;

    /// <summary>A filter with a fixed set of values.</summary>
    /// <param name="key">The word in the address, lower case.</param>
    public ListShape Filter(string key, string text, params (string Value, string Text)[] options) =>
        this with { Filters = [.. Filters, new ListFilter(key, text, [.. options.Select(o => new ListOption(o.Value, o.Text))])] };

    /// <summary>
    /// A filter by something of which there are too many for a menu: companies, sites. It is looked up by a part of its name. Read
    /// such a list with <see cref="ReadAsync"/>.
    /// </summary>
    /// <param name="lookup">The <see cref="IFilterChoice.Name"/> of what is looked up.</param>
    public ListShape Lookup(string key, string text, string lookup) =>
        this with { Filters = [.. Filters, new ListFilter(key, text, [], HoldsData: true) { Lookup = lookup }] };

    /// <summary>What a filter that is not set means, where it does not mean "any": "Last 7 days".</summary>
    public ListShape Unset(string filter, string text) =>
        this with { Filters = [.. Filters.Select(f => f.Key == filter ? f with { Unset = text } : f)] };

    /// <summary>A filter by date, given as yyyy-MM-dd.</summary>
    public ListShape DateFilter(string key, string text) =>
        this with { Filters = [.. Filters, new ListFilter(key, text, [], IsDate: true)] };

    /// <summary>
    /// An action on the selected rows: a POST to the page's own handler <paramref name="handler"/>, which receives the values
    /// of <c>&lt;row-select&gt;</c> as <c>ids</c>.
    /// </summary>
    /// <param name="confirm">The question asked before; null for none.</param>
    public ListShape Bulk(string handler, string text, string icon, string? confirm = null) =>
        this with { BulkActions = [.. BulkActions, new BulkAction(handler, text, icon, confirm)] };

    public ListShape SortedBy(string column, bool descending = false) => this with { DefaultSort = (column, descending) };

    /// <summary>The same shape with the options of one filter filled in, for values that are only known per request.</summary>
    public ListShape WithOptions(string filter, IEnumerable<ListOption> options) =>
        this with { Filters = [.. Filters.Select(f => f.Key == filter ? f with { Options = [.. options], HoldsData = true } : f)] };

    /// <summary>Reads what the address asks for. Whatever is unknown or out of range falls back to its default.</summary>
    public ListQuery Read(HttpRequest request) => ListQuery.Read(this, request.Path, request.Query, ListExport.Of(request.HttpContext));

    /// <summary>The same for a list with <see cref="Lookup"/> filters. One that names something out of reach is not set.</summary>
    public async Task<ListQuery> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var filters = new List<ListFilter>();
        foreach (var filter in Filters)
        {
            var lookup = filter.Lookup is null ? null : request.HttpContext.RequestServices.GetServices<IFilterChoice>().FirstOrDefault(l => l.Name == filter.Lookup);
            if (filter.Lookup is null || lookup is null)
            {
                // A module that is not there offers nothing to choose from.
                filters.AddRange(filter.Lookup is null ? [filter] : []);
                continue;
            }

            var chosen = Guid.TryParse(request.Query[filter.Key], out var id) && await lookup.NameOfAsync(id, cancellationToken) is { } name
                ? new ListOption(request.Query[filter.Key].ToString(), name)
                : null;
            filters.Add(filter with { LookedUp = lookup, Options = chosen is null ? [] : [chosen] });
        }

        return (this with { Filters = filters }).Read(request);
    }
}

public sealed record ListColumn(string Key, string Text, bool Sortable, bool IsNumber);

/// <param name="HoldsData">The options are names of things, which are not translated.</param>
public sealed record ListFilter(string Key, string Text, IReadOnlyList<ListOption> Options, bool IsDate = false, string Unset = "Any", bool HoldsData = false)
{
    /// <summary>What its value is looked up in; null: it has <see cref="Options"/>.</summary>
    public string? Lookup { get; init; }

    internal IFilterChoice? LookedUp { get; init; }
}

public sealed record ListOption(string Value, string Text);

public sealed record BulkAction(string Handler, string Text, string Icon, string? Confirm);
