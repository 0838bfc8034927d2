using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain.Credentials;

/// <summary>One of the codes that stand in for a lost authenticator app, each once.</summary>
[NotAudited]
internal sealed class RecoveryCode
{
    public const int InASet = 10;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public string Hash { get; init; } = "";

    public DateTimeOffset? UsedAt { get; set; }
}
