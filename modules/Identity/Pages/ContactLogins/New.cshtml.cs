using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Pages.Users;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.ContactLogins;

/// <summary>Gives a contact a login to the portal.</summary>
[Needs(IdentityModule.AddUsers)]
internal sealed class NewModel(IMediator mediator, IdentityDb db, IAccess access) : PortalPage
{
    [BindProperty] public Form Input { get; set; } = new();

    public ContactSummary Contact { get; private set; } = default!;

    public IReadOnlyList<SelectListItem> Roles { get; } =
        [.. new[] { Role.CompanyAdmin, Role.GroupAdmin }.Select(r => new SelectListItem(r.InWords(), r.ToString()))];

    internal sealed record Form : FirstPasswordForm
    {
        [Required(ErrorMessage = "Choose a role.")]
        public Role? Role { get; set; } = Modularity.Access.Role.CompanyAdmin;

        [Required(ErrorMessage = "Give a username.")]
        public string? Username { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(ContactId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        if (await db.Users.AnyAsync(u => u.ContactId == id, ct))
        {
            return LocalRedirect($"~/contacts/{id}/login");
        }

        Input.Username = await UsernameSuggestion.ForAsync(Contact.Name, name => db.Users.AnyAsync(u => u.Username == name, ct));
        Input.Password = PasswordSuggestion.Next();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(ContactId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        Input.AsksOnlyForWhatCounts(ModelState, nameof(Input));
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new GiveContactLogin(id, Input.Role!.Value, Input.Username!, Input.Credential()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome.InForm());
        }

        Toast(Input.Added(Contact.Name, Contact.Email));
        return LocalRedirect($"~/contacts/{id}/login");
    }

    private async Task<bool> PlaceAsync(ContactId id, CancellationToken ct)
    {
        if (await mediator.Send(new FindContact(id), ct) is not { } contact || !access.Allows(IdentityModule.AddUsers, new ObjectScope(contact.Company))
            || await mediator.Send(new FindCompany(contact.Company), ct) is not { } company)
        {
            return false;
        }

        Contact = contact;
        Head.OfContact(contact, company);
        Head.Title = T("Give a portal login");
        return true;
    }
}
