using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web.Look;

namespace Portal.Identity.Pages.Passwords;

[AllowAnonymous]
internal sealed class ForgotUsernameModel(IMediator mediator, AddressThrottle throttle, CurrentUser asker, Submission submission, ViewerClock clock)
    : ForgottenPage(mediator, throttle, asker, submission, clock)
{
    [BindProperty, Display(Name = "E-mail"), DataType(DataType.EmailAddress), Required(ErrorMessage = "Type your e-mail address.")]
    public string? Email { get; set; }

    public void OnGet() => Place();

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Place();
        return AnswerAsync(Email, username: true, ct);
    }

    private void Place()
    {
        Head.Title = T("Forgot your username?");
        Head.Lead = T("We send it to your e-mail address.");
    }
}
