using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.Users;

/// <summary>Adds an administrator of a company who is no employee there.</summary>
[Needs(IdentityModule.AddUsers)]
internal sealed class NewOfCompanyModel(IMediator mediator, IAccess access) : PortalPage
{
    [BindProperty] public NewUserForm Input { get; set; } = new();

    [BindProperty] public Role Role { get; set; } = Role.CompanyAdmin;

    public CompanyId Company { get; private set; }

    public IReadOnlyList<SelectListItem> Roles { get; } =
        [.. new[] { Role.CompanyAdmin, Role.GroupAdmin }.Select(r => new SelectListItem(r.InWords(), r.ToString()))];

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        Input.Password = PasswordSuggestion.Next();
        return await PlaceAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        if (Role is not (Role.CompanyAdmin or Role.GroupAdmin))
        {
            ModelState.AddModelError(nameof(Role), T("Choose a role."));
        }

        Input.AsksOnlyForWhatCounts(ModelState, nameof(Input));
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new AddUser(Role, Input.Username!, Input.Name!, Input.Email, Input.Credential(), id), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome.InForm());
        }

        Toast(Input.Added(Input.Name!, Input.Email));
        return LocalRedirect($"~/users/{outcome.Value}");
    }

    private async Task<bool> PlaceAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(IdentityModule.AddUsers, new ObjectScope(id)) || await mediator.Send(new FindCompany(id), ct) is not { } company)
        {
            return false;
        }

        Company = id;
        Head.Title = T("Add administrator");
        Head.Lead = T("Somebody who manages the company's telephones without having one. Employees become administrators on their own page.");
        Head.Under(company.Name, $"/companies/{id}").Under(T("Users"), $"/companies/{id}/users");
        Head.Subject = Subject.Company(id, company.Name, company.SipDomain);
        return true;
    }
}
