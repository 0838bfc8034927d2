using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.SignIn;
using Portal.Web;

namespace Portal.Identity.Pages.FirstStart;

[AllowAnonymous]
internal sealed class IndexModel(IMediator mediator, Installation installation, IdentityDb db) : PortalPage
{
    [BindProperty, Required(ErrorMessage = "Give a username.")]
    public string? Username { get; set; }

    [BindProperty, Display(Name = "Your name"), Required(ErrorMessage = "Give your name.")]
    public string? DisplayName { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Choose a password.")]
    public string? Password { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Type the password again.")]
    public string? RepeatPassword { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Place();
        return await installation.HasOperatorAsync(ct) ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Place();
        if (await installation.HasOperatorAsync(ct))
        {
            return NotFound();
        }

        if (!string.IsNullOrEmpty(RepeatPassword) && Password != RepeatPassword)
        {
            ModelState.AddModelError(nameof(RepeatPassword), T("The two passwords differ."));
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new CreateFirstOperator(Username!, DisplayName!, Password!), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        var stamp = await db.Users.AsNoTracking().Where(u => u.Id == outcome.Value).Select(u => u.SecurityStamp).SingleAsync(ct);
        await Session.OpenAsync(HttpContext, outcome.Value, stamp, SignInWay.FirstStart);
        Toast(T("The portal is yours. Add the first company next."));
        return LocalRedirect("~/");
    }

    private void Place()
    {
        Head.Title = T("Welcome");
        Head.Lead = T("Nobody uses this portal yet. Create the first operator account; it sees and manages everything.");
    }
}
