using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Mail;
using Portal.Modularity.Access;
using Portal.Web.Platform;

namespace Portal.Web.Pages.Mail;

/// <summary>The mail's HTML for the frame of <see cref="MessageModel"/>: a document of no origin, that may load and run nothing.</summary>
[Needs(PlatformOffers.ReadMail)]
internal sealed class HtmlModel(MailArchive mails) : PortalPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await mails.Messages.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message || mails.BodyOf(message) is not { } body)
        {
            return NotFound();
        }

        Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
        return Content(body.Html, "text/html; charset=utf-8");
    }
}
