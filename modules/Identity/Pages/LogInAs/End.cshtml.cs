using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Sessions;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pages.LogInAs;

/// <summary>Back to the own account. Only a POST does it.</summary>
[SignedIn]
internal sealed class EndModel(IMediator mediator, CurrentUser user) : PortalPage
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Session.Read(User) is not { } ticket || user.Supporter is null)
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new EndLogInAs(ticket.Session), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        await Session.IssueAsync(HttpContext, outcome.Value);
        Toast(T($"You are {user.Supporter.DisplayName} again."));
        return LocalRedirect("~/");
    }
}
