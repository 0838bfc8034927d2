using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Data.Activity;

/// <summary>Something was set up, changed its state, or was taken away in a company.</summary>
[NotAudited]
public sealed class ActivityEntry : ICompanyOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public DateTimeOffset At { get; init; }

    public CompanyId CompanyId { get; init; }

    public SiteId? SiteId { get; init; }

    /// <summary>"Employee", in English.</summary>
    public required string Thing { get; init; }

    /// <summary><c>added</c>, <c>changed</c> or <c>removed</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The state it has now, in English; null when it has none or is gone.</summary>
    public string? State { get; init; }

    public required string Name { get; init; }

    public required string ObjectId { get; init; }

    public required string UserName { get; init; }
}
