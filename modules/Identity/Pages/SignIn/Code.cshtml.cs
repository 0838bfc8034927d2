using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.SignIn;
using Portal.Identity.TwoStep;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web;
using Portal.Web.Look;

namespace Portal.Identity.Pages.SignIn;

/// <summary>The second step of signing in: a code from the app or from a mail.</summary>
[AllowAnonymous]
internal sealed class CodeModel(IMediator mediator, PendingSignIns pendings, AddressThrottle throttle, CurrentUser asker, Submission submission, ViewerClock clock) : PortalPage
{
    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Type the code.")]
    public string? Code { get; set; }

    [BindProperty, Display(Name = "Don't ask on this device for 30 days")]
    public bool Remember { get; set; }

    public bool ByApp { get; private set; }

    public IActionResult OnGet() => Load() is null ? LocalRedirect("~/sign-in") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Load() is not { } pending)
        {
            return StartAgain();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        if (throttle.Begin(asker.Address) is { } comeBack)
        {
            ModelState.AddModelError("", T($"Too many wrong tries from your network. Try again at {clock.Short(comeBack)}."));
            var page = Invalid();
            page.StatusCode = StatusCodes.Status429TooManyRequests;
            return page;
        }

        // Sending the same form again is another try, as with the password.
        submission.Take();
        var browser = Remember ? Request.Headers.UserAgent.ToString() : null;
        var result = await mediator.Send(new TakeSecondStep(new UserId(pending.User), pending.Stamp, Code!, browser), ct);
        if (!result.Accepted)
        {
            ModelState.AddModelError(nameof(Code), result.LockedUntil is { } until
                ? T($"Too many wrong tries: this account is locked until {clock.Short(until)}. Whoever looks after it can unlock it sooner.")
                : T("This code is wrong, expired or used already."));
            return Invalid();
        }

        throttle.Forgive(asker.Address);
        PendingSignIns.End(HttpContext);
        if (result.Device is { } device)
        {
            DeviceCookie.Write(HttpContext, device);
        }

        if (result.RecoveryCodesLeft is { } left)
        {
            Toast(Tone.Warning, N(left, "You used a recovery code. One is left; make new ones under Security.", "You used a recovery code. {0} are left; make new ones under Security."));
        }

        await Session.OpenAsync(HttpContext, new UserId(pending.User), pending.Stamp, twoStep: true);
        return LocalRedirect(Url.IsLocalUrl(pending.ReturnUrl) ? pending.ReturnUrl! : "~/");
    }

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken ct)
    {
        if (Load() is not { Step: SecondStep.Email } pending)
        {
            return StartAgain();
        }

        var outcome = await mediator.Send(new SendCode(new UserId(pending.User)), ct);
        if (outcome.Succeeded)
        {
            Toast(T("A new code is on its way. Earlier ones no longer work."));
        }
        else
        {
            Toast(Tone.Warning, outcome.Problems.Select(p => p.Message).FirstOrDefault() ?? T("No code could be sent."));
        }

        return LocalRedirect("~/sign-in/code");
    }

    private LocalRedirectResult StartAgain()
    {
        Toast(Tone.Warning, T("That took too long. Please sign in again."));
        return LocalRedirect("~/sign-in");
    }

    private PendingSignIn? Load()
    {
        var pending = pendings.Read(HttpContext);
        ByApp = pending?.Step == SecondStep.App;
        Head.Title = T("Second step");
        Head.Lead = ByApp ? T("Type the code that your authenticator app shows now.") : T("Type the code that we have sent to your e-mail address.");
        return pending is { Step: SecondStep.App or SecondStep.Email } ? pending : null;
    }
}
