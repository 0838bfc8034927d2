using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.SignIn;
using Portal.Identity.TwoStep;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pages.Security;

[SignedIn, OwnAccountOnly]
internal sealed class AuthenticatorModel(IMediator mediator, IdentityDb db, CurrentUser user, PasswordCheck check, AuthenticatorVault vault) : PortalPage
{
    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Type the code.")]
    public string? Code { get; set; }

    [BindProperty, Display(Name = "Your password"), DataType(DataType.Password), Required(ErrorMessage = "Type your present password.")]
    public string? Password { get; set; }

    /// <summary>The new secret, encrypted, on its way through the form: it counts only once a code has proved that it arrived.</summary>
    [BindProperty]
    public string? Sealed { get; set; }

    public AuthenticatorPicture App { get; private set; } = default!;

    public IReadOnlyList<string>? Codes { get; private set; }

    public bool HasApp { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { } account)
        {
            return NotFound();
        }

        Show(account, Totp.NewSecret());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { } account)
        {
            return NotFound();
        }

        var secret = Unseal();
        Show(account, secret);
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        if ((await check.RunAsync(account.Username, Password!, ct)).Check != Check.Right)
        {
            ModelState.AddModelError(nameof(Password), T("This is not your present password."));
            return Invalid();
        }

        var outcome = await mediator.Send(new UseAuthenticator(account.Id, secret, Code!, null), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Codes = outcome.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostCodesAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { } account)
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new RenewRecoveryCodes(account.Id), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        ModelState.Clear();
        Codes = outcome.Value;
        return Page();
    }

    private void Show(User account, byte[] secret)
    {
        Sealed = Convert.ToBase64String(vault.Protect(secret));
        ModelState.Remove(nameof(Sealed));
        App = AuthenticatorPicture.Of(secret, account.Username);
    }

    // A form that was tampered with starts with a new secret, whose code nobody has.
    private byte[] Unseal()
    {
        try
        {
            return vault.Reveal(Convert.FromBase64String(Sealed ?? ""));
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return Totp.NewSecret();
        }
    }

    private async Task<User?> LoadAsync(CancellationToken ct)
    {
        Head.Title = T("Authenticator app");
        Head.Under(T("Security"), "/security");
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == user.Id, ct);
        HasApp = account?.AuthenticatorSecret is not null;
        return account;
    }
}
