using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Extensions.Domain;

/// <summary>
/// New passwords on their way to the one screen that shows them. Kept here, encrypted, from the change to the page that follows
/// it: a form posted twice or another node must not lose them, and a reload must not show them again.
/// </summary>
[NotAudited]
internal sealed class Handover : ICompanyOwned
{
    /// <summary>How long the page has to open after the change.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public CompanyId CompanyId { get; init; }

    public EmployeeId EmployeeId { get; init; }

    /// <summary>Who made the change, and alone may see its result.</summary>
    public UserId UserId { get; init; }

    [Sensitive]
    public byte[] Passwords { get; init; } = [];

    public DateTimeOffset ExpiresAt { get; init; }
}

/// <param name="Sip">The new SIP password.</param>
/// <param name="Portal">The password of the new login; null when only the SIP password is new.</param>
internal sealed record NewPasswords(string Sip, string? Portal)
{
    public override string ToString() => "(hidden)";
}
