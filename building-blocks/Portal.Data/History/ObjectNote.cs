using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Data.History;

/// <summary>What somebody wanted remembered about an object. Never changed afterwards, by anybody.</summary>
[NotAudited]
public sealed class ObjectNote
{
    public const int Longest = 4000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Kind { get; init; }

    public required string ObjectId { get; init; }

    public CompanyId? CompanyId { get; init; }

    public DateTimeOffset At { get; init; }

    public UserId? UserId { get; init; }

    public required string UserName { get; init; }

    public required string Text { get; init; }

    /// <summary>True when only the provider reads it.</summary>
    public bool ProviderOnly { get; init; }
}
