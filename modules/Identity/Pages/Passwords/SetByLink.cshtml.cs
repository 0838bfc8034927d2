using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Passwords;
using Portal.Modularity.Requests;
using Portal.Web;

namespace Portal.Identity.Pages.Passwords;

/// <summary>Where a one-time link leads. Looking does not use it up: mail programs look at links before people do.</summary>
[AllowAnonymous]
internal sealed class SetByLinkModel(IMediator mediator, Links links) : PortalPage
{
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty, Display(Name = "New password"), DataType(DataType.Password), Required(ErrorMessage = "Choose a new password.")]
    public string? Password { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Type the new password again.")]
    public string? RepeatPassword { get; set; }

    public string? Username { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await PlaceAsync(ct);
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await PlaceAsync(ct);
        if (Username is null)
        {
            return Page();
        }

        if (!string.IsNullOrEmpty(RepeatPassword) && Password != RepeatPassword)
        {
            ModelState.AddModelError(nameof(RepeatPassword), T("The two new passwords differ."));
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new SetPasswordByLink(Token!, Password!), ct);
        if (outcome.Kind == OutcomeKind.NotFound)
        {
            Username = null;
            return Page();
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("Your password is set. Sign in with it now."));
        return LocalRedirect("~/sign-in");
    }

    private async Task PlaceAsync(CancellationToken ct)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Username = (await links.FindAsync(Token, forPassword: true, ct))?.User.Username;
        Head.Title = Username is null ? T("This link no longer works") : T("Choose your password");
        Head.Lead = Username is null ? "" : T($"For the account {Username}.");
    }
}
