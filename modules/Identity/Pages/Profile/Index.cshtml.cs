using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Look;

namespace Portal.Identity.Pages.Profile;

[SignedIn]
internal sealed class IndexModel(IMediator mediator, IdentityDb db, CurrentUser user, PasswordCheck check, ViewerClock clock) : PortalPage
{
    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Type your present password.")]
    public string? PresentPassword { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Choose a new password.")]
    public string? NewPassword { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Type the new password again.")]
    public string? RepeatPassword { get; set; }

    public IReadOnlyList<string> Roles { get; private set; } = [];

    public User? Account { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => PlaceAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await PlaceAsync(ct);
        if (Account is null)
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
        var result = await check.RunAsync(Account.Username, PresentPassword!, ct);
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

        await Session.OpenAsync(HttpContext, Account.Id, outcome.Value!);
        Toast(T("Your password is changed. You are signed out everywhere else."));
        return LocalRedirect("~/profile");
    }

    private async Task PlaceAsync(CancellationToken ct)
    {
        Head.Title = T("Profile");
        Head.PrimaryAction = new(T("Edit"), "/profile/edit", "edit");
        Account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == user.Id, ct);
        var roles = new List<string>();
        foreach (var grant in user.Grants.OrderBy(g => g.Role))
        {
            var company = grant.Company is { } c ? (await mediator.Send(new FindCompany(c), ct))?.Name : null;
            var site = grant.Site is { } s ? (await mediator.Send(new FindSite(s), ct))?.Name : null;
            var where = string.Join(", ", new[] { site, company }.OfType<string>());
            roles.Add(grant.Role.InWords() + (where.Length > 0 ? " – " + where : ""));
        }

        Roles = roles;
    }
}
