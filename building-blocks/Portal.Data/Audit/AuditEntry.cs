using Portal.Modularity;

namespace Portal.Data.Audit;

/// <summary>One row changed: who, from where, when, what, and the difference. Written in the transaction of the change itself.</summary>
[NotAudited]
public sealed class AuditEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public DateTimeOffset At { get; init; }

    /// <summary>The company the row belongs to; null for the platform's own rows.</summary>
    public CompanyId? CompanyId { get; init; }

    public UserId? UserId { get; init; }

    /// <summary>The username at that time, or "system".</summary>
    public required string UserName { get; init; }

    /// <summary>Whose account <see cref="UserName"/> had signed in as, with that person's powers; null: their own.</summary>
    public UserId? OnBehalfOfId { get; init; }

    /// <summary>The username that belongs to <see cref="OnBehalfOfId"/>.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The IP address the request came from; null for the system's own work.</summary>
    public string? Address { get; init; }

    /// <summary><c>added</c>, <c>changed</c> or <c>removed</c>.</summary>
    public required string Verb { get; init; }

    public required string Table { get; init; }

    public required string ObjectId { get; init; }

    /// <summary>The key of the object this row is part of (<see cref="PartOfAttribute"/>); null: it stands for itself.</summary>
    public string? PartOf { get; init; }

    /// <summary>JSON object of the columns that changed, as they were; null for an added row.</summary>
    public string? Before { get; init; }

    /// <summary>JSON object of the columns that changed, as they are now; null for a removed row.</summary>
    public string? After { get; init; }
}

/// <summary>On a property whose value must never be read back from the audit log: passwords, secrets, PINs.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SensitiveAttribute : Attribute;

/// <summary>On an entity that is itself a record of events, such as a call record or the audit log.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NotAuditedAttribute : Attribute;

/// <summary>
/// On an entity above companies whose changes still belong into one company's history, such as the login of somebody who works
/// there.
/// </summary>
public interface IAuditedFor
{
    /// <summary>Null: the platform's own.</summary>
    CompanyId? AuditCompany { get; }
}
