using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Mail;
using Portal.Mail.Data;
using Portal.Mail.Writing;
using Portal.Modularity.Access;
using Portal.Web.Platform;

namespace Portal.Web.Pages.Mail;

[Needs(PlatformOffers.ReadMail)]
internal sealed class MessageModel(MailArchive mails) : PortalPage
{
    public QueuedMail Message { get; private set; } = default!;

    public MailBody? Body { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await mails.Messages.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message)
        {
            return NotFound();
        }

        (Message, Body) = (message, mails.BodyOf(message));
        Head.Title = message.Subject.Length > 0 ? message.Subject : T("Mail");
        Head.Under(T("Mail"), "/mail");
        return Page();
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken ct)
    {
        if (!await mails.SendAgainAsync(id, ct))
        {
            return NotFound();
        }

        Toast(T("The mail is on its way again."));
        return LocalRedirect("/mail/" + id);
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken ct)
    {
        if (!await mails.RemoveAsync(id, ct))
        {
            return NotFound();
        }

        Toast(T("The mail is deleted."));
        return LocalRedirect("/mail");
    }
}
