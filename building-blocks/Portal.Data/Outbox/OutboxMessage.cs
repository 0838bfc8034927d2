using Portal.Data.Audit;

namespace Portal.Data.Outbox;

/// <summary>Something that must leave the process: written with the change that caused it, sent after the commit, retried until it went.</summary>
[NotAudited]
internal sealed class OutboxMessage
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The message type's full name.</summary>
    public required string Kind { get; init; }

    public required string Payload { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to try (again); also the claim of the node that is trying.</summary>
    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public int Attempts { get; set; }

    public string? LastError { get; set; }
}
