using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Mail.Data;

/// <summary>What became of a mail.</summary>
public enum MailState
{
    /// <summary>On its way, or waiting for another try.</summary>
    Waiting,

    /// <summary>Taken over by the mail server.</summary>
    Sent,

    /// <summary>Put into the mail folder, because no mail server is configured.</summary>
    Kept,

    /// <summary>Refused for good, or tried too often.</summary>
    GivenUp,
}

/// <summary>A mail the portal has written: to whom, when, about what, and whether it went.</summary>
[NotAudited]
public sealed class QueuedMail
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>The company it concerns; null: the platform.</summary>
    public CompanyId? CompanyId { get; init; }

    public string ToAddress { get; init; } = "";

    public string ToName { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>Text and HTML, encrypted: there may be a one-time link in it. Null once the mail server has taken it.</summary>
    [Sensitive]
    public byte[]? Body { get; set; }

    public MailState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>Why the last try failed.</summary>
    public string? LastError { get; set; }

    /// <summary>When it was sent, kept or given up.</summary>
    public DateTimeOffset? SettledAt { get; set; }
}
