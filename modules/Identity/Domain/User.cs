using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Identity.Domain;

/// <summary>Someone who may sign in. What they may do then is said by their <see cref="UserGrant"/>s.</summary>
[PartOf(nameof(ContactId))]
internal sealed class User : IVersioned, IAuditedFor
{
    public UserId Id { get; init; } = UserId.New();

    /// <summary>Unique on the platform, and case-sensitive (ID1): <c>John.Smith</c> and <c>john.smith</c> are two people.</summary>
    public string Username { get; set; } = "";

    public string DisplayName { get; set; } = "";

    /// <summary>The company this account belongs to; null for operators and partners.</summary>
    public CompanyId? CompanyId { get; set; }

    /// <summary>The contact whose portal login this is: name and address follow the contact. Null for everybody else.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>Where mail for this person goes, lower case; null: nowhere.</summary>
    public string? Email { get; set; }

    /// <summary>
    /// The address its person has proved to be theirs; unique, so that it can be signed in with. Worth nothing once
    /// <see cref="Email"/> is another.
    /// </summary>
    public string? VerifiedEmail { get; set; }

    public bool IsEmailVerified => Email is not null && Email == VerifiedEmail;

    /// <summary>Null: as the browser asks.</summary>
    public string? Language { get; set; }

    /// <summary>IANA name; null: as the browser says.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The name of the picture's file; null: no picture, initials instead.</summary>
    public string? Picture { get; set; }

    CompanyId? IAuditedFor.AuditCompany => CompanyId;

    /// <summary>Null: nobody can sign in with this account until a password is set.</summary>
    [Sensitive]
    public string? PasswordHash { get; set; }

    /// <summary>The password before this one; it is refused as the next one (ID2).</summary>
    [Sensitive]
    public string? PreviousPasswordHash { get; set; }

    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>Somebody else chose the present password: the next sign-in leads to a new one and nowhere else (ID4).</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>An administrator demands a second step of this person.</summary>
    public bool SecondStepDemanded { get; set; }

    /// <summary>Second step by a code to the verified address.</summary>
    public bool CodeByEmail { get; set; }

    /// <summary>The authenticator app's secret, encrypted; null: no app.</summary>
    [Sensitive]
    public byte[]? AuthenticatorSecret { get; set; }

    /// <summary>The step of the last code that was used; it and earlier ones are refused.</summary>
    public long? AuthenticatorStep { get; set; }

    /// <summary>Changes with the password; sessions opened under another stamp end at once.</summary>
    [Sensitive]
    public string SecurityStamp { get; set; } = "";

    /// <summary>Until when nobody can sign in with this account (ID3); a moment in the past means it is open again.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>May not sign in, whatever the password; sessions end at once.</summary>
    public bool Disabled { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>The last try to sign in, right or wrong. Writing it first makes tries of one account wait for each other.</summary>
    public DateTimeOffset? LastTryAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public bool IsLockedAt(DateTimeOffset now) => LockedUntil > now;
}
