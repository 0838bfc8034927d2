using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Web;
using Portal.Web.Look;

namespace Portal.Identity.Pages.SignIn;

[AllowAnonymous]
internal sealed class IndexModel(PasswordCheck check, CurrentUser user, ViewerClock clock) : PortalPage
{
    [BindProperty, Required(ErrorMessage = "Type your username.")]
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

        var result = await check.RunAsync(Username!, Password!, ct);
        if (result.Check == Check.Right)
        {
            await Session.OpenAsync(HttpContext, result.User, result.Stamp);
            return LocalRedirect(Destination());
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

    private string Destination() =>
        Url.IsLocalUrl(ReturnUrl) && ReturnUrl is not "/" and not null && !ReturnUrl.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase) ? ReturnUrl : Url.Content("~/start");

    private void Place() => Head.Title = T("Sign in");
}
