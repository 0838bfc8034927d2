using Portal.Modularity;

namespace Portal.Mail;

/// <summary>Who gets a mail.</summary>
/// <param name="Language">The recipient's language (<c>en</c>, <c>de</c>); null: the installation's.</param>
/// <param name="Company">The company it concerns, for the list of mails; null: the platform.</param>
public sealed record Recipient(EmailAddress Address, string Name, string? Language = null, CompanyId? Company = null);

/// <summary>Sends mail: written with the change that causes it, on its way only once that change is committed.</summary>
public interface IMail
{
    /// <summary>
    /// Renders the template in the recipient's language and puts it into the outbox of the current transaction. What it says is
    /// stored encrypted until it has been handed over.
    /// </summary>
    /// <param name="values">The template's parameters by name.</param>
    Task QueueAsync<TTemplate>(Recipient to, IReadOnlyDictionary<string, object?> values, CancellationToken ct) where TTemplate : MailTemplate;
}
