using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Mail;
using Portal.Mail.Data;

namespace Portal.Web.Tiles;

/// <summary>Mail that could not be delivered, with the last reason. Nothing while all goes well.</summary>
internal sealed class UndeliveredMailTile(IServiceProvider services) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        // The shell also runs without a database behind it; then there is no mail.
        if (services.GetService<MailArchive>() is not { } mails)
        {
            return Content("");
        }

        var lost = mails.Messages.Where(m => m.State == MailState.GivenUp);
        var count = await lost.CountAsync(HttpContext.RequestAborted);
        return count == 0 ? Content("") : View((count, await lost.OrderByDescending(m => m.Id).Select(m => m.LastError).FirstOrDefaultAsync(HttpContext.RequestAborted)));
    }
}
