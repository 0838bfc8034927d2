using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Outbox;
using Portal.Mail.Data;
using Portal.Mail.Sending;
using Portal.Mail.Writing;

namespace Portal.Mail;

/// <summary>
/// The mails the portal has written, for operators. Bodies may hold one-time links and passwords: whoever reads them can sign in
/// as the recipient.
/// </summary>
public sealed class MailArchive
{
    private readonly MailDb _db;
    private readonly MailOptions _options;
    private readonly MailFolder _folder;
    private readonly BodyVault _vault;
    private readonly IOutbox _outbox;
    private readonly UnitOfWork _unit;

    internal MailArchive(MailDb db, MailOptions options, MailFolder folder, BodyVault vault, IOutbox outbox, UnitOfWork unit) =>
        (_db, _options, _folder, _vault, _outbox, _unit) = (db, options, folder, vault, outbox, unit);

    /// <summary>The mail server in words; null: mail goes into <see cref="Folder"/>.</summary>
    public string? Server => _options.Host is null ? null : _options.ToString();

    public string Folder => _folder.Folder;

    public IQueryable<QueuedMail> Messages => _db.Messages.AsNoTracking();

    /// <summary>Null when the mail was handed over: nothing of what it said is kept then.</summary>
    public MailBody? BodyOf(QueuedMail mail) => mail.Body is { } body ? _vault.Reveal(body) : null;

    /// <summary>Tries a mail again that was given up. False when there is no such mail.</summary>
    public async Task<bool> SendAgainAsync(Guid id, CancellationToken ct)
    {
        await _unit.BeginAsync(ct);
        var mail = await _db.Messages.SingleOrDefaultAsync(m => m.Id == id && m.State == MailState.GivenUp && m.Body != null, ct);
        if (mail is not null)
        {
            (mail.State, mail.Attempts, mail.SettledAt) = (MailState.Waiting, 0, null);
            await _db.SaveChangesAsync(ct);
            await _outbox.AddAsync(new SendMail(id), ct);
        }

        await _unit.CommitAsync(ct);
        return mail is not null;
    }

    /// <summary>Removes a mail that is no longer on its way, and its file.</summary>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken ct)
    {
        await _unit.BeginAsync(ct);
        var mail = await _db.Messages.SingleOrDefaultAsync(m => m.Id == id && m.State != MailState.Waiting, ct);
        if (mail is not null)
        {
            _db.Remove(mail);
            await _db.SaveChangesAsync(ct);
            _unit.AfterCommit(_ =>
            {
                _folder.Remove(id);
                return Task.CompletedTask;
            });
        }

        await _unit.CommitAsync(ct);
        return mail is not null;
    }
}
