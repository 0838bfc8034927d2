using Portal.Modularity;

namespace Portal.Mail;

/// <summary>In whose name a mail is written. Empty texts: the mail server's own sender (<c>Mail:Smtp:From</c>, <c>FromName</c>).</summary>
public sealed record MailSender(string Name, string Address);

/// <summary>
/// Whose mail it is: the company's own sender, or the platform's. Implemented by the module that keeps these settings, asked whenever a mail
/// leaves, so it answers from memory. Without one, all mail is the mail server's own.
/// </summary>
public interface IMailSenders
{
    MailSender For(CompanyId? company);
}
