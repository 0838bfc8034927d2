using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain.Credentials;

internal enum LinkPurpose
{
    /// <summary>In the welcome mail: sets the first password.</summary>
    Welcome,

    /// <summary>Sets a new password for one that was forgotten or reset.</summary>
    Reset,

    /// <summary>Proves that an address belongs to the account's person.</summary>
    Address,
}

/// <summary>A link that works once, by mail. Only its hash is kept: nobody with the database can use it.</summary>
internal sealed class OneTimeLink : IAuditedFor
{
    public const int MostInAnHour = 5;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    /// <summary>The company of the account, for the audit log.</summary>
    public CompanyId? CompanyId { get; init; }

    public LinkPurpose Purpose { get; init; }

    [Sensitive]
    public string Hash { get; init; } = "";

    /// <summary>Where it was sent; using it proves that this address belongs to the person.</summary>
    public string Address { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used, or replaced by another.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    CompanyId? IAuditedFor.AuditCompany => CompanyId;

    public static TimeSpan LifetimeOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.Welcome => TimeSpan.FromDays(7),
        LinkPurpose.Address => TimeSpan.FromDays(1),
        _ => TimeSpan.FromHours(1),
    };
}
