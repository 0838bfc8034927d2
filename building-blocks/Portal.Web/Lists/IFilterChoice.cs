namespace Portal.Web.Lists;

/// <summary>
/// Things that a filter chooses from and that are too many for a menu, found by a part of their name as it is typed. Register
/// it scoped; <see cref="ListShape.Lookup"/> names it. It offers and names only what the current user may see.
/// </summary>
public interface IFilterChoice
{
    /// <summary>One word, lower case, part of its address: <c>companies</c>.</summary>
    string Name { get; }

    /// <summary>What is typed, in plain English, translated where it is drawn: "Search a company".</summary>
    string Hint { get; }

    /// <summary>Null when there is no such thing within reach.</summary>
    Task<string?> NameOfAsync(Guid id, CancellationToken cancellationToken);

    /// <param name="text">What was typed, matched literally; empty for the first ones by name.</param>
    Task<IReadOnlyList<FilterOffer>> FindAsync(string text, int limit, CancellationToken cancellationToken);
}

/// <summary>Something to choose.</summary>
/// <param name="Detail">What tells it from its namesakes; may be empty.</param>
public sealed record FilterOffer(Guid Id, string Name, string Detail);
