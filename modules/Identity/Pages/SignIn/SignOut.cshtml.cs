using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.Web;

namespace Portal.Identity.Pages.SignIn;

/// <summary>Only a POST ends a session: a link or picture on another site must not.</summary>
[AllowAnonymous]
internal sealed class SignOutModel : PortalPage
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(Portal.Identity.SignIn.Session.Scheme);
        return LocalRedirect("~/sign-in");
    }
}
