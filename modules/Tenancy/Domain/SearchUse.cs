using Portal.Modularity;

namespace Portal.Tenancy.Domain;

/// <summary>One use of the search tool (TE12), which looks beyond the own company: kept so that nobody tries numbers through unseen.</summary>
internal sealed class SearchUse
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary><c>mac</c>, <c>number</c> or <c>name</c>.</summary>
    public required string By { get; init; }

    public required string Text { get; init; }

    /// <summary>False for nothing, and for what the person may not see.</summary>
    public bool Found { get; init; }
}
