using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;
using Portal.Identity.Sessions;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Identity.Pages.Users;

/// <summary>One account: who it is, what it may do, whether it may log in.</summary>
[Needs(IdentityModule.ViewUsers)]
internal sealed class EditModel(IMediator mediator, AccountPowers powers, CurrentUser asker, IAccess access, TimeProvider clock) : PortalPage
{
    [BindProperty] public Form Input { get; set; } = new();

    public HeldAccount? Account { get; private set; }

    public string? WhyNot { get; private set; }

    public string Back { get; private set; } = "/users";

    public bool Locked => Account!.User.IsLockedAt(clock.GetUtcNow());

    public bool MayUnlock => ForceUnlockHandler.MayUnlock(asker, Account!.Layer);

    public bool MayReset => access.Allows(IdentityModule.ResetPasswords, Account!.Scope);

    public bool MayLogInAs => access.Allows(IdentityModule.LogInAsUser, Account!.Scope) && LogInAsHandler.WhyNot(asker, [.. Account.Grants], Account.User) is null;

    public IReadOnlyList<SelectListItem> Layers { get; private set; } = [];

    internal sealed record Form
    {
        [Required(ErrorMessage = "Give the person's name."), StringLength(128)]
        public string? Name { get; set; }

        [Required(ErrorMessage = "Give a username.")]
        public string? Username { get; set; }

        [Display(Name = "E-mail"), DataType(DataType.EmailAddress)]
        public string? Email { get; set; }

        [Display(Name = "Administration layer"), Required(ErrorMessage = "Choose a role.")]
        public Role? Layer { get; set; }

        [Display(Name = "Allowed to log in")]
        public bool MayLogIn { get; set; }

        public string Version { get; set; } = "";
    }

    public async Task<IActionResult> OnGetAsync(UserId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var user = Account!.User;
        Input = new Form
        {
            Name = user.DisplayName,
            Username = user.Username,
            Email = user.Email,
            Layer = Account.Layer,
            MayLogIn = !user.Disabled,
            Version = user.Version.ToString(CultureInfo.InvariantCulture),
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(UserId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        // What the form does not ask: an employee's name and username, and a layer where there is nothing to choose.
        foreach (var field in (string[])[.. Account!.Employee is null ? Array.Empty<string>() : ["Input.Name", "Input.Username"], .. Layers.Count > 1 ? Array.Empty<string>() : ["Input.Layer"]])
        {
            ModelState.Remove(field);
        }

        if (!ModelState.IsValid || !int.TryParse(Input.Version, CultureInfo.InvariantCulture, out var version))
        {
            return Invalid();
        }

        var name = Account.User.DisplayName;
        var outcome = await mediator.Send(new ChangeUser(id, Input.Username ?? "", Input.Name ?? "", Input.Email, Layers.Count > 1 ? Input.Layer : null, Input.MayLogIn, version), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            await LoadAsync(id, ct);
            Input.Version = Account.User.Version.ToString(CultureInfo.InvariantCulture);
            return Conflicted(outcome, "Input.Version");
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome.InForm());
        }

        Toast(T($"{name} is saved."));
        return LocalRedirect($"~/users/{id}");
    }

    public async Task<IActionResult> OnPostRemoveAsync(UserId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new RemoveUser(id), ct);
        if (!outcome.Succeeded)
        {
            ModelState.Clear();
            return Failed(outcome);
        }

        Toast(T($"The account of {Account!.User.DisplayName} is removed."));
        return LocalRedirect("~" + Back);
    }

    public async Task<IActionResult> OnPostUnlockAsync(UserId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new ForceUnlock(id), ct);
        if (!outcome.Succeeded)
        {
            ModelState.Clear();
            return Failed(outcome);
        }

        Toast(T("The account is unlocked. No e-mail was sent."));
        return LocalRedirect($"~/users/{id}");
    }

    private async Task<bool> LoadAsync(UserId id, CancellationToken ct)
    {
        if (await powers.FindAsync(id, IdentityModule.ViewUsers, ct) is not { } account)
        {
            return false;
        }

        Account = account;
        WhyNot = account.User.Id == asker.Id ? T("This is your own account; change your own data in your profile.") : powers.WhyNot(account);
        Layers = [.. powers.LayersFor(account).Select(r => new SelectListItem(r.InWords(), r.ToString()))];
        Head.Title = account.User.DisplayName;
        if (account.User.CompanyId is { } id_ && await mediator.Send(new FindCompany(id_), ct) is { } company)
        {
            Back = $"/companies/{company.Id}/users";
            Head.Under(company.Name, $"/companies/{company.Id}").Under(T("Users"), Back);
            Head.Subject = Subject.Company(company.Id, company.Name, company.SipDomain);
        }
        else
        {
            Head.Under(T("Users"), "/users");
        }

        return true;
    }
}
