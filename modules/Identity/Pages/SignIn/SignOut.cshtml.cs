using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.SignIn;
using Portal.Web;

namespace Portal.Identity.Pages.SignIn;

/// <summary>Only a POST ends a session: a link or picture on another site must not.</summary>
[AllowAnonymous]
internal sealed class SignOutModel(IMediator mediator) : PortalPage
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Session.Read(User) is { } ticket)
        {
            await mediator.Send(new Portal.Identity.Sessions.SignOut(ticket.Session), ct);
        }

        await HttpContext.SignOutAsync(Session.Scheme);
        return LocalRedirect("~/sign-in");
    }
}
