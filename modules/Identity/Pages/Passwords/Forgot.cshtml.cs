using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Passwords;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web.Look;

namespace Portal.Identity.Pages.Passwords;

[AllowAnonymous]
internal sealed class ForgotModel(IMediator mediator, AddressThrottle throttle, CurrentUser asker, Submission submission, ViewerClock clock)
    : ForgottenPage(mediator, throttle, asker, submission, clock)
{
    [BindProperty, Display(Name = "Username or e-mail"), Required(ErrorMessage = "Type your username or your e-mail address.")]
    public string? Name { get; set; }

    public void OnGet() => Place();

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Place();
        return AnswerAsync(Name, username: false, ct);
    }

    private void Place()
    {
        Head.Title = T("Forgot your password?");
        Head.Lead = T("We send you a link to choose a new one.");
    }
}
