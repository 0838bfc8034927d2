using Microsoft.AspNetCore.Identity;
using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain.Credentials;

/// <summary>A passkey (WebAuthn credential) of an account. What is kept is public; the secret never leaves the device.</summary>
internal sealed class Passkey : IAuditedFor
{
    public const int LongestName = 64;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public CompanyId? CompanyId { get; init; }

    /// <summary>The credential's id, base64url; unique on the platform.</summary>
    public string CredentialId { get; init; } = "";

    public string Name { get; set; } = "";

    [Sensitive]
    public byte[] PublicKey { get; init; } = [];

    public long SignCount { get; set; }

    public string Transports { get; init; } = "";

    public bool IsUserVerified { get; set; }

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    [Sensitive]
    public byte[] AttestationObject { get; init; } = [];

    [Sensitive]
    public byte[] ClientDataJson { get; init; } = [];

    public DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    CompanyId? IAuditedFor.AuditCompany => CompanyId;

    public UserPasskeyInfo ToInfo() => new(
        System.Buffers.Text.Base64Url.DecodeFromChars(CredentialId), PublicKey, AddedAt, (uint)SignCount,
        Transports.Length == 0 ? null : Transports.Split(','), IsUserVerified, IsBackupEligible, IsBackedUp, AttestationObject, ClientDataJson) { Name = Name };
}
