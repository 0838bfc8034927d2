namespace Portal.Web.Lists;

/// <summary>A page of a list, in the form the table needs whatever is listed.</summary>
public interface IPagedList
{
    ListQuery Query { get; }

    /// <summary>How many rows this page has.</summary>
    int Count { get; }

    /// <summary>How many rows the whole list has; null when counting them would cost too much.</summary>
    long? Total { get; }

    /// <summary>The cursor of the next page for lists paged by key; null: paged by number, or this is the last page.</summary>
    string? Next { get; }

    bool HasMore { get; }
}

/// <summary>
/// A page of a list. Paged by number: give <paramref name="Total"/>. Paged by key: give <paramref name="Next"/>, and
/// the total too when it is cheap.
/// </summary>
public sealed record PagedList<T>(ListQuery Query, IReadOnlyList<T> Items, long? Total = null, string? Next = null) : IPagedList
{
    public int Count => Items.Count;

    public bool HasMore => Next is not null || Query.Skip + Count < Total;
}
