using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Passwords;
using Portal.Web;

namespace Portal.Identity.Pages.Passwords;

[AllowAnonymous]
internal sealed class ConfirmAddressModel(IMediator mediator, Links links) : PortalPage
{
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? Token { get; set; }

    public string? Address { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await PlaceAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await PlaceAsync(ct);
        if (Address is null || !(await mediator.Send(new ConfirmAddress(Token!), ct)).Succeeded)
        {
            Address = null;
            return Page();
        }

        Toast(T("Your e-mail address is confirmed. You can sign in with it from now on."));
        return LocalRedirect("~/");
    }

    private async Task PlaceAsync(CancellationToken ct)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        var found = await links.FindAsync(Token, forPassword: false, ct);
        Address = found?.Link.Address;
        Head.Title = Address is null ? T("This link no longer works") : T("Confirm your e-mail address");
        Head.Lead = Address is null ? "" : T($"{Address} belongs to the account {found!.Value.User.Username}.");
    }
}
