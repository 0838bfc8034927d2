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
using Portal.Web;

namespace Portal.Identity.Pages.Users;

/// <summary>One account: who it is and what it may do. How it signs in, and whether, is on the page beside.</summary>
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

        // What the form does not ask: an employee's name and username, a contact's name, and a layer where there is nothing to choose.
        string?[] unasked =
        [
            Account!.Employee is null && Account.User.ContactId is null ? null : "Input.Name", Account.Employee is null ? null : "Input.Username", Layers.Count > 1 ? null : "Input.Layer",
        ];
        foreach (var field in unasked.OfType<string>())
        {
            ModelState.Remove(field);
        }

        if (!ModelState.IsValid || !int.TryParse(Input.Version, CultureInfo.InvariantCulture, out var version))
        {
            return Invalid();
        }

        var name = Account.User.DisplayName;
        var outcome = await mediator.Send(new ChangeUser(id, Input.Username ?? "", Input.Name ?? "", Input.Email, Layers.Count > 1 ? Input.Layer : null, version), ct);
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
        Back = await Head.UnderUsersAsync(mediator, account.User, account.Grants, ct);
        return true;
    }
}
