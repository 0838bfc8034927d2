using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain.Credentials;

/// <summary>A code of six digits sent by mail as the second step of signing in.</summary>
[NotAudited]
internal sealed class EmailCode
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Codes within <see cref="Period"/>; more would be a flood in somebody's mailbox, and more guesses.</summary>
    public const int MostInPeriod = 5;

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public string Hash { get; init; } = "";

    public DateTimeOffset SentAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used, or replaced by a newer one.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
