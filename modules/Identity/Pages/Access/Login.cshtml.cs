using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Pages.ContactLogins;
using Portal.Identity.Pages.Users;
using Portal.Identity.Passwords;
using Portal.Identity.Sessions;
using Portal.Identity.SignIn;
using Portal.Identity.TwoStep;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.Access;

/// <summary>
/// How somebody below signs in: reset of the password, unlock, second step, "allowed to log in". Also at <c>/employees/{id}/login</c> and
/// <c>/contacts/{id}/login</c>.
/// </summary>
[Needs(IdentityModule.ResetPasswords)]
internal sealed class LoginModel(IMediator mediator, IdentityDb db, Below below, SecondSteps steps, IAccess access, CurrentUser asker, TimeProvider clock) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public UserId? Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public EmployeeId? Employee { get; set; }

    [BindProperty(SupportsGet = true)]
    public ContactId? Contact { get; set; }

    [BindProperty, Display(Name = "New password"), DataType(DataType.Password)]
    public string? Password { get; set; }

    [BindProperty, Display(Name = "Repeat password"), DataType(DataType.Password)]
    public string? RepeatPassword { get; set; }

    [BindProperty, Display(Name = "Must be changed at the next sign-in")]
    public bool MustChange { get; set; } = true;

    [BindProperty, Display(Name = "Allowed to log in")]
    public bool Allowed { get; set; }

    [BindProperty, Display(Name = "Second step demanded")]
    public bool SecondStep { get; set; }

    public User? Account { get; private set; }

    public bool MayManage { get; private set; }

    /// <summary>The welcome mail may be sent once more.</summary>
    public bool MayWelcome { get; private set; }

    public bool MayLogInAs { get; private set; }

    public Role? Layer { get; private set; }

    /// <summary>The employee has a login that stands above the asker.</summary>
    public bool OutOfReach { get; private set; }

    public int Passkeys { get; private set; }

    public string SecondStepInWords { get; private set; } = "";

    public bool IsLocked => Account!.IsLockedAt(clock.GetUtcNow());

    /// <summary>This page, by the way it was opened.</summary>
    public string Address => Request.PathBase + Request.Path;

    public Status State => LoginStates.Of(Account!, IsLocked);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        (Allowed, SecondStep) = (Account is { Disabled: false }, Account?.SecondStepDemanded == true);
        ModelState.Clear();
        return Page();
    }

    public Task<IActionResult> OnPostUnlockAsync(CancellationToken ct) =>
        ChangeAsync(u => new ForceUnlock(u.Id), u => T("The account is unlocked. No e-mail was sent."), ct);

    public Task<IActionResult> OnPostWelcomeAsync(CancellationToken ct) =>
        ChangeAsync(u => new SendWelcome(u.Id), u => T($"The welcome mail is on its way to {u.Email}."), ct);

    public Task<IActionResult> OnPostLinkAsync(CancellationToken ct) =>
        ChangeAsync(u => new ResetPassword(u.Id, ResetBy.Link), u => T($"A link is on its way to {u.Email}."), ct);

    public Task<IActionResult> OnPostGenerateAsync(CancellationToken ct) =>
        ChangeAsync(u => new ResetPassword(u.Id, ResetBy.GeneratedAndMailed), u => T($"The password has been reset and sent to {u.Email}."), ct);

    public Task<IActionResult> OnPostResetSecondStepAsync(CancellationToken ct) =>
        ChangeAsync(u => new ResetSecondStep(u.Id), u => T("The second step is reset."), ct);

    public Task<IActionResult> OnPostSignInAsync(CancellationToken ct) =>
        ChangeAsync(u => new SetSignIn(u.Id, Allowed, SecondStep), u => Allowed ? T($"{u.DisplayName} may sign in.") : T($"{u.DisplayName} can no longer sign in and is signed out."), ct);

    /// <summary>Takes the login away from a contact; other accounts are removed where they are changed.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct) || Account is not { } account || Contact is not { } contact)
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new RemoveUser(account.Id), ct);
        if (!outcome.Succeeded)
        {
            (Allowed, SecondStep) = (!account.Disabled, account.SecondStepDemanded);
            return Failed(outcome);
        }

        Toast(T($"{account.DisplayName} has no portal login any more."));
        return LocalRedirect($"~/contacts/{contact}/edit");
    }

    public async Task<IActionResult> OnPostTypeAsync(CancellationToken ct)
    {
        if (Password != RepeatPassword)
        {
            if (!await LoadAsync(ct) || Account is null)
            {
                return NotFound();
            }

            (Allowed, SecondStep) = (!Account.Disabled, Account.SecondStepDemanded);
            ModelState.AddModelError(nameof(RepeatPassword), T("The two new passwords differ."));
            return Invalid();
        }

        return await ChangeAsync(u => new ResetPassword(u.Id, ResetBy.Typed, Password ?? "", MustChange), u => T($"The password of {u.DisplayName} is set. Pass it on yourself: no e-mail was sent."), ct);
    }

    private async Task<IActionResult> ChangeAsync(Func<User, IChange<Outcome>> change, Func<User, string> done, CancellationToken ct)
    {
        if (!await LoadAsync(ct) || Account is not { } account)
        {
            return NotFound();
        }

        var outcome = await mediator.Send(change(account), ct);
        if (!outcome.Succeeded)
        {
            (Allowed, SecondStep) = (!account.Disabled, account.SecondStepDemanded);
            return Failed(outcome);
        }

        Toast(done(account));
        return LocalRedirect(Address);
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        Head.Title = T("Login");
        if (Employee is { } employee && !await PlaceEmployeeAsync(employee, ct) || Contact is { } contact && !await PlaceContactAsync(contact, ct))
        {
            return false;
        }

        // Within reach, and without a login.
        if (Id is null && (Employee ?? (object?)Contact) is not null)
        {
            return true;
        }

        if (Id is not { } id || await below.FindAsync(id, ct) is not { } found)
        {
            // An employee within reach whose account reaches further than the asker's: the page says so instead of not being there.
            OutOfReach = Employee is not null;
            return OutOfReach;
        }

        // What is shown is not what is changed: a request changes its own copy, and only when it may.
        db.ChangeTracker.Clear();
        (Account, MayManage) = (found.User, found.MayManage);
        MayWelcome = found.User is { LastSignInAt: null, Email: not null } && (found.MayManage || found.MayInvite);
        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == id).ToListAsync(ct);
        Layer = Hierarchy.LayerOf(grants);
        MayLogInAs = access.Allows(IdentityModule.LogInAsUser, UserGrant.ScopeOf(grants)) && LogInAsHandler.WhyNot(asker, grants, found.User) is null;
        Passkeys = await db.Passkeys.CountAsync(p => p.UserId == id, ct);
        SecondStepInWords = await steps.OfAsync(found.User, ct) switch
        {
            TwoStep.SecondStep.App => T("Authenticator app"),
            TwoStep.SecondStep.Email => T("Code by e-mail"),
            TwoStep.SecondStep.SetUp => T("Demanded; set up at the next sign-in"),
            _ => T("None"),
        } + (Passkeys > 0 ? ", " + N(Passkeys, "one passkey", "{0} passkeys") : "");
        if (Employee is null && Contact is null)
        {
            Head.Lead = found.User.DisplayName;
            await Head.UnderUsersAsync(mediator, found.User, grants, ct);
            Head.Under(found.User.DisplayName, $"/users/{id}");
        }

        return true;
    }

    private async Task<bool> PlaceEmployeeAsync(EmployeeId employee, CancellationToken ct)
    {
        if (await mediator.Send(new FindEmployee(employee), ct) is not { } summary
            || !access.Allows(IdentityModule.ResetPasswords, new ObjectScope(summary.CompanyId, summary.SiteId, summary.Id)))
        {
            return false;
        }

        Head.Under(T("Employees"), "/employees").Under(summary.FullName, $"/employees/{employee}");
        Head.Subject = Subject.Employee(summary.Id, summary.CompanyId, summary.SiteId, summary.FullName, summary.Extension);
        Id = await db.Grants.Where(g => g.EmployeeId == employee).Select(g => (UserId?)g.UserId).FirstOrDefaultAsync(ct);
        return true;
    }

    private async Task<bool> PlaceContactAsync(ContactId id, CancellationToken ct)
    {
        if (await mediator.Send(new FindContact(id), ct) is not { } contact
            || !access.Allows(IdentityModule.ResetPasswords, new ObjectScope(contact.Company))
            || await mediator.Send(new FindCompany(contact.Company), ct) is not { } company)
        {
            return false;
        }

        Head.OfContact(contact, company);
        Id = await db.Users.Where(u => u.ContactId == id).Select(u => (UserId?)u.Id).SingleOrDefaultAsync(ct);
        return true;
    }
}
