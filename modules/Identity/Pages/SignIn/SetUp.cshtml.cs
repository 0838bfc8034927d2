using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.Pages.Security;
using Portal.Identity.SignIn;
using Portal.Identity.TwoStep;
using Portal.Modularity;
using Portal.Web;

namespace Portal.Identity.Pages.SignIn;

/// <summary>An administrator demands a second step and there is none yet: setting up an app is the second step this time.</summary>
[AllowAnonymous]
internal sealed class SetUpModel(IMediator mediator, IdentityDb db, PendingSignIns pendings) : PortalPage
{
    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Type the code.")]
    public string? Code { get; set; }

    public AuthenticatorPicture App { get; private set; } = default!;

    public IReadOnlyList<string>? Codes { get; private set; }

    public string Destination { get; private set; } = "/";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) is null ? LocalRedirect("~/sign-in") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { Secret: { } secret } pending)
        {
            return LocalRedirect("~/sign-in");
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var user = new UserId(pending.User);
        var outcome = await mediator.Send(new UseAuthenticator(user, secret, Code!, pending.Stamp), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        // The sign-in itself is noted now that it is complete.
        var noted = await mediator.Send(new RecordTry(user, pending.Stamp, Right: true), ct);
        PendingSignIns.End(HttpContext);
        if (!noted.Accepted)
        {
            return LocalRedirect("~/sign-in");
        }

        await Session.OpenAsync(HttpContext, user, pending.Stamp, twoStep: true);
        (Codes, Destination) = (outcome.Value, Url.IsLocalUrl(pending.ReturnUrl) && pending.ReturnUrl!.StartsWith('/') ? pending.ReturnUrl : "/");
        (Head.Title, Head.Lead) = (T("Your recovery codes"), "");
        return Page();
    }

    private async Task<PendingSignIn?> LoadAsync(CancellationToken ct)
    {
        if (pendings.Read(HttpContext) is not { Step: SecondStep.SetUp } pending
            || await db.Users.AsNoTracking().Where(u => u.Id == new UserId(pending.User)).Select(u => u.Username).SingleOrDefaultAsync(ct) is not { } username)
        {
            return null;
        }

        if (pending.Secret is null)
        {
            pending = pending with { Secret = Totp.NewSecret() };
            pendings.Keep(HttpContext, pending);
        }

        App = AuthenticatorPicture.Of(pending.Secret!, username);
        Head.Title = T("Set up a second step");
        Head.Lead = T("Your administrator demands a second step at sign-in. Set up an authenticator app on your telephone; it takes a minute.");
        return pending;
    }
}
