using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Data.Delayed;

public enum DelayedState
{
    Waiting,
    Running,
    Saved,
    Cancelled,

    /// <summary>The object was changed by somebody else meanwhile; nothing was saved.</summary>
    Conflict,

    /// <summary>A rule, or powers the author no longer has, said no.</summary>
    Refused,
    Failed,
}

/// <summary>A change somebody has made that is to be saved later (TE6, "Delay and save").</summary>
[NotAudited]
public sealed class DelayedSave
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The kind and key of the object it is shown on.</summary>
    public required string Kind { get; init; }

    public required string ObjectId { get; init; }

    public CompanyId? CompanyId { get; init; }

    /// <summary>The key of the <see cref="DelayableChange"/>.</summary>
    public required string Change { get; init; }

    /// <summary>The request as JSON; it carries the version the form was filled from.</summary>
    public required string Payload { get; init; }

    /// <summary>What it is about: the object's name.</summary>
    public required string Summary { get; init; }

    public UserId AuthorId { get; init; }

    public required string AuthorName { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DelayedState State { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it was not saved; null otherwise.</summary>
    public string? Answer { get; set; }

    /// <summary>True once its author has been told how it ended.</summary>
    public bool Seen { get; set; }
}
