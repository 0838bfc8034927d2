using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Identity.Contracts;
using Portal.Modularity;

namespace Portal.Identity.Domain.Credentials;

/// <summary>An employee's password for a service beside the portal: applications, or the voice portal (voicemail by telephone).</summary>
internal sealed class ServicePassword : ICompanyOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public CompanyId CompanyId { get; init; }

    public EmployeeId EmployeeId { get; init; }

    public ServicePasswordKind Kind { get; init; }

    [Sensitive]
    public string Hash { get; set; } = "";

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Wrong tries since the last right one.</summary>
    public int WrongTries { get; set; }

    public DateTimeOffset? LastWrongAt { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}
