using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Portal.Web.Tests.Pages.People;

[AllowAnonymous]
internal sealed class SignInModel : PortalPage
{
    [BindProperty]
    public string Username { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    public void OnGet()
    {
        Head.Title = "Sign in";
        Head.Lead = "Use the name and password you were given.";
    }
}
