using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Passwords;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web;
using Portal.Web.Look;

namespace Portal.Identity.Pages.Passwords;

/// <summary>What the two pages for forgetful people have in common: one answer for everybody, and not too often from one address.</summary>
internal abstract class ForgottenPage(IMediator mediator, AddressThrottle throttle, CurrentUser asker, Submission submission, ViewerClock clock) : PortalPage
{
    public bool Sent { get; private set; }

    protected async Task<IActionResult> AnswerAsync(string? name, bool username, CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        if (throttle.Begin(asker.Address) is { } comeBack)
        {
            ModelState.AddModelError("", T($"Too many requests from your network. Try again at {clock.Short(comeBack)}."));
            var page = Invalid();
            page.StatusCode = StatusCodes.Status429TooManyRequests;
            return page;
        }

        submission.Take();
        await mediator.Send(new ForgetCredential(name!.Trim(), username), ct);
        Head.Lead = "";
        Sent = true;
        return Page();
    }
}
