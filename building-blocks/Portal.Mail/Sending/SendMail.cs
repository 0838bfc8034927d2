using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data.Outbox;
using Portal.Mail.Data;
using Portal.Mail.Writing;

namespace Portal.Mail.Sending;

/// <summary>In the outbox: which mail to send. What it says stays in the encrypted column.</summary>
internal sealed record SendMail(Guid Id);

/// <summary>Hands one mail to the server, or to the folder. A try that failed is repeated by the outbox, later each time.</summary>
internal sealed class SendMailHandler(
    MailDb db, MailOptions options, MailFolder folder, BodyVault vault, TimeProvider clock, ILogger<SendMailHandler> log, IEnumerable<IMailSenders> senders)
    : IOutboxHandler<SendMail>
{
    /// <summary>With the outbox's pauses the last try comes about ten hours after the first.</summary>
    public const int MostAttempts = 10;

    public async Task SendAsync(SendMail message, CancellationToken ct)
    {
        var mail = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == message.Id, ct);
        if (mail is not { State: MailState.Waiting, Body: { } body } || !EmailAddress.TryParse(mail.ToAddress, out var to))
        {
            return;
        }

        var (from, name) = SenderOf(mail);
        var wire = MimeMessage.Write(mail, to.Value, vault.Reveal(body), from, name, options.From);
        if (options.Host is null)
        {
            await folder.PutAsync(mail.Id, wire, ct);
            await SettleAsync(mail.Id, MailState.Kept, null, keepBody: true, ct);
            return;
        }

        try
        {
            await DeliverAsync(to.Value, wire, ct);
        }
        catch (Exception e) when (e is SmtpRefusal or SocketException or IOException or AuthenticationException or TimeoutException)
        {
            await FailedAsync(mail, e, ct);
            return;
        }

        await SettleAsync(mail.Id, MailState.Sent, null, keepBody: false, ct);
        log.LogInformation("Mail {Id} was taken by {Server}", mail.Id, options.Host);
    }

    /// <summary>
    /// Who the mail says it is from. The envelope stays the mail server's own: refusals come back to whoever runs it, and its
    /// domain vouches for the delivery.
    /// </summary>
    private (EmailAddress From, string Name) SenderOf(QueuedMail mail) =>
        senders.LastOrDefault()?.For(mail.CompanyId) is { } sender && EmailAddress.TryParse(sender.Address, out var own)
            ? (own.Value, sender.Name.Length > 0 ? sender.Name : options.FromName)
            : (options.From, options.FromName);

    private async Task DeliverAsync(EmailAddress to, string wire, CancellationToken ct)
    {
        // Real time: what hangs is a connection, not the clock.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(MailOptions.Timeout);
        try
        {
            await using var session = await SmtpSession.OpenAsync(options, limit.Token);
            await session.SendAsync(to, wire, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server {options.Host} did not answer within {MailOptions.Timeout.TotalSeconds:0} seconds.");
        }
    }

    private async Task FailedAsync(QueuedMail mail, Exception why, CancellationToken ct)
    {
        var reason = why.Message.Length > MailDb.LongestError ? why.Message[..MailDb.LongestError] : why.Message;
        var last = mail.Attempts + 1 >= MostAttempts || why is SmtpRefusal { Permanent: true };
        await db.Messages.Where(m => m.Id == mail.Id).ExecuteUpdateAsync(
            s => s.SetProperty(m => m.Attempts, m => m.Attempts + 1).SetProperty(m => m.LastError, reason), ct);
        if (!last)
        {
            // The outbox repeats what throws.
            throw new SmtpRefusal(reason);
        }

        log.LogError("Mail {Id} is given up after {Attempts} tries: {Reason}", mail.Id, mail.Attempts + 1, reason);
        await SettleAsync(mail.Id, MailState.GivenUp, reason, keepBody: true, ct);
    }

    private Task SettleAsync(Guid id, MailState state, string? error, bool keepBody, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var one = db.Messages.Where(m => m.Id == id);
        return keepBody
            ? one.ExecuteUpdateAsync(s => s.SetProperty(m => m.State, state).SetProperty(m => m.LastError, error).SetProperty(m => m.SettledAt, now), ct)
            : one.ExecuteUpdateAsync(s => s.SetProperty(m => m.State, state).SetProperty(m => m.LastError, error).SetProperty(m => m.SettledAt, now)
                .SetProperty(m => m.Body, (byte[]?)null).SetProperty(m => m.Attempts, m => m.Attempts + 1), ct);
    }
}
