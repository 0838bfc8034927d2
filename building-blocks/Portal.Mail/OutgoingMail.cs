using Portal.Data;
using Portal.Data.Outbox;
using Portal.Mail.Data;
using Portal.Mail.Sending;
using Portal.Mail.Writing;

namespace Portal.Mail;

internal sealed class OutgoingMail(MailDb db, MailWriter writer, BodyVault vault, IOutbox outbox, UnitOfWork unit) : IMail
{
    public async Task QueueAsync<TTemplate>(Recipient to, IReadOnlyDictionary<string, object?> values, CancellationToken ct) where TTemplate : MailTemplate
    {
        var written = await writer.WriteAsync(typeof(TTemplate), values, to.Language);
        var mail = new QueuedMail
        {
            QueuedAt = unit.Clock.GetUtcNow(),
            CompanyId = to.Company,
            ToAddress = to.Address.Value,
            ToName = Shortened(HeaderText.Tidy(to.Name), 128),
            Subject = Shortened(HeaderText.Tidy(written.Subject), MailDb.LongestSubject),
            Body = vault.Protect(written.Body),
        };
        db.Add(mail);
        await db.SaveChangesAsync(ct);
        await outbox.AddAsync(new SendMail(mail.Id), ct);
    }

    private static string Shortened(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
