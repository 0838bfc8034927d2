using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Domain;
using Portal.Identity.Passkeys;
using Portal.Identity.SignIn;
using Portal.Identity.TwoStep;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web;
using Portal.Web.Look;

namespace Portal.Identity.Pages.SignIn;

[AllowAnonymous]
internal sealed class IndexModel(
    IMediator mediator, PasswordCheck check, SignInSteps steps, PasskeyCeremonies ceremonies, Submission submission, CurrentUser user, ViewerClock clock) : PortalPage
{
    [BindProperty, Display(Name = "Username or e-mail"), Required(ErrorMessage = "Type your username or your e-mail address.")]
    public string? Username { get; set; }

    [BindProperty, DataType(DataType.Password), Required(ErrorMessage = "Type your password.")]
    public string? Password { get; set; }

    /// <summary>Where the person was going; only an address of this portal is followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet()
    {
        Place();
        return user.IsSignedIn ? LocalRedirect(Destination()) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Place();
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var result = await check.RunAsync(Username!.Trim(), Password!, opens: true, DeviceCookie.Read(HttpContext), ct);
        if (result.Check == Check.Right)
        {
            return LocalRedirect(await steps.ContinueAsync(HttpContext, result.User, result.Stamp, result.Next, Destination(), SignInWay.Password, ct));
        }

        ModelState.AddModelError("", result.Check switch
        {
            Check.Locked => T($"Too many wrong tries: this account is locked until {clock.Short(result.Until!.Value)}. Whoever looks after it can unlock it sooner."),
            Check.TooMany => T($"Too many wrong tries from your network. Try again at {clock.Short(result.Until!.Value)}."),
            _ => T("Username or password is wrong. Upper and lower case matter in both."),
        });
        var page = Invalid();
        if (result.Check == Check.TooMany)
        {
            page.StatusCode = StatusCodes.Status429TooManyRequests;
        }

        return page;
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => Content(await ceremonies.BeginAssertionAsync(HttpContext), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, CancellationToken ct)
    {
        Place();
        ModelState.Clear();
        submission.Take();
        if (await ceremonies.FinishAssertionAsync(HttpContext, credential) is not { } used)
        {
            ModelState.AddModelError("", T("This passkey is not known here, or took too long. Sign in with your password."));
            return Invalid();
        }

        var result = await mediator.Send(new SignInByPasskey(used.User.Id, used.Passkey), ct);
        if (result.Stamp is { } stamp)
        {
            // The device has asked for finger, face or PIN: password and second step in one.
            return LocalRedirect(await steps.ContinueAsync(HttpContext, used.User.Id, stamp, SecondStep.None, Destination(), SignInWay.Passkey, ct));
        }

        ModelState.AddModelError("", result.LockedUntil is { } until
            ? T($"Too many wrong tries: this account is locked until {clock.Short(until)}. Whoever looks after it can unlock it sooner.")
            : T("This passkey is not known here, or took too long. Sign in with your password."));
        return Invalid();
    }

    private string Destination() =>
        Url.IsLocalUrl(ReturnUrl) && ReturnUrl is not "/" and not null && !ReturnUrl.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase) ? ReturnUrl : Url.Content("~/start");

    private void Place() => Head.Title = T("Sign in");
}
