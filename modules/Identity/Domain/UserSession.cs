using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain;

/// <summary>How somebody proved who they are.</summary>
internal enum SignInWay
{
    Password,
    Passkey,

    /// <summary>The first operator of an installation, at the end of the form that makes them one.</summary>
    FirstStart,

    /// <summary>A link from a mail that works once.</summary>
    OneTimeLink,

    /// <summary>Somebody above has signed in as this person.</summary>
    LogInAs,
}

/// <summary>Which part of the portal a session belongs to (ID9): the customers' or the provider's and partners'.</summary>
internal enum SessionSide
{
    Frontend,
    Partners,
}

/// <summary>
/// A browser that is signed in. The cookie holds its key; without this row the cookie is worth nothing, so signing out or ending a
/// session ends it wherever the cookie has got to. Not audited row by row: what counts is recorded as an act.
/// </summary>
[NotAudited]
internal sealed class UserSession
{
    public Guid Id { get; init; } = Guid.NewGuid();

    public UserId UserId { get; init; }

    /// <summary>The person's company, for the lists of company administrators and partners; null on the partners' side.</summary>
    public CompanyId? CompanyId { get; init; }

    public SessionSide Side { get; init; }

    /// <summary>The security stamp it was opened under; the session ends when the account has another.</summary>
    public string Stamp { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Written at most once a minute.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    public string? Address { get; set; }

    /// <summary>What the browser says it is, as it says it.</summary>
    public string? UserAgent { get; init; }

    public SignInWay Way { get; init; }

    public bool TwoStep { get; init; }

    /// <summary>Who is really there, with <see cref="SignInWay.LogInAs"/>.</summary>
    public UserId? SupporterId { get; init; }

    /// <summary>The supporter's own session: this one ends with it and leads back to it.</summary>
    public Guid? SupporterSession { get; init; }
}
