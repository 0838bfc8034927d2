using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.Passkeys;
using Portal.Identity.Passwords;
using Portal.Identity.SignIn;
using Portal.Identity.TwoStep;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web;

namespace Portal.Identity.Pages.Security;

/// <summary>How somebody signs in: password, address, second step, passkeys, trusted devices.</summary>
[SignedIn, OwnAccountOnly]
internal sealed class IndexModel(
    IMediator mediator, IdentityDb db, CurrentUser user, PasswordAge age, PasswordCheck check, SecondSteps steps, PasskeyCeremonies ceremonies, TimeProvider clock) : PortalPage
{
    [BindProperty, Display(Name = "New e-mail address"), DataType(DataType.EmailAddress)]
    public string? NewAddress { get; set; }

    [BindProperty, Display(Name = "Your password"), DataType(DataType.Password)]
    public string? AddressPassword { get; set; }

    [BindProperty, Display(Name = "Your password"), DataType(DataType.Password)]
    public string? EndPassword { get; set; }

    public User Account { get; private set; } = default!;

    public DateTimeOffset? ExpiresAt { get; private set; }

    public bool Demanded { get; private set; }

    public int RecoveryCodesLeft { get; private set; }

    public IReadOnlyList<Passkey> Passkeys { get; private set; } = [];

    public IReadOnlyList<TrustedDevice> Devices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddressAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        if (!await KnowsPasswordAsync(nameof(AddressPassword), AddressPassword, ct))
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new AskForAddress(NewAddress ?? ""), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"A link is on its way to {NewAddress!.Trim()}."));
        return LocalRedirect("~/security");
    }

    public async Task<IActionResult> OnPostCodeByEmailAsync(bool on, CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new UseCodeByEmail(Account.Id, on), ct);
        return Told(outcome, on ? T("From the next sign-in on, we send you a code by e-mail.") : T("No codes are sent by e-mail any more."));
    }

    public async Task<IActionResult> OnPostEndAppAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        if (!await KnowsPasswordAsync(nameof(EndPassword), EndPassword, ct))
        {
            return Invalid();
        }

        return Told(await mediator.Send(new EndSecondStep(Account.Id), ct), T("The app is no longer asked for."));
    }

    public async Task<IActionResult> OnPostForgetDevicesAsync(CancellationToken ct) =>
        user.Id is { } me ? Told(await mediator.Send(new ForgetDevices(me), ct), T("Every device is asked for the second step again.")) : NotFound();

    public async Task<IActionResult> OnPostPasskeyOptionsAsync(CancellationToken ct) =>
        await LoadAsync(ct) ? Content(await ceremonies.BeginCreationAsync(HttpContext, Account), "application/json") : NotFound();

    public async Task<IActionResult> OnPostAddPasskeyAsync(string? credential, CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        var made = await ceremonies.FinishCreationAsync(HttpContext, Account, credential);
        if (made is null)
        {
            Toast(Tone.Warning, T("The device made no passkey. Try again, or use another device."));
            return LocalRedirect("~/security");
        }

        return Told(await mediator.Send(new AddPasskey(Account.Id, made, PasskeyNames.Of(Request.Headers.UserAgent.ToString())), ct), T("The passkey is added. Give it a name you recognise."));
    }

    public async Task<IActionResult> OnPostRenamePasskeyAsync(Guid passkey, string? name, CancellationToken ct) =>
        user.Id is { } me ? Told(await mediator.Send(new RenamePasskey(me, passkey, name ?? ""), ct), T("The passkey is renamed.")) : NotFound();

    public async Task<IActionResult> OnPostRemovePasskeyAsync(Guid passkey, CancellationToken ct) =>
        user.Id is { } me ? Told(await mediator.Send(new RemovePasskey(me, passkey), ct), T("The passkey is removed. Remove it on your device, too.")) : NotFound();

    private IActionResult Told(Outcome outcome, string done)
    {
        if (outcome.Kind == OutcomeKind.Refused)
        {
            Toast(Tone.Warning, outcome.Problems[0].Message);
        }
        else if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }
        else
        {
            Toast(done);
        }

        return LocalRedirect("~/security");
    }

    // Somebody at a session left open must not take the account over.
    private async Task<bool> KnowsPasswordAsync(string field, string? password, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(password) && (await check.RunAsync(Account.Username, password, ct)).Check == Check.Right)
        {
            return true;
        }

        ModelState.AddModelError(field, T("This is not your present password."));
        return false;
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        Head.Title = T("Security");
        Head.Lead = T("How you sign in, and how nobody else does.");
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == user.Id, ct) is not { } account)
        {
            return false;
        }

        (Account, ExpiresAt) = (account, age.ExpiryOf(account.PasswordChangedAt));
        Demanded = await steps.IsDemandedAsync(account, ct);
        RecoveryCodesLeft = await db.RecoveryCodes.CountAsync(c => c.UserId == account.Id && c.UsedAt == null, ct);
        Passkeys = await db.Passkeys.AsNoTracking().Where(p => p.UserId == account.Id).OrderBy(p => p.AddedAt).ToListAsync(ct);
        var now = clock.GetUtcNow();
        Devices = await db.TrustedDevices.AsNoTracking().Where(d => d.UserId == account.Id && d.ExpiresAt > now && d.Stamp == account.SecurityStamp).OrderBy(d => d.AddedAt).ToListAsync(ct);
        return true;
    }
}
