using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;
using Portal.Identity.Pages.Profile;
using Portal.Identity.Passwords;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Web;
using Portal.Web.Look;

namespace Portal.Identity.Pages.Passwords;

/// <summary>Changes the own password; the only page there is while that is overdue.</summary>
[SignedIn, OwnAccountOnly]
internal sealed class ChangeModel(IMediator mediator, KnownAccounts known, PasswordAge age, CurrentUser user, PasswordCheck check, ViewerClock clock) : PortalPage
{
    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Type your present password.")]
    public string? PresentPassword { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Choose a new password.")]
    public string? NewPassword { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Type the new password again.")]
    public string? RepeatPassword { get; set; }

    public bool Forced { get; private set; }

    public string Username { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await PlaceAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await PlaceAsync(ct))
        {
            return NotFound();
        }

        if (!string.IsNullOrEmpty(RepeatPassword) && NewPassword != RepeatPassword)
        {
            ModelState.AddModelError(nameof(RepeatPassword), T("The two new passwords differ."));
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        // Counted like a sign-in: somebody at an open session must not be able to guess the password at leisure.
        var result = await check.RunAsync(Username, PresentPassword!, ct);
        if (result.Check != Check.Right)
        {
            ModelState.AddModelError(nameof(PresentPassword), result.Until is { } until
                ? T($"Too many wrong tries: the password can't be changed until {clock.Short(until)}.")
                : T("This is not your present password."));
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangePassword(PresentPassword!, NewPassword!), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        await Session.OpenAsync(HttpContext, user.Id!.Value, outcome.Value!);
        Toast(T("Your password is changed. You are signed out everywhere else."));
        return LocalRedirect(Forced ? "~/" : "~/security");
    }

    private async Task<bool> PlaceAsync(CancellationToken ct)
    {
        Head.Title = T("Change password");
        if (user.Id is not { } id || await known.FindAsync(id, ct) is not { } account)
        {
            return false;
        }

        (Username, Forced) = (account.Username, LeadToNewPassword.IsDue(account, age));
        Head.Lead = account.MustChangePassword
            ? T("Somebody else chose your present password. Choose one of your own before you go on.")
            : Forced ? T("Your password has expired. Choose a new one before you go on.") : "";
        if (!Forced)
        {
            Head.Under(T("Security"), "/security");
        }

        return true;
    }
}
