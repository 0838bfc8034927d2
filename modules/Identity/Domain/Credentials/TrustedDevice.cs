using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain.Credentials;

/// <summary>A browser that is not asked for the second step for a while.</summary>
internal sealed class TrustedDevice : IAuditedFor
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public CompanyId? CompanyId { get; init; }

    [Sensitive]
    public string Hash { get; init; } = "";

    /// <summary>Trusted under this stamp of the account only: a new password asks every browser again.</summary>
    [Sensitive]
    public string Stamp { get; init; } = "";

    /// <summary>What the browser calls itself.</summary>
    public string Browser { get; init; } = "";

    public string? Address { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    CompanyId? IAuditedFor.AuditCompany => CompanyId;
}
